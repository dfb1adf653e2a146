package org.echoscale.core.trace;

import jdk.jfr.DataAmount;
import jdk.jfr.Description;
import jdk.jfr.Label;
import jdk.jfr.Name;

/** One read that took bytes from a connection. */
@Name("org.echoscale.Received")
@Label("Received")
@Description("One read that took bytes from a connection")
public final class Received extends ConnectionEvent {
    static final Received PROBE = new Received(Nobody.NOBODY, 0);

    @Label("Bytes")
    @DataAmount(DataAmount.BYTES)
    private final int bytes;

    Received(TracedConnection connection, int bytes) {
        super(connection);
        this.bytes = bytes;
    }

    public int bytes() {
        return bytes;
    }
}

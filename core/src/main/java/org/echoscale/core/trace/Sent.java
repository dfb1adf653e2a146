package org.echoscale.core.trace;

import jdk.jfr.DataAmount;
import jdk.jfr.Description;
import jdk.jfr.Label;
import jdk.jfr.Name;

/** One write that handed bytes over to a connection. */
@Name("org.echoscale.Sent")
@Label("Sent")
@Description("One write that handed bytes over to a connection")
public final class Sent extends ConnectionEvent {
    static final Sent PROBE = new Sent(Nobody.NOBODY, 0, 0);

    @Label("Bytes")
    @DataAmount(DataAmount.BYTES)
    private final int bytes;

    @Label("Left in Queue")
    @Description("Bytes that still wait in the connection's queue")
    @DataAmount(DataAmount.BYTES)
    private final long left;

    Sent(TracedConnection connection, int bytes, long left) {
        super(connection);
        this.bytes = bytes;
        this.left = left;
    }

    public int bytes() {
        return bytes;
    }

    /** Bytes that still wait in the connection's queue. */
    public long left() {
        return left;
    }
}

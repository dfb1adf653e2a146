package org.echoscale.core.trace;

import jdk.jfr.DataAmount;
import jdk.jfr.Description;
import jdk.jfr.Label;
import jdk.jfr.Name;

/** The loop closes a connection. */
@Name("org.echoscale.Closing")
@Label("Closing")
@Description("The loop closes a connection")
public final class Closing extends ConnectionEvent {
    static final Closing PROBE = new Closing(Nobody.NOBODY, "", 0);

    @Label("Reason")
    private final String reason;

    @Label("Unsent")
    @Description("Bytes that were received and will never be sent")
    @DataAmount(DataAmount.BYTES)
    private final long unsent;

    Closing(TracedConnection connection, String reason, long unsent) {
        super(connection);
        this.reason = reason;
        this.unsent = unsent;
    }

    /** Why: {@link LoopTrace#END_OF_STREAM}, {@link LoopTrace#SERVER_ENDS}, or an error. */
    public String reason() {
        return reason;
    }

    /** Bytes that were received and will never be sent. */
    public long unsent() {
        return unsent;
    }
}

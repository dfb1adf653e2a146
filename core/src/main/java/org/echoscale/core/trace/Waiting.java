package org.echoscale.core.trace;

import jdk.jfr.Description;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.Timespan;

/** The loop is about to ask which descriptors are ready, and waits until one is. */
@Name("org.echoscale.Waiting")
@Label("Waiting")
@Description("The loop is about to ask which descriptors are ready, and waits until one is")
public final class Waiting extends LoopEvent {
    static final Waiting PROBE = new Waiting(0, 0);

    @Label("Watched")
    @Description("Descriptors that the loop watches: its connections, and its own")
    private final int watched;

    @Label("Timeout")
    @Description("How long it waits at most; 0 when it only looks")
    @Timespan(Timespan.MILLISECONDS)
    private final long timeout;

    Waiting(int watched, int timeoutMillis) {
        this.watched = watched;
        this.timeout = switch (timeoutMillis) {
            case LoopTrace.FOREVER -> Long.MAX_VALUE; // what the recorder's tools show as "Forever"
            case LoopTrace.UNKNOWN -> Long.MIN_VALUE; // and as "N/A"
            default -> timeoutMillis;
        };
    }

    public int watched() {
        return watched;
    }

    /** How long it waits at most; 0 when it only looks, {@link LoopTrace#FOREVER}, or {@link LoopTrace#UNKNOWN}. */
    public int timeoutMillis() {
        return timeout == Long.MAX_VALUE
                ? LoopTrace.FOREVER
                : timeout == Long.MIN_VALUE ? LoopTrace.UNKNOWN : (int) timeout;
    }
}

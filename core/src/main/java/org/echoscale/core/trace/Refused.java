package org.echoscale.core.trace;

import jdk.jfr.Description;
import jdk.jfr.Label;
import jdk.jfr.Name;

/** A connection that was accepted and reset at once, because the loop cannot serve it. */
@Name("org.echoscale.Refused")
@Label("Refused")
@Description("A connection that was accepted and reset at once, because the loop cannot serve it")
public final class Refused extends LoopEvent {
    static final Refused PROBE = new Refused(0, "");

    @Label("Descriptor")
    private final int descriptor;

    @Label("Reason")
    private final String reason;

    Refused(int descriptor, String reason) {
        this.descriptor = descriptor;
        this.reason = reason;
    }

    public int descriptor() {
        return descriptor;
    }

    public String reason() {
        return reason;
    }
}

package org.echoscale.core.trace;

import jdk.jfr.Description;
import jdk.jfr.Label;
import jdk.jfr.Name;

/** A connection that could not be accepted, say because no descriptor is left. */
@Name("org.echoscale.AcceptFailed")
@Label("Accept Failed")
@Description("A connection that could not be accepted, say because no descriptor is left")
public final class AcceptFailed extends LoopEvent {
    static final AcceptFailed PROBE = new AcceptFailed("");

    @Label("Reason")
    private final String reason;

    AcceptFailed(String reason) {
        this.reason = reason;
    }

    public String reason() {
        return reason;
    }
}

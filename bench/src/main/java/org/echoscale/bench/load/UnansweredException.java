package org.echoscale.bench.load;

import java.io.IOException;
import org.echoscale.results.stats.Units;

/** Load cannot begin because messages of the load before are still out: the server does not keep up with it. */
public final class UnansweredException extends IOException {
    private static final long serialVersionUID = 1;

    private final long messages;

    UnansweredException(long messages, long seconds) {
        super(Units.of(messages, "message") + " of the load before had no reply within " + seconds + " s");
        this.messages = messages;
    }

    /** How many. */
    public long messages() {
        return messages;
    }
}

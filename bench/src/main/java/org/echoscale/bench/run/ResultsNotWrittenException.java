package org.echoscale.bench.run;

import java.io.IOException;
import java.nio.file.Path;

/** Results cannot be put where they belong, say because the disk is full. What is there already stays readable. */
public final class ResultsNotWrittenException extends IOException {

    /**
     * @param directory of the run
     * @param cause what the system says
     */
    public ResultsNotWrittenException(Path directory, IOException cause) {
        super("results cannot be written to " + directory + ": " + cause.getMessage()
                + "; what was measured before is kept (make room, then: echoscale report " + directory + ")", cause);
    }
}

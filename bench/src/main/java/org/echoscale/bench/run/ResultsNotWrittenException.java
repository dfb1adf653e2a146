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
        this(directory, cause,
                "what was measured before is kept (make room, then: echoscale report " + directory + ")");
    }

    private ResultsNotWrittenException(Path directory, IOException cause, String consequence) {
        super("results cannot be written to " + directory + ": " + cause.getMessage() + "; " + consequence, cause);
    }

    /** Before the first trial, when there is nothing to keep. */
    public static ResultsNotWrittenException beforeTheFirst(Path directory, IOException cause) {
        return new ResultsNotWrittenException(directory, cause, "nothing was measured");
    }
}

package org.echoscale.bench.run;

import java.time.Duration;
import org.echoscale.results.model.Cell;
import org.echoscale.results.model.Trial;

/** Follows a run as it goes on. Called from the thread that runs it. */
public interface Progress {

    /**
     * A cell is about to be measured.
     *
     * @param done cells behind, of {@code total}
     * @param left time that the rest will take, as far as one can tell
     */
    void begins(Cell cell, int fork, int done, int total, Duration left);

    /** A trial was appended. */
    void ended(Trial trial);

    /** Something that the user should know and that is no trial. */
    void warn(String line);
}

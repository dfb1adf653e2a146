package org.echoscale.results.files;

import java.util.List;
import org.echoscale.results.model.RunManifest;
import org.echoscale.results.model.Trial;
import org.jspecify.annotations.Nullable;

/**
 * What the files of a run directory say, read at one time.
 *
 * @param manifest what the run is
 * @param trials what was measured so far, in the order of measurement
 * @param warnings what was wrong with the files without making them useless, one line each
 * @param leftOut lines that could not be read as trials; null when all could
 */
public record RunResults(RunManifest manifest, List<Trial> trials, List<String> warnings, @Nullable LeftOut leftOut) {
    /**
     * Lines that are no trials.
     *
     * @param lines how many
     * @param first which is the first, and what is wrong with it: {@code "line 6: not JSON (at column 3)"}
     */
    public record LeftOut(int lines, String first) {}

    /** All lines of which could be read. */
    public RunResults(RunManifest manifest, List<Trial> trials, List<String> warnings) {
        this(manifest, trials, warnings, null);
    }

    public RunResults {
        trials = List.copyOf(trials);
        warnings = List.copyOf(warnings);
    }

    /** Why there is no trial, in a line for people; null when there is one. */
    public @Nullable String nothing() {
        if (!trials.isEmpty()) {
            return null;
        }
        if (leftOut == null) {
            return "nothing has been measured in this run yet";
        }
        return (leftOut.lines == 1 ? "the only line of " : "none of the " + leftOut.lines + " lines of ")
                + RunDirectory.TRIALS + " can" + (leftOut.lines == 1 ? "not" : "") + " be read as a trial; "
                + leftOut.first + "; restore the file from a copy, or measure again";
    }
}

package org.echoscale.results.files;

import java.util.List;
import org.echoscale.results.model.RunManifest;
import org.echoscale.results.model.Trial;

/**
 * What the files of a run directory say, read at one time.
 *
 * @param manifest what the run is
 * @param trials what was measured so far, in the order of measurement
 * @param warnings what was wrong with the files without making them useless, one line each
 */
public record RunResults(RunManifest manifest, List<Trial> trials, List<String> warnings) {
    public RunResults {
        trials = List.copyOf(trials);
        warnings = List.copyOf(warnings);
    }
}

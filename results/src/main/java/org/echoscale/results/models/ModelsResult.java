package org.echoscale.results.models;

import java.util.List;

/** What each model made of the same work, in the order they are explained in. */
public record ModelsResult(ModelsPlan plan, List<ModelRun> runs) {
    public ModelsResult {
        runs = List.copyOf(runs);
    }

    /** Of the slowest. */
    public long longestNanos() {
        return runs.stream().mapToLong(ModelRun::totalNanos).max().orElse(0);
    }
}

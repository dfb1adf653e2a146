package org.echoscale.results.models;

import java.time.Instant;
import java.util.List;
import org.echoscale.results.model.Range;
import org.echoscale.results.model.RunManifest;

/**
 * What each model made of the same work: the content of {@code models.json}.
 *
 * @param schema version of the format, {@value RunManifest#SCHEMA}
 * @param version version of the program that measured
 * @param startedAt when the first model began
 * @param commandLine the words of the command line, without the program
 * @param plan the work
 * @param environment where it took place
 * @param runs one for each model, in the order they are explained in
 */
public record ModelsResult(int schema, String version, Instant startedAt, List<String> commandLine, ModelsPlan plan,
        RunManifest.Environment environment, List<ModelRun> runs) {
    public ModelsResult {
        Range.years("startedAt", startedAt);
        commandLine = List.copyOf(commandLine);
        runs = List.copyOf(runs);
        if (runs.isEmpty()) {
            throw new IllegalArgumentException("runs: none");
        }
        for (ModelRun run : runs) {
            if (run.tasks().size() != plan.tasks()) {
                throw new IllegalArgumentException(run.model() + " has " + run.tasks().size()
                        + " tasks, which are not the " + plan.tasks() + " of the plan");
            }
        }
        if (runs.stream().map(ModelRun::model).distinct().count() < runs.size()) {
            throw new IllegalArgumentException("runs: a model is there twice");
        }
    }

    /** Of the slowest. */
    public long longestNanos() {
        return runs.stream().mapToLong(ModelRun::totalNanos).max().orElse(0);
    }
}

package org.echoscale.bench.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.echoscale.bench.plan.PlanKey;
import org.echoscale.bench.plan.PlanLayer;
import org.echoscale.bench.plan.Setting;
import org.echoscale.bench.run.Forecast;
import org.echoscale.bench.run.Forecast.Skip;
import org.echoscale.bench.run.Noise;
import org.echoscale.bench.run.Precision;
import org.echoscale.results.model.Plan;
import org.echoscale.results.model.RunManifest.Visit;
import org.jspecify.annotations.Nullable;

/**
 * What {@code run} would do: every value with where it comes from, what a limit forbids, how long the rest takes, and how
 * precise it will be.
 *
 * @param layer the plan as it was written
 * @param plan the same as it is understood
 * @param noise what the precision is derived from
 * @param precision null with one fork
 */
record DryRun(PlanLayer layer, Plan plan, Forecast forecast, Noise noise, @Nullable Precision precision) {

    /** As a plan file. */
    List<String> lines() {
        List<String> lines = new ArrayList<>();
        lines.add("# Plan " + plan.name() + (layer.overrides().isEmpty() ? "" : " with " + layer.overrides()) + ": "
                + Words.count(plan.transports().size(), "transport") + ", "
                + Words.count(plan.connections().size(), "number")
                + " of connections"
                + ", " + Words.count(plan.forks(), "fork") + ".");
        lines.add("# " + Words.count(forecast.cells().size(), "cell") + " to measure, about "
                + Words.time(forecast.total()) + ".");
        PrecisionText.lines(plan, noise, precision).forEach(line -> lines.add("# " + line));
        for (PlanKey key : PlanKey.values()) {
            layer.setting(key)
                    .ifPresent(setting -> lines
                            .add(String.format("%-11s = %-24s # %s", key.word(), setting.text(), setting.origin())));
        }
        for (Skip skip : forecast.skipped()) {
            lines.add("# skipped: " + skip.transport() + ", " + Words.count(skip.connections(), "connection") + ": "
                    + skip.reason().message());
        }
        return lines;
    }

    /** For programs. */
    Object document() {
        Map<String, Setting> settings = new TreeMap<>();
        for (PlanKey key : PlanKey.values()) {
            layer.setting(key).ifPresent(setting -> settings.put(key.word(), setting));
        }
        return new Document(plan, layer.overrides(), settings, forecast.visits(), forecast.cells().size(),
                Math.round(forecast.total().toMillis() / 1e3), forecast.skipped(), precision == null
                        ? null
                        : new PrecisionPart(Precision.CONFIDENCE, precision.forks(), noise.source(),
                                precision.intervals()));
    }

    /**
     * The same in JSON.
     *
     * @param plan the values that would be in force, as they stand in {@code run.json}
     * @param overrides the flags that change the plan, or empty
     * @param settings each key as it was written, and where
     * @param order server processes in their order, each with its whole ladder
     * @param cells how many are to be measured, each with every load
     * @param estimatedSeconds how long that takes, roughly
     * @param skipped what a limit forbids
     * @param precision what the forks buy; absent with one fork, which shows no spread
     */
    private record Document(Plan plan, String overrides, Map<String, Setting> settings, List<Visit> order, int cells,
            long estimatedSeconds, List<Skip> skipped, @Nullable PrecisionPart precision) {}

    /**
     * How far a figure of a cell may be off.
     *
     * @param confidence how often the intervals hold the truth
     * @param forks that they are for
     * @param source the run whose forks tell how far forks lie apart
     * @param intervals bounds relative to each figure
     */
    private record PrecisionPart(double confidence, int forks, String source, List<Precision.Interval> intervals) {}
}

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
import org.echoscale.results.model.Plan;
import org.echoscale.results.model.RunManifest.Visit;

/**
 * What {@code run} would do: every value with where it comes from, what a limit forbids, and how long the rest takes.
 *
 * @param layer the plan as it was written
 * @param plan the same as it is understood
 */
record DryRun(PlanLayer layer, Plan plan, Forecast forecast) {

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
        for (PlanKey key : PlanKey.values()) {
            layer.setting(key)
                    .ifPresent(setting -> lines
                            .add(String.format("%-11s = %-24s # %s", key.word(), setting.text(), setting.origin())));
        }
        for (Skip skip : forecast.skipped()) {
            lines.add("# skipped: " + skip.transport() + ", " + skip.connections() + " connections: "
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
                Math.round(forecast.total().toMillis() / 1e3), forecast.skipped());
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
     */
    private record Document(Plan plan, String overrides, Map<String, Setting> settings, List<Visit> order, int cells,
            long estimatedSeconds, List<Skip> skipped) {}
}

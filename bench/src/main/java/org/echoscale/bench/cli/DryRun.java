package org.echoscale.bench.cli;

import java.util.ArrayList;
import java.util.List;
import org.echoscale.bench.limits.Limits;
import org.echoscale.bench.plan.PlanKey;
import org.echoscale.bench.plan.PlanLayer;
import org.echoscale.bench.server.Catalog;
import org.echoscale.core.Support;
import org.echoscale.results.model.Plan;

/** What {@code run} would do, as a plan file: every value with where it comes from, and what a limit forbids. */
final class DryRun {
    private DryRun() {}

    static List<String> lines(PlanLayer layer, Plan plan, Catalog catalog, Limits limits) {
        List<String> lines = new ArrayList<>();
        lines.add("# Plan " + plan.name() + ": " + plan.transports().size()
                + (plan.transports().size() == 1 ? " transport, " : " transports, ")
                + plan.connections().size()
                + (plan.connections().size() == 1 ? " number of connections, " : " numbers of connections, ")
                + plan.forks()
                + (plan.forks() == 1 ? " fork" : " forks") + ".");
        for (PlanKey key : PlanKey.values()) {
            layer.setting(key)
                    .ifPresent(setting -> lines
                            .add(String.format("%-11s = %-24s # %s", key.word(), setting.text(), setting.origin())));
        }
        for (String transport : plan.transports()) {
            Support support = catalog.transports().get(transport).support();
            for (int connections : plan.connections()) {
                limits.reasonAgainst(transport, support, connections)
                        .ifPresent(reason -> lines.add(
                                "# skipped: " + transport + ", " + connections + " connections: " + reason.message()));
            }
        }
        return lines;
    }
}

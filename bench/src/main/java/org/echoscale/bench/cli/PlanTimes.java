package org.echoscale.bench.cli;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.echoscale.bench.limits.Limits;
import org.echoscale.bench.plan.PlanFile;
import org.echoscale.bench.plan.PlanLayer;
import org.echoscale.bench.plan.PlanResolution;
import org.echoscale.bench.run.Forecast;
import org.echoscale.bench.server.Catalog;
import org.echoscale.core.Support;
import picocli.CommandLine;
import picocli.CommandLine.Model.UsageMessageSpec;

/** How long the plans that come with the program take here, for {@code run --help}: worked out only when it is shown. */
final class PlanTimes {
    private static final String SECTION = "plans";

    private PlanTimes() {}

    /** Puts them into the help of a command, before its examples; returns it. */
    static CommandLine describe(CommandLine run) {
        run.getHelpSectionMap().put(SECTION, _ -> text());
        List<String> keys = new ArrayList<>(run.getHelpSectionKeys());
        keys.add(keys.indexOf(UsageMessageSpec.SECTION_KEY_FOOTER_HEADING), SECTION);
        return run.setHelpSectionKeys(keys);
    }

    private static String text() {
        Catalog catalog = Catalog.load(List.of());
        Limits limits = Limits.read();
        StringBuilder text = new StringBuilder(String.format("%nPlans, and about how long they take here:%n"));
        for (String plan : PlanFile.BUNDLED) {
            Duration time = of(plan, catalog, name -> catalog.transports().get(name).support(), limits);
            text.append(String.format("  %-7s%s%n", plan, Words.time(time)));
        }
        return text.toString();
    }

    /** The forecast of a plan that comes with the program. */
    static Duration of(String plan, Catalog catalog, Function<String, Support> supports, Limits limits) {
        PlanLayer layer = PlanFile.named(plan).layer().over(PlanLayer.defaults(1));
        return Forecast.of(PlanResolution.resolve(plan, layer, catalog.transports().names()), supports, limits).total();
    }
}

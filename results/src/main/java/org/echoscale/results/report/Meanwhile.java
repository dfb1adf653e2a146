package org.echoscale.results.report;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.echoscale.results.compare.Conditions;
import org.echoscale.results.stats.Spread;
import org.echoscale.results.stats.Units;
import org.jspecify.annotations.Nullable;

/** What went on while a run was measured, in words: {@code "median 0.2 %, at most 1.3 %"}. Null where no trial tells. */
final class Meanwhile {
    private Meanwhile() {}

    /** All of it in a line; empty where no trial tells any of it. */
    static String line(Conditions run) {
        List<String> known = new ArrayList<>();
        add(known, "steal ", steal(run));
        add(known, "CPU of other processes ", otherCpu(run));
        add(known, "load average ", loadAverage(run));
        add(known, "trials held back by a control group: ", throttledTrials(run));
        return known.isEmpty() ? "" : "During the run: " + String.join("; ", known) + ".";
    }

    private static void add(List<String> known, String what, @Nullable String value) {
        if (value != null) {
            known.add(what + value);
        }
    }

    static @Nullable String steal(Conditions run) {
        return shares(run.steal());
    }

    static @Nullable String otherCpu(Conditions run) {
        return shares(run.otherCpu());
    }

    static @Nullable String loadAverage(Conditions run) {
        return spread(run.loadAverage(), Units::digits);
    }

    static @Nullable String throttledTrials(Conditions run) {
        return run.throttledTrials() == null ? null : run.throttledTrials().toString();
    }

    private static @Nullable String shares(@Nullable Spread shares) {
        return spread(shares, share -> Units.digits(share * 100) + " %");
    }

    private static @Nullable String spread(@Nullable Spread spread, Function<Double, String> words) {
        return spread == null
                ? null
                : "median " + words.apply(spread.median()) + ", at most " + words.apply(spread.max());
    }
}

package org.echoscale.bench.cli;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.echoscale.bench.run.Noise;
import org.echoscale.bench.run.Precision;
import org.echoscale.bench.run.Precision.Interval;
import org.echoscale.results.model.Plan;
import org.jspecify.annotations.Nullable;

/** What the forks of a plan buy, in words: the figures and where they are from, so that nobody takes them for a promise. */
final class PrecisionText {
    private static final double LARGEST_SYMMETRIC = 0.1;

    private PrecisionText() {}

    /** @param precision null with one fork */
    static List<String> lines(Plan plan, Noise noise, @Nullable Precision precision) {
        if (precision == null) {
            return List.of(
                    "Precision: no interval: one fork shows no spread (5 or more to publish; --budget TIME picks as many "
                            + "as fit).");
        }
        List<String> lines = new ArrayList<>();
        lines.add(String.format(Locale.ROOT, "Precision at %.0f %% of a cell of middling spread, from %d forks:",
                Precision.CONFIDENCE * 100, precision.forks()));
        for (Interval interval : precision.intervals()) {
            lines.add(String.format(Locale.ROOT, "  %-38s %s", interval.figure().words(), bounds(interval)));
        }
        lines.add("if forks lie as far apart as in " + noise.source() + ".");
        if (plan.durationNanos() < noise.window().toNanos()) {
            lines.add("Expect more: windows are shorter here, " + seconds(Duration.ofNanos(plan.durationNanos()))
                    + " and not " + seconds(noise.window()) + ".");
        }
        return lines;
    }

    /** {@code "±3.1 %"}, or where it is wide and so not symmetric {@code "-25 % to +33 %"}. */
    static String bounds(Interval interval) {
        return interval.high() < LARGEST_SYMMETRIC
                ? String.format(Locale.ROOT, "±%.1f %%", interval.high() * 100)
                : String.format(Locale.ROOT, "%.0f %% to +%.0f %%", interval.low() * 100, interval.high() * 100);
    }

    private static String seconds(Duration time) {
        return String.format(Locale.ROOT, "%.2f s", time.toNanos() / 1e9);
    }
}

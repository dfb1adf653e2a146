package org.echoscale.bench.plan;

import java.time.Duration;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A bound on a percentile of the latency, as people write it: {@code p99=2ms}.
 *
 * @param percent above 0 and below 100
 * @param bound that the percentile must not exceed
 */
public record LatencyGoal(double percent, Duration bound) {
    private static final Pattern TEXT = Pattern.compile("p(\\d{1,2}(?:\\.\\d{1,3})?)\\s*<?=\\s*(\\S+)");

    public LatencyGoal {
        if (!(percent > 0 && percent < 100)) {
            throw new IllegalArgumentException("p" + percent + " is not a percentile between 0 and 100");
        }
        if (bound.isZero() || bound.isNegative()) {
            throw new IllegalArgumentException("a bound of " + bound + " cannot be kept");
        }
    }

    /**
     * Reads one.
     *
     * @throws IllegalArgumentException with a message for people
     */
    public static LatencyGoal parse(String text) {
        Matcher found = TEXT.matcher(text.strip());
        if (!found.matches()) {
            throw new IllegalArgumentException("'" + text + "' is not a bound on a percentile; try p99=2ms");
        }
        return new LatencyGoal(Double.parseDouble(found.group(1)), Units.duration(found.group(2)));
    }

    /** Messages that are needed to tell the percentile: 100 beyond it. */
    public long samples() {
        return (long) Math.ceil(100 * 100 / (100 - percent) - 1e-6);
    }

    @Override
    public String toString() {
        String digits = percent == Math.rint(percent)
                ? String.format(Locale.ROOT, "%.0f", percent)
                : Double.toString(percent);
        return "p" + digits + " ≤ " + org.echoscale.results.stats.Units.micros(bound.toNanos() / 1e3);
    }
}

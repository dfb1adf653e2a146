package org.echoscale.bench.cli;

import java.util.Locale;
import org.HdrHistogram.Histogram;
import org.echoscale.results.model.EncodedHistogram;
import org.echoscale.results.stats.Percentiles;
import org.echoscale.results.stats.Units;
import org.jspecify.annotations.Nullable;

/**
 * Percentiles of times, in nanoseconds. One is null when the samples do not carry it.
 *
 * @param samples how many there are
 * @param longestNanos the longest of them; null when there are none
 */
record TimePercentiles(long samples, @Nullable Long p50Nanos, @Nullable Long p90Nanos, @Nullable Long p99Nanos,
        @Nullable Long p999Nanos, @Nullable Long longestNanos) {

    static TimePercentiles of(EncodedHistogram encoded) {
        Histogram histogram = encoded.decode();
        long samples = histogram.getTotalCount();
        return new TimePercentiles(samples, at(histogram, 50), at(histogram, 90), at(histogram, 99),
                at(histogram, 99.9), samples == 0 ? null : Long.valueOf(histogram.getMaxValue()));
    }

    private static @Nullable Long at(Histogram histogram, double percent) {
        return histogram.getTotalCount() < Percentiles.needed(percent)
                ? null
                : Long.valueOf(histogram.getValueAtPercentile(percent));
    }

    /** For people, in one line. */
    String text() {
        return String.format(Locale.ROOT, "p50 %s, p90 %s, p99 %s, p99.9 %s, longest %s", text(p50Nanos),
                text(p90Nanos), text(p99Nanos), text(p999Nanos), text(longestNanos));
    }

    private static String text(@Nullable Long nanos) {
        return nanos == null ? "(too few messages)" : Units.micros(nanos / 1e3);
    }
}

package org.echoscale.results.stats;

import java.util.List;
import org.HdrHistogram.Histogram;
import org.jspecify.annotations.Nullable;

/**
 * Percentiles of a distribution of times, in microseconds. A percentile is absent when the samples do not carry it: with
 * fewer than 100 / (1 - q) of them it would rest on a handful.
 *
 * @param samples how many there are
 */
public record Percentiles(long samples, @Nullable Double p50, @Nullable Double p90, @Nullable Double p99,
        @Nullable Double p999) {

    /** Of all the histograms together: they are added, percentiles are never averaged. */
    static Percentiles of(List<Histogram> histograms) {
        Histogram all = new Histogram(3);
        all.setAutoResize(true);
        histograms.forEach(all::add);
        return new Percentiles(all.getTotalCount(), micros(all, 50), micros(all, 90), micros(all, 99),
                micros(all, 99.9));
    }

    /** How many samples a percentile takes: 100 / (1 - q), so 200 for the median and 10,000 for the 99th. */
    public static long needed(double percent) {
        return Math.round(100 / (1 - percent / 100));
    }

    private static @Nullable Double micros(Histogram histogram, double percent) {
        return histogram.getTotalCount() < needed(percent)
                ? null
                : Double.valueOf(histogram.getValueAtPercentile(percent) / 1000.0);
    }
}

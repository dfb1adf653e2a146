package org.echoscale.results.jmh;

import java.util.List;
import java.util.Optional;
import org.apache.commons.statistics.distribution.TDistribution;
import org.jspecify.annotations.Nullable;

/**
 * What trials of one benchmark come to, by JMH's own rule: the mean over all iterations of all forks, and half the width of
 * its 99.9 % confidence interval after Student. The rule takes iterations of one fork for independent, which they are not
 * quite; it is kept because the figures are to be those that JMH prints.
 *
 * @param mean over all values
 * @param error absent with two values or fewer
 * @param count of values
 */
public record JmhScore(double mean, @Nullable Double error, int count) {
    private static final double CONFIDENCE = 0.999;

    /**
     * Of all iterations of these trials.
     *
     * @throws IllegalArgumentException when there is none
     */
    public static JmhScore of(List<JmhTrial> trials) {
        return ofValues(trials.stream().flatMap(trial -> trial.primary().iterations().stream()).toList());
    }

    static JmhScore ofValues(List<Double> values) {
        int n = values.size();
        double mean = values.stream()
                .mapToDouble(Double::doubleValue)
                .average()
                .orElseThrow(() -> new IllegalArgumentException("no iteration"));
        return new JmhScore(mean, error(values, mean).orElse(null), n);
    }

    private static Optional<Double> error(List<Double> values, double mean) {
        int n = values.size();
        if (n <= 2) {
            return Optional.empty();
        }
        double squares = values.stream().mapToDouble(value -> (value - mean) * (value - mean)).sum();
        double quantile = TDistribution.of(n - 1).inverseCumulativeProbability(1 - (1 - CONFIDENCE) / 2);
        return Optional.of(quantile * Math.sqrt(squares / (n - 1)) / Math.sqrt(n));
    }
}

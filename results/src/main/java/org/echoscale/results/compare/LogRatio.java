package org.echoscale.results.compare;

import java.util.Arrays;
import java.util.List;
import org.apache.commons.statistics.distribution.TDistribution;
import org.jspecify.annotations.Nullable;

/**
 * By how much two groups of forks differ, as a factor with its interval. Costs vary by factors, so their logarithms are
 * what is averaged; the interval is Welch's, which does not take the two groups to vary alike.
 *
 * @param ratio geometric mean of the second group ÷ that of the first: the middle of the interval
 * @param low lower end of the interval of 95 %
 * @param high upper end
 */
record LogRatio(double ratio, double low, double high) {
    static final double LEVEL = 0.95;
    /** With two forks a side the interval would be as wide as it is useless. */
    static final int LEAST_FORKS = 3;

    /** Absent with fewer than three forks on either side, or with a value that has no logarithm. */
    static @Nullable LogRatio of(List<Double> a, List<Double> b) {
        if (a.size() < LEAST_FORKS || b.size() < LEAST_FORKS || !positive(a) || !positive(b)) {
            return null;
        }
        double[] first = logarithms(a);
        double[] second = logarithms(b);
        double difference = mean(second) - mean(first);
        double half = halfWidth(varianceOfMean(first), first.length - 1, varianceOfMean(second), second.length - 1);
        LogRatio all = new LogRatio(Math.exp(difference), Math.exp(difference - half), Math.exp(difference + half));
        return Double.isFinite(all.high()) && all.low() > 0 ? all : null;
    }

    static boolean positive(List<Double> values) {
        return values.stream().allMatch(value -> value > 0);
    }

    private static double halfWidth(double a, int freedomOfA, double b, int freedomOfB) {
        double variance = a + b;
        if (variance == 0) {
            return 0; // the forks of each side are the same to the last bit, as copies are
        }
        // Welch and Satterthwaite
        double freedom = variance * variance / (a * a / freedomOfA + b * b / freedomOfB);
        return Math.sqrt(variance) * TDistribution.of(freedom).inverseCumulativeProbability((1 + LEVEL) / 2);
    }

    private static double[] logarithms(List<Double> values) {
        return values.stream().mapToDouble(Math::log).toArray();
    }

    private static double mean(double[] values) {
        return Arrays.stream(values).average().orElse(Double.NaN);
    }

    private static double varianceOfMean(double[] values) {
        double mean = mean(values);
        double squares = Arrays.stream(values).map(value -> (value - mean) * (value - mean)).sum();
        return squares / (values.length - 1) / values.length;
    }
}

package org.echoscale.bench.load;

import java.util.Arrays;

/**
 * Tells when a warming server has become steady: the last {@value #WINDOW} slices vary little around their mean and have no
 * slope to speak of. Takes one number a slice, CPU time per message; knows nothing of what it means.
 */
public final class SteadyState {
    static final int WINDOW = 5;
    /** Standard deviation of the slices, as a fraction of their mean. */
    public static final double MOST_VARIATION = 0.05;
    /** Rise or fall of the fitted line over the slices, as a fraction of their mean. */
    public static final double MOST_SLOPE = 0.05;

    private final double[] last = new double[WINDOW];
    private int count;

    void add(double value) {
        last[count++ % WINDOW] = value;
    }

    /** How many there were. */
    int slices() {
        return count;
    }

    /** Whether it is steady now. */
    boolean reached() {
        return count >= WINDOW && variation() <= MOST_VARIATION && Math.abs(slope()) <= MOST_SLOPE;
    }

    /** Standard deviation of the last slices as a fraction of their mean; 0 for fewer than two. */
    double variation() {
        int n = Math.min(count, WINDOW);
        if (n < 2 || mean() == 0) {
            return 0;
        }
        double mean = mean();
        double squares = Arrays.stream(last, 0, n).map(v -> (v - mean) * (v - mean)).sum();
        return Math.sqrt(squares / (n - 1)) / mean;
    }

    /** How much the fitted line rises over the last slices, as a fraction of their mean; below 0 when it falls. */
    double slope() {
        int n = Math.min(count, WINDOW);
        if (n < 2 || mean() == 0) {
            return 0;
        }
        double mean = mean();
        double center = (n - 1) / 2.0;
        double products = 0;
        double squares = 0;
        for (int i = 0; i < n; i++) {
            double value = last[(count - n + i) % WINDOW];
            products += (i - center) * (value - mean);
            squares += (i - center) * (i - center);
        }
        return products / squares * (n - 1) / mean;
    }

    private double mean() {
        int n = Math.min(count, WINDOW);
        return n == 0 ? 0 : Arrays.stream(last, 0, n).sum() / n;
    }
}

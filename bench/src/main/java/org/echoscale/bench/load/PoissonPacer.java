package org.echoscale.bench.load;

import java.util.SplittableRandom;

/** See {@link Pacer#poisson}. */
final class PoissonPacer implements Pacer {
    static final int CYCLE = 1 << 20;
    private static final int SHORTEST_CYCLE = 1 << 10;

    private final long[] offsets;
    private final int bits;
    private final double cycleNanos;

    PoissonPacer(double ratePerSecond, long messages, SplittableRandom random) {
        int wanted = Math.clamp(messages, SHORTEST_CYCLE, CYCLE);
        this.bits = Integer.SIZE - Integer.numberOfLeadingZeros(wanted - 1);
        int length = 1 << bits;
        double[] sums = new double[length];
        double sum = 0;
        for (int i = 0; i < length; i++) {
            sums[i] = sum;
            sum += -Math.log(1 - random.nextDouble());
        }
        this.cycleNanos = length * 1e9 / ratePerSecond;
        this.offsets = new long[length];
        for (int i = 0; i < length; i++) {
            offsets[i] = (long) (sums[i] / sum * cycleNanos);
        }
    }

    @Override
    public long intendedNanos(long number) {
        return (long) ((number >> bits) * cycleNanos) + offsets[(int) number & offsets.length - 1];
    }
}

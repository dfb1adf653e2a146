package org.echoscale.results.compare;

import org.echoscale.results.stats.Spread;
import org.jspecify.annotations.Nullable;

/**
 * One measure of one cell in both runs.
 *
 * @param measure what is compared
 * @param a its values in the forks of the first run
 * @param b its values in the forks of the second run
 * @param ratio median of the second ÷ median of the first; absent when a median is zero
 * @param interval by how much the two differ, with 95 %; absent with fewer than three forks on a side
 */
public record Compared(Measure measure, Spread a, Spread b, @Nullable Double ratio, @Nullable Interval interval) {

    /**
     * Where the ratio is with 95 %, by Welch's t on the logarithms of the forks.
     *
     * @param middle ratio of the geometric means over the forks
     * @param low lower end
     * @param high upper end
     */
    public record Interval(double middle, double low, double high) {
        /** To the thousandth, as it is printed. */
        public boolean includesOne() {
            return thousandths(low) <= 1000 && thousandths(high) >= 1000;
        }

        /** To the thousandth. An odd fork can pull the means where the medians are not. */
        boolean includes(double ratio) {
            return thousandths(low) <= thousandths(ratio) && thousandths(ratio) <= thousandths(high);
        }

        private static long thousandths(double value) {
            return Math.round(value * 1000);
        }
    }

    /** What may be said of it. */
    public enum Reading {
        /** The second run's is higher: the whole interval is above 1. */
        HIGHER,
        /** The second run's is lower: the whole interval is below 1. */
        LOWER,
        /** The interval includes 1. That is not the same as no difference. */
        NO_DIFFERENCE_SHOWN,
        /** Too few forks for an interval: nothing may be said. */
        NO_INTERVAL
    }

    static Compared of(Measure measure, Spread a, Spread b) {
        LogRatio log = LogRatio.of(a.perFork(), b.perFork());
        boolean positive = a.median() > 0 && b.median() > 0;
        return new Compared(measure, a, b, positive ? Double.valueOf(b.median() / a.median()) : null,
                log == null ? null : new Interval(log.ratio(), log.low(), log.high()));
    }

    public Reading reading() {
        if (interval == null) {
            return Reading.NO_INTERVAL;
        }
        if (interval.includesOne()) {
            return Reading.NO_DIFFERENCE_SHOWN;
        }
        return interval.low() > 1 ? Reading.HIGHER : Reading.LOWER;
    }

    /** Whether the medians' ratio lies outside of the interval, as it does when one fork is far off. */
    public boolean lopsided() {
        return interval != null && ratio != null && !interval.includes(ratio);
    }
}

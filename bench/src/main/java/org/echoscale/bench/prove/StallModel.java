package org.echoscale.bench.prove;

import org.HdrHistogram.Histogram;

/**
 * The latency of an open loop with one stop of the server in it, as a formula. Pure.
 *
 * <p>
 * Messages are due at equal distances over a window of {@code T}. The server answers nobody for {@code S}; then the pile
 * drains in the order of arrival, at an even pace, and is gone after another {@code C}, in which messages go on to arrive.
 * So all that are due within {@code S + C} of the beginning of the stop wait: the one that is due {@code u} after it is
 * answered at {@code S + C·u/(S+C)}, so that its latency is {@code S·(1 − u/(S+C))}. With {@code u} even from 0 to
 * {@code S + C} that is even from {@code S} to 0. All other messages have the latency that they have without a stop. The
 * part of the messages with a latency above {@code x} is therefore
 *
 * <pre>
 * P(L &gt; x) = (S+C)/T · max(0, 1 − x/S) + (1 − (S+C)/T) · P(base &gt; x)
 * </pre>
 *
 * @param windowNanos {@code T}
 * @param silentNanos {@code S}: from the stop to the first reply after it
 * @param drainNanos {@code C}: from then until the last message that waited has been answered
 * @param base latency without a stop
 */
record StallModel(double windowNanos, double silentNanos, double drainNanos, Base base) {
    StallModel {
        if (!(silentNanos > 0) || !(drainNanos >= 0) || !(silentNanos + drainNanos <= windowNanos)) {
            throw new IllegalArgumentException("a stop of " + silentNanos + " ns and " + drainNanos
                    + " ns of draining are not within a window of " + windowNanos + " ns");
        }
    }

    /** A distribution of latencies. */
    interface Base {
        /** The part that is longer than this. */
        double above(double nanos);

        double longestNanos();

        static Base of(Histogram histogram) {
            return new Base() {
                @Override
                public double above(double nanos) {
                    return 1 - histogram.getPercentileAtOrBelowValue((long) nanos) / 100;
                }

                @Override
                public double longestNanos() {
                    return histogram.getMaxValue();
                }
            };
        }
    }

    /** The part of the messages that wait for the stop to end: {@code (S+C)/T}. */
    double waiting() {
        return (silentNanos + drainNanos) / windowNanos;
    }

    /** The part of the messages whose latency is longer than this. */
    double above(double nanos) {
        return waiting() * Math.clamp(1 - nanos / silentNanos, 0, 1) + (1 - waiting()) * base.above(nanos);
    }

    /** The latency that this part of the messages, from 0 to 1, does not exceed: {@link #above} the other way round. */
    double quantile(double part) {
        double low = 0;
        double high = Math.max(silentNanos, base.longestNanos());
        for (int i = 0; i < 64; i++) { // halves a minute down to less than a nanosecond
            double middle = (low + high) / 2;
            if (above(middle) > 1 - part) {
                low = middle;
            } else {
                high = middle;
            }
        }
        return high;
    }
}

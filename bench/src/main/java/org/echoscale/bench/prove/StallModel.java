package org.echoscale.bench.prove;

import org.HdrHistogram.Histogram;

/**
 * The latency of an open loop with one stop of the server in it, as a formula. Pure.
 *
 * <p>
 * Messages are due at equal distances over a window of {@code T}, dealt to the connections in turn. The server answers nobody
 * for {@code S}; then it comes to one connection after the other, at an even pace, and answers at once all that has piled up on
 * it, the last after another {@code C}. So a message waits for its connection's turn, which comes {@code d} after the first,
 * with {@code d} even from 0 to {@code C} whatever the message's age: the one that is due {@code u} after the beginning of the stop
 * has the latency {@code S + d − u}. One that is due later than its connection's turn waits until all have had theirs,
 * {@code S + C − u}. All other messages have the latency that they have without a stop. Integrated over {@code u} and {@code d},
 * the part of the messages with a latency above {@code x} is
 *
 * <pre>
 * P(L &gt; x) = W(x)/T + (1 − W(0)/T) · P(base &gt; x)
 * W(x) = S + C − 2x + x²/2C          up to x = C
 *      = S + C/2 − x                 from there to S
 *      = (S + C − x)² / 2C           from there to S + C
 * </pre>
 *
 * It holds for a server that is not near its limit, where few messages become due while the pile is answered.
 *
 * @param windowNanos {@code T}
 * @param silentNanos {@code S}: from the stop to the first reply after it
 * @param drainNanos {@code C}: from then until the last of the connections with a pile has been answered
 * @param base latency without a stop
 */
record StallModel(double windowNanos, double silentNanos, double drainNanos, Base base) {
    StallModel {
        if (!(silentNanos > 0) || !(drainNanos >= 0) || !(drainNanos <= silentNanos)
                || !(silentNanos + drainNanos <= windowNanos)) {
            throw new IllegalArgumentException("a stop of " + silentNanos + " ns and " + drainNanos
                    + " ns of draining, which must not be longer, are not within a window of " + windowNanos + " ns");
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

    /** The part of the messages that the stop makes wait: {@code (S + C)/T}. */
    double waiting() {
        return waitingLonger(0) / windowNanos;
    }

    /** {@code W(x)}: in how long a stretch of the window messages are due that the stop makes wait longer than this. */
    private double waitingLonger(double nanos) {
        double x = Math.max(0, nanos);
        if (x < drainNanos) {
            return silentNanos + drainNanos - 2 * x + x * x / (2 * drainNanos);
        }
        if (x <= silentNanos) {
            return silentNanos + drainNanos / 2 - x;
        }
        double left = silentNanos + drainNanos - x;
        return left <= 0 ? 0 : left * left / (2 * drainNanos);
    }

    /** The part of the messages whose latency is longer than this. */
    double above(double nanos) {
        return waitingLonger(nanos) / windowNanos + (1 - waiting()) * base.above(nanos);
    }

    /** The latency that this part of the messages, from 0 to 1, does not exceed: {@link #above} the other way round. */
    double quantile(double part) {
        double low = 0;
        double high = Math.max(silentNanos + drainNanos, base.longestNanos());
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

package org.echoscale.results.model;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * How evenly the active connections were served in a window: a mean can be good while a few connections wait for ever.
 *
 * @param active connections that carried messages, 1 or more
 * @param leastMessages replies in the window on the connection with the fewest
 * @param medianMessages replies in the window on the connection in the middle
 * @param mostMessages replies in the window on the connection with the most
 * @param leastAnswered in an open loop, the fewest replies on a connection of the messages that were due on it in the window, as a
 *            fraction; absent in any other load, and in older results
 * @param mostAnswered the most of them in the same way
 * @param jainIndex Jain's index of the replies per connection, in an open loop of the replies ÷ messages due: 1 when all got
 *            the same, 1 ÷ {@code active} when one got everything; absent when there was no reply at all
 * @param starved connections without any reply in the window
 * @param longestWaitNanos the longest time that any message waited for its reply, those included that still waited at the
 *            end
 */
public record Fairness(int active, long leastMessages, double medianMessages, long mostMessages,
        @Nullable Double leastAnswered, @Nullable Double mostAnswered, @Nullable Double jainIndex, int starved,
        long longestWaitNanos) {
    public Fairness {
        Range.atLeast(1, "active", active);
        Range.atLeast(0, "leastMessages", leastMessages);
        Range.fraction("leastAnswered", leastAnswered);
        Range.fraction("mostAnswered", mostAnswered);
        Range.fraction("jainIndex", jainIndex);
        Range.atLeast(0, "starved", starved);
        Range.atLeast(0, "longestWaitNanos", longestWaitNanos);
        if (!(leastMessages <= medianMessages && medianMessages <= mostMessages)) {
            throw new IllegalArgumentException("medianMessages " + medianMessages + " is not from leastMessages "
                    + leastMessages + " to mostMessages " + mostMessages);
        }
        if (starved > active) {
            throw new IllegalArgumentException("starved " + starved + " is not from 0 to active " + active);
        }
    }

    /**
     * Of the replies that each active connection got in the window of a load in which a connection sends as often as it is
     * answered.
     *
     * @param replies a count for each active connection, in any order
     */
    public static Fairness of(long[] replies, long longestWaitNanos) {
        return of(replies, null, null, jain(Arrays.stream(replies).asDoubleStream().toArray()), longestWaitNanos);
    }

    /**
     * Of the replies that each active connection got in the window of an open loop, whose schedule decides how many messages
     * each of them has.
     *
     * @param replies a count for each active connection, in any order
     * @param due how many messages were due on each in the window, in the same order; 1 or more, and no fewer than its replies
     */
    public static Fairness of(long[] replies, long[] due, long longestWaitNanos) {
        double[] answered = new double[replies.length];
        for (int c = 0; c < answered.length; c++) {
            Range.atLeast(1, "due", due[c]);
            answered[c] = (double) replies[c] / due[c];
        }
        return of(replies, Arrays.stream(answered).min().orElse(0), Arrays.stream(answered).max().orElse(0),
                jain(answered), longestWaitNanos);
    }

    private static @Nullable Double jain(double[] shares) {
        double sum = 0;
        double squares = 0;
        for (double share : shares) {
            sum += share;
            squares += share * share;
        }
        // Rounding must not lift an even share above 1.
        return squares == 0 ? null : Double.valueOf(Math.min(1, sum * sum / (shares.length * squares)));
    }

    private static Fairness of(long[] replies, @Nullable Double leastAnswered, @Nullable Double mostAnswered,
            @Nullable Double jain, long longestWaitNanos) {
        if (replies.length == 0) {
            throw new IllegalArgumentException("no active connection");
        }
        long[] sorted = replies.clone();
        Arrays.sort(sorted);
        int half = sorted.length / 2;
        double median = sorted.length % 2 == 1 ? sorted[half] : (sorted[half - 1] + sorted[half]) / 2.0;
        int starved = (int) Arrays.stream(sorted).filter(count -> count == 0).count();
        return new Fairness(sorted.length, sorted[0], median, sorted[sorted.length - 1], leastAnswered, mostAnswered,
                jain, starved, longestWaitNanos);
    }

    /** Starved connections as a fraction of the active ones. */
    public double starvedShare() {
        return (double) starved / active;
    }
}

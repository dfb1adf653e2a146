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
 * @param jainIndex Jain's index of the replies per connection: 1 when all got the same, 1 ÷ {@code active} when one got
 *            everything; absent when there was no reply at all
 * @param starved connections without any reply in the window
 * @param longestWaitNanos the longest time that any message waited for its reply, those included that still waited at the
 *            end
 */
public record Fairness(int active, long leastMessages, double medianMessages, long mostMessages,
        @Nullable Double jainIndex, int starved, long longestWaitNanos) {
    public Fairness {
        Range.atLeast(1, "active", active);
        Range.atLeast(0, "leastMessages", leastMessages);
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
     * Of the replies that each active connection got in the window.
     *
     * @param replies a count for each active connection, in any order
     */
    public static Fairness of(long[] replies, long longestWaitNanos) {
        if (replies.length == 0) {
            throw new IllegalArgumentException("no active connection");
        }
        long[] sorted = replies.clone();
        Arrays.sort(sorted);
        int half = sorted.length / 2;
        double median = sorted.length % 2 == 1 ? sorted[half] : (sorted[half - 1] + sorted[half]) / 2.0;
        double sum = 0;
        double squares = 0;
        int starved = 0;
        for (long count : sorted) {
            sum += count;
            squares += (double) count * count;
            starved += count == 0 ? 1 : 0;
        }
        // Rounding must not lift an even share above 1.
        Double jain = squares == 0 ? null : Double.valueOf(Math.min(1, sum * sum / (sorted.length * squares)));
        return new Fairness(sorted.length, sorted[0], median, sorted[sorted.length - 1], jain, starved,
                longestWaitNanos);
    }

    /** Starved connections as a fraction of the active ones. */
    public double starvedShare() {
        return (double) starved / active;
    }
}

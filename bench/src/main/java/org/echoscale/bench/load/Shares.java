package org.echoscale.bench.load;

import org.HdrHistogram.Histogram;
import org.echoscale.results.model.Fairness;
import org.jspecify.annotations.Nullable;

/** How the replies of one window were shared out among the active connections. Used by the generator's thread. */
final class Shares {
    private final Exchange exchange;
    private final long[] replies;
    private long longestWaitNanos;

    /** The window begins now. */
    Shares(Exchange exchange) {
        this.exchange = exchange;
        this.replies = new long[exchange.active()];
        for (int c = 0; c < replies.length; c++) {
            replies[c] = exchange.replies(c);
        }
    }

    /** The window is over; what is still out has waited until now. */
    void windowEnds(long now) {
        for (int c = 0; c < replies.length; c++) {
            replies[c] = exchange.replies(c) - replies[c];
            longestWaitNanos = Math.max(longestWaitNanos, exchange.longestWait(c, now));
        }
    }

    /**
     * Null when fewer messages were due than there are connections: some would look neglected that had nothing to send.
     *
     * @param due in an open loop, how many messages the schedule had, which are dealt to the connections in turn; -1 in any
     *            other load, where a connection has as many as it is answered
     * @param times of all messages with a reply
     */
    @Nullable
    Fairness fairness(long due, Histogram... times) {
        long longest = longestWaitNanos;
        for (Histogram histogram : times) {
            longest = Math.max(longest, histogram.getTotalCount() == 0 ? 0 : histogram.getMaxValue());
        }
        if (due < 0) {
            return Fairness.of(replies, longest);
        }
        if (due < replies.length) {
            return null;
        }
        long[] each = new long[replies.length];
        for (int c = 0; c < each.length; c++) {
            each[c] = due / each.length + (c < due % each.length ? 1 : 0);
        }
        return Fairness.of(replies, each, longest);
    }
}

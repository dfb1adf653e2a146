package org.echoscale.bench.load;

import org.HdrHistogram.Histogram;
import org.echoscale.results.model.Fairness;

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
     * @param times of all messages with a reply
     */
    Fairness fairness(Histogram... times) {
        long longest = longestWaitNanos;
        for (Histogram histogram : times) {
            longest = Math.max(longest, histogram.getTotalCount() == 0 ? 0 : histogram.getMaxValue());
        }
        return Fairness.of(replies, longest);
    }
}

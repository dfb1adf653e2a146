package org.echoscale.netty;

import org.echoscale.core.ServerCounters;
import org.echoscale.core.ServerStats;

/**
 * An event loop and what is counted on its thread.
 *
 * @param eventLoop one thread
 * @param counters written by that thread only
 */
record ServedLoop(TracedEventLoop eventLoop, ServerCounters counters) {

    ServedLoop(TracedEventLoop eventLoop) {
        this(eventLoop, new ServerCounters());
    }

    /** Without reads, writes and waits: Netty makes those calls, and does not tell how many. */
    ServerStats stats() {
        ServerStats s = counters.snapshot();
        return new ServerStats(s.accepted(), s.closed(), s.refused(), s.acceptFailures(), s.bytesReceived(),
                s.bytesSent(), s.bytesDiscarded(), 0, 0, 0, 0, 0);
    }
}

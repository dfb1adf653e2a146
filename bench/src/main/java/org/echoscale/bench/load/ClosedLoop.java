package org.echoscale.bench.load;

import static org.echoscale.syscalls.Syscalls.EPOLLOUT;

import org.HdrHistogram.Histogram;
import org.echoscale.bench.load.OpenConnections.LoopCounts;
import org.echoscale.results.model.Waiting;
import org.echoscale.syscalls.EpollEvents;
import org.echoscale.syscalls.SyscallException;
import org.jspecify.annotations.Nullable;

/**
 * The closed loop: each active connection has {@code depth} messages out, and sends another when one comes back. Its times
 * run from a send to the reply, and are never corrected afterwards: while the server stands still, nobody asks. It blocks
 * however the generator is told to wait: where only replies are awaited, spinning would keep no time better, and would look
 * like a generator that is busy.
 *
 * <p>
 * Each message that was begun in the window is timed, also when its reply comes after it: those that are out at its end are
 * likelier than others to be the slowest of all.
 */
final class ClosedLoop implements OpenConnections.Loop {
    private final Connections connections;
    private final Exchange exchange;
    private final int depth;
    private final Histogram latency;
    private final long patienceNanos;
    private final long waitsToBeginBefore;
    private long waits;
    /** Sums over all messages: of the waits from the beginning of the window until each of the first ones was sent … */
    private long beforeFirstNanos;
    /** … and of the times from the end of the window until each of the last ones came back. */
    private long afterEndNanos;

    ClosedLoop(Connections connections, Exchange exchange, int depth, Histogram latency, long patienceNanos) {
        this.connections = connections;
        this.exchange = exchange;
        this.depth = depth;
        this.latency = latency;
        this.patienceNanos = patienceNanos;
        this.waitsToBeginBefore = exchange.waitsToBegin();
    }

    @Override
    public void run(Slicer slicer) throws SyscallException {
        EpollEvents events = connections.events();
        int active = exchange.active();
        long now = System.nanoTime();
        slicer.begin(now, exchange.messagesEnded());
        for (int c = 0; c < active; c++) {
            for (int i = 0; i < depth; i++) {
                exchange.allow(c);
            }
            long begins = System.nanoTime();
            beforeFirstNanos += depth * (begins - now);
            exchange.send(c, begins);
        }
        boolean measuring = true;
        long windowEnds = 0;
        while (true) {
            int ready = connections.await(measuring ? millisUntil(slicer.cutAt(), now) : 10);
            waits++;
            if (ready == 0) {
                now = System.nanoTime();
            }
            for (int i = 0; i < ready; i++) {
                int number = (int) events.data(i);
                if (number >= active) {
                    connections.idleIsReady(number);
                    continue;
                }
                int what = events.events(i);
                do {
                    int complete = what == EPOLLOUT ? 0 : exchange.receive(number);
                    now = System.nanoTime(); // the end of these messages is the beginning of the next ones
                    for (; complete > 0; complete--) {
                        long nanos = now - exchange.takeBeginTime(number);
                        latency.recordValue(Math.min(nanos, latency.getHighestTrackableValue()));
                        if (measuring) {
                            exchange.allow(number);
                        } else {
                            afterEndNanos += now - windowEnds;
                        }
                    }
                    exchange.send(number, now);
                } while (exchange.hasMore(number, what));
            }
            if (measuring) {
                if (now - slicer.cutAt() >= 0 && !slicer.cut(now, exchange.messagesEnded())) {
                    measuring = false;
                    windowEnds = now;
                }
            } else if (exchange.outstanding() == 0 || now - windowEnds >= patienceNanos) {
                return;
            }
        }
    }

    @Override
    public String waiting() {
        return Waiting.BLOCK.word();
    }

    @Override
    public LoopCounts counts() {
        return new LoopCounts(waits, -1, null, 0, null);
    }

    /**
     * Messages out in the window, after it is over; null when one had to wait for room before it could begin, so that fewer were out
     * than are kept.
     *
     * @param durationNanos length of the window
     */
    @Nullable
    Outstanding outstanding(long durationNanos) {
        if (exchange.waitsToBegin() > waitsToBeginBefore) {
            return null;
        }
        double timed = latency.getTotalCount() == 0 ? 0 : latency.getMean() * latency.getTotalCount() - afterEndNanos;
        return new Outstanding((double) exchange.active() * depth - (double) beforeFirstNanos / durationNanos,
                timed / durationNanos);
    }

    static int millisUntil(long then, long now) {
        return Math.clamp((then - now) / 1_000_000 + 1, 1, 1000);
    }
}

package org.echoscale.bench.load;

import static org.echoscale.syscalls.Syscalls.EPOLLOUT;

import org.HdrHistogram.Histogram;
import org.echoscale.bench.load.OpenConnections.LoopCounts;
import org.echoscale.results.model.Waiting;
import org.echoscale.syscalls.EpollEvents;
import org.echoscale.syscalls.SyscallException;

/**
 * The closed loop: each active connection has {@code depth} messages out, and sends another when one comes back. Its times
 * run from a send to the reply, and are never corrected afterwards: while the server stands still, nobody asks. It blocks
 * however the generator is told to wait: where only replies are awaited, spinning would keep no time better, and would look
 * like a generator that is busy.
 */
final class ClosedLoop implements OpenConnections.Loop {
    private final Connections connections;
    private final Exchange exchange;
    private final int depth;
    private final Histogram latency;
    private final long patienceNanos;
    private long waits;

    ClosedLoop(Connections connections, Exchange exchange, int depth, Histogram latency, long patienceNanos) {
        this.connections = connections;
        this.exchange = exchange;
        this.depth = depth;
        this.latency = latency;
        this.patienceNanos = patienceNanos;
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
            exchange.send(c, System.nanoTime());
        }
        boolean measuring = true;
        long deadline = 0;
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
                int complete = events.events(i) == EPOLLOUT ? 0 : exchange.receive(number);
                now = System.nanoTime(); // the end of these messages is the beginning of the next ones
                for (; complete > 0; complete--) {
                    long begun = exchange.takeBeginTime(number);
                    if (measuring) {
                        latency.recordValue(Math.min(now - begun, latency.getHighestTrackableValue()));
                        exchange.allow(number);
                    }
                }
                exchange.send(number, now);
            }
            if (measuring) {
                if (now - slicer.cutAt() >= 0 && !slicer.cut(now, exchange.messagesEnded())) {
                    measuring = false;
                    deadline = now + patienceNanos;
                }
            } else if (exchange.outstanding() == 0 || now - deadline >= 0) {
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

    static int millisUntil(long then, long now) {
        return Math.clamp((then - now) / 1_000_000 + 1, 1, 1000);
    }
}

package org.echoscale.bench.load;

import static org.echoscale.syscalls.Syscalls.EPOLLOUT;

import java.util.ArrayList;
import java.util.List;
import org.HdrHistogram.Histogram;
import org.echoscale.bench.load.OpenConnections.LoopCounts;
import org.echoscale.results.model.Waiting;
import org.echoscale.syscalls.EpollEvents;
import org.echoscale.syscalls.SyscallException;

/**
 * The open loop: messages follow a schedule that is fixed beforehand, dealt to the active connections in turn. Latency runs
 * from the <em>intended</em> time, so that a message that had to wait, here or there, counts its waiting; the service time,
 * from the real send, is kept beside it.
 *
 * <p>
 * The lateness of a message is the generator's own: it ends when the generator turns to the message to send it. One that
 * cannot go then, because the server has not taken those before it, is <em>held back</em>: it is counted, goes as soon as
 * there is room, and its waiting is in its latency and not in the lateness.
 *
 * <p>
 * Unless told otherwise it spins near the next intended time, because a sleep ends tens of microseconds late, and blocks
 * only when that time is more than {@value #SPIN_NANOS} ns away.
 */
final class OpenLoop implements OpenConnections.Loop {
    static final long SPIN_NANOS = 2_000_000;
    /** Parts of the window that are looked at by themselves. */
    static final int PARTS = 20;

    private final Connections connections;
    private final Exchange exchange;
    private final Pacer pacer;
    private final Histogram serviceTime;
    private final long patienceNanos;
    private final Waiting waiting;
    /** Messages that were due on a connection while too many were out on it; they go as soon as one comes back. */
    private final int[] owed;
    /** The number of the first message of this loop on each connection. */
    private final long[] firstMessage;
    // By part of the window: messages that were due in it and came back, the sum of their latencies, and replies that came in it.
    private final long partNanos;
    private final long[] answered = new long[PARTS];
    private final long[] latencyNanos = new long[PARTS];
    private final long[] replies = new long[PARTS];
    private final long scheduled;
    private Histogram latency;
    private Histogram lateness;
    /** Those of the schedule, or as many as were due when it was cut short. */
    private long messages;
    private long startNanos;
    private long nextMessage;
    private long nextDue;
    private int nextConnection;
    private long waits;
    private long heldBack;

    /**
     * @param windowNanos length of the window
     */
    OpenLoop(Connections connections, Exchange exchange, Pacer pacer, long windowNanos, Histogram latency,
            Histogram serviceTime, Histogram lateness, long patienceNanos, Waiting waiting) {
        this.connections = connections;
        this.exchange = exchange;
        this.pacer = pacer;
        this.partNanos = Math.max(1, windowNanos / PARTS);
        this.scheduled = pacer.messagesWithin(windowNanos);
        this.messages = scheduled;
        this.latency = latency;
        this.serviceTime = serviceTime;
        this.lateness = lateness;
        this.patienceNanos = patienceNanos;
        this.waiting = waiting;
        this.owed = new int[exchange.active()];
        this.firstMessage = new long[exchange.active()];
        for (int c = 0; c < firstMessage.length; c++) {
            firstMessage[c] = exchange.lastBegun(c) + 1;
        }
    }

    @Override
    public void run(Slicer slicer) throws SyscallException {
        EpollEvents events = connections.events();
        int active = exchange.active();
        long now = System.nanoTime();
        startNanos = now;
        nextDue = startNanos + pacer.intendedNanos(0);
        slicer.begin(now, exchange.messagesEnded());
        boolean measuring = true;
        long deadline = 0;
        while (true) {
            int ready = await(measuring ? slicer.cutAt() : now + SPIN_NANOS * 5, now);
            waits++;
            now = System.nanoTime();
            if (now - nextDue >= 0) {
                sendDue(now);
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
                    now = System.nanoTime();
                    for (; complete > 0; complete--) {
                        record(number, now);
                        if (owed[number] > 0) {
                            owed[number]--;
                            exchange.allow(number);
                        }
                    }
                    exchange.send(number, now);
                    if (now - nextDue >= 0) {
                        sendDue(now);
                    }
                } while (exchange.hasMore(number, what));
            }
            if (measuring) {
                if (now - slicer.cutAt() >= 0 && !slicer.cut(now, exchange.messagesEnded())) {
                    measuring = false;
                    messages = nextMessage; // all that were due in the window; it may have been cut short
                    deadline = now + patienceNanos;
                }
            } else if (exchange.outstanding() == 0 || now - deadline >= 0) {
                return;
            }
        }
    }

    /** Waits until something is ready, the next message is due, or it is so late. */
    private int await(long latest, long now) throws SyscallException {
        long nanos = Math.min(nextMessage < messages ? nextDue : latest, latest) - now;
        return switch (waiting) {
            case HYBRID -> connections.await(nanos > SPIN_NANOS ? (int) (nanos / 1_000_000) - 1 : 0);
            case SPIN -> connections.await(0);
            case BLOCK -> connections.awaitNanos(Math.max(0, nanos));
        };
    }

    /** Keeps the times of what follows apart from those before. Called by the slicer's sink, between two messages. */
    void recordInto(Histogram latency, Histogram lateness) {
        this.latency = latency;
        this.lateness = lateness;
    }

    @Override
    public String waiting() {
        return waiting == Waiting.HYBRID
                ? waiting.word() + ", spin below " + SPIN_NANOS / 1_000_000 + " ms"
                : waiting.word();
    }

    /** Sends all messages whose time has come. */
    private void sendDue(long now) throws SyscallException {
        while (nextMessage < messages && now - nextDue >= 0) {
            attempt(nextConnection, System.nanoTime());
            nextConnection = nextConnection + 1 == owed.length ? 0 : nextConnection + 1;
            nextMessage++;
            nextDue = startNanos + pacer.intendedNanos(nextMessage);
        }
    }

    /** Turns to the message that is due next. */
    private void attempt(int connection, long now) throws SyscallException {
        record(lateness, now - nextDue);
        if (!exchange.lives(connection)) {
            return; // lost, which is counted elsewhere
        }
        if (exchange.hasPlace(connection) && owed[connection] == 0) {
            exchange.allow(connection);
            exchange.send(connection, now);
            if (!exchange.allBegun(connection)) {
                heldBack++;
            }
        } else {
            owed[connection]++;
            heldBack++;
        }
    }

    private void record(int connection, long now) {
        record(serviceTime, now - exchange.takeBeginTime(connection));
        long number = (exchange.lastTaken(connection) - firstMessage[connection]) * owed.length + connection;
        long due = pacer.intendedNanos(number);
        long came = now - startNanos;
        record(latency, came - due);
        int part = (int) Math.min(due / partNanos, PARTS - 1);
        answered[part]++;
        latencyNanos[part] += came - due;
        if (came < partNanos * PARTS) {
            replies[(int) (came / partNanos)]++;
        }
    }

    private static void record(Histogram histogram, long nanos) {
        histogram.recordValue(Math.min(nanos, histogram.getHighestTrackableValue()));
    }

    /** The parts of the window, in order. */
    List<WindowPart> parts() {
        List<WindowPart> parts = new ArrayList<>(PARTS);
        long before = 0;
        for (int i = 0; i < PARTS; i++) {
            long due = pacer.messagesWithin((i + 1) * partNanos);
            parts.add(new WindowPart(due - before, answered[i], latencyNanos[i], replies[i]));
            before = due;
        }
        return parts;
    }

    @Override
    public LoopCounts counts() {
        return new LoopCounts(waits, scheduled, heldBack, 0, null);
    }
}

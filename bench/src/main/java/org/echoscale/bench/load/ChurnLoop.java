package org.echoscale.bench.load;

import static org.echoscale.syscalls.Syscalls.EPOLLOUT;

import java.util.Arrays;
import org.HdrHistogram.Histogram;
import org.echoscale.bench.load.OpenConnections.LoopCounts;
import org.echoscale.results.model.Waiting;
import org.echoscale.syscalls.EpollEvents;
import org.echoscale.syscalls.SyscallException;

/**
 * Churn: each active connection is opened, carries {@code messages} of them one after the other, is reset, and opened
 * again. The time of a conversation's first message runs from before connect(2), those of the others from their send. What
 * is idle stays open beside it. It blocks however the generator is told to wait, as {@link ClosedLoop} does.
 *
 * <p>
 * Each message that was begun in the window is timed, also when its reply comes after it; a conversation counts when it is
 * over before that.
 *
 * <p>
 * A connect is finished when the connection takes its first message. One that fails, or is not finished when the wait for
 * the last replies is over, is counted, and its connection is lost: a server that no longer accepts cannot hide.
 *
 * <p>
 * Connections end with a reset, so that neither side is left with a port in TIME_WAIT; a server that closes in an orderly
 * way afterwards finds a connection that is gone already. Each new connection costs a few objects here.
 */
final class ChurnLoop implements OpenConnections.Loop {
    private final Connections connections;
    private final Exchange exchange;
    private final int messages;
    private final Histogram firstReply;
    private final Histogram laterReplies;
    private final long patienceNanos;
    /** Messages still to go in the conversation of each connection, the one that is out included. */
    private final int[] left;
    /** When the connect of each conversation began. */
    private final long[] connectAt;
    /** Whether the connect of each conversation is not finished yet. */
    private final boolean[] connecting;
    private int unfinished;
    private long begun;
    private long failed;
    private long conversations;
    private long waits;

    /**
     * @param messages in each conversation, 1 or more
     * @param firstReply takes the times from before connect(2) to the first reply
     * @param laterReplies takes those of the messages after it
     */
    ChurnLoop(Connections connections, Exchange exchange, int messages, Histogram firstReply, Histogram laterReplies,
            long patienceNanos) {
        this.connections = connections;
        this.exchange = exchange;
        this.messages = messages;
        this.firstReply = firstReply;
        this.laterReplies = laterReplies;
        this.patienceNanos = patienceNanos;
        this.left = new int[exchange.active()];
        this.connectAt = new long[exchange.active()];
        this.connecting = new boolean[exchange.active()];
    }

    @Override
    public void run(Slicer slicer) throws SyscallException {
        EpollEvents events = connections.events();
        int active = exchange.active();
        Arrays.fill(left, 0);
        long now = System.nanoTime();
        slicer.begin(now, exchange.messagesEnded());
        for (int c = 0; c < active; c++) {
            converse(c);
        }
        boolean measuring = true;
        long deadline = 0;
        while (true) {
            int ready = connections.await(measuring ? ClosedLoop.millisUntil(slicer.cutAt(), now) : 10);
            waits++;
            now = System.nanoTime();
            for (int i = 0; i < ready; i++) {
                int number = (int) events.data(i);
                if (number >= active) {
                    connections.idleIsReady(number);
                    continue;
                }
                int what = events.events(i);
                do {
                    int complete = what == EPOLLOUT ? 0 : exchange.receive(number);
                    exchange.send(number, now); // connected, or room for the rest of a message
                    settle(number);
                    now = System.nanoTime();
                    if (complete > 0) {
                        replied(number, now, measuring);
                    }
                } while (exchange.hasMore(number, what));
            }
            if (measuring) {
                if (now - slicer.cutAt() >= 0 && !slicer.cut(now, exchange.messagesEnded())) {
                    measuring = false;
                    deadline = now + patienceNanos;
                }
            } else if (exchange.outstanding() + unfinished == 0 || now - deadline >= 0) {
                giveUp();
                return;
            }
        }
    }

    /** Whoever still connects has done so for long enough. */
    private void giveUp() {
        for (int c = 0; c < connecting.length; c++) {
            if (connecting[c]) {
                connections.lose(c, "a connect was not finished within " + patienceNanos / 1_000_000 + " ms", false);
                exchange.forget(c);
            }
        }
    }

    /** Takes note of a connect that is over, one way or the other. */
    private void settle(int connection) {
        if (connecting[connection] && (exchange.allBegun(connection) || !exchange.lives(connection))) {
            connecting[connection] = false;
            unfinished--;
            failed += exchange.lives(connection) ? 0 : 1;
        }
    }

    private void replied(int connection, long now, boolean measuring) throws SyscallException {
        long begun = exchange.takeBeginTime(connection);
        boolean first = left[connection] == messages;
        Histogram histogram = first ? firstReply : laterReplies;
        long nanos = now - (first ? connectAt[connection] : begun);
        histogram.recordValue(Math.min(nanos, histogram.getHighestTrackableValue()));
        if (!measuring) {
            return;
        }
        left[connection]--;
        if (left[connection] > 0) {
            exchange.allow(connection);
            exchange.send(connection, now);
        } else {
            conversations++;
            converse(connection);
        }
    }

    /** Opens a connection anew and sends its first message. */
    private void converse(int connection) throws SyscallException {
        long now = System.nanoTime();
        begun++;
        if (connections.reopen(connection)) {
            left[connection] = messages;
            connectAt[connection] = now;
            connecting[connection] = true;
            unfinished++;
            exchange.renew(connection);
            exchange.allow(connection);
            exchange.send(connection, now);
            settle(connection);
        } else {
            failed++;
            exchange.forget(connection);
        }
    }

    @Override
    public String waiting() {
        return Waiting.BLOCK.word();
    }

    @Override
    public LoopCounts counts() {
        return new LoopCounts(waits, -1, null, conversations, new Connects(begun, failed, unfinished));
    }
}

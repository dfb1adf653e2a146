package org.echoscale.bench.load;

import static org.echoscale.syscalls.Syscalls.EPOLLOUT;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.Objects;
import org.echoscale.results.stats.Units;
import org.echoscale.syscalls.EpollEvents;
import org.echoscale.syscalls.Syscalls;

/**
 * Open connections that are spoken to in rounds: a message on each active one, and back when all replies are there and
 * right. For the thread that opened it, which does the sending and receiving itself: made for a benchmark harness that
 * brings a thread of its own.
 */
public final class Rounds implements AutoCloseable {
    private static final int PATIENCE_MILLIS = 1000;

    private final Syscalls calls;
    private final Arena arena;
    private final Connections connections;
    private final Exchange exchange;

    private Rounds(Syscalls calls, Arena arena, Connections connections, Exchange exchange) {
        this.calls = calls;
        this.arena = arena;
        this.connections = connections;
        this.exchange = exchange;
    }

    /**
     * Opens all connections.
     *
     * @throws IOException when one cannot be opened; none is left open then
     */
    @SuppressWarnings("MustBeClosed") // the arena lives until these are closed
    public static Rounds open(Target target, Crowd crowd) throws IOException {
        Syscalls calls = Syscalls.open();
        Arena arena = Arena.ofConfined();
        try {
            Pattern pattern = new Pattern(arena, crowd.seed(), LoadGenerator.BUFFER_BYTES);
            MemorySegment buffer = arena.allocate(LoadGenerator.BUFFER_BYTES, 4096);
            Connections connections = Connections.open(calls, new EpollEvents(arena, LoadGenerator.MAX_EVENTS), pattern,
                    buffer,
                    target, crowd, Thread.currentThread()::isInterrupted, LoadGenerator.PATIENCE_NANOS);
            if (connections.opened() < crowd.connections()) {
                connections.close();
                throw new IOException("only " + connections.opened() + " of " + crowd.connections()
                        + " " + Units.noun(crowd.connections(), "connection") + " could be opened: "
                        + connections.firstFailure());
            }
            return new Rounds(calls, arena, connections,
                    new Exchange(calls, connections, pattern, buffer, crowd, 1));
        } catch (IOException | RuntimeException e) {
            arena.close();
            calls.close();
            throw e;
        }
    }

    /**
     * One message on each active connection, and all replies back. A large message is sent and received at the same time, so
     * that neither side waits for room for ever.
     *
     * @return how many replies were checked: the number of active connections
     * @throws IOException when a reply is wrong or does not come, or a connection breaks
     */
    public int round() throws IOException {
        int active = exchange.active();
        EpollEvents events = connections.events();
        for (int c = 0; c < active; c++) {
            exchange.allow(c);
            exchange.send(c, 0);
        }
        int left = active;
        long givenUpAt = 0;
        while (left > 0) {
            checkUnbroken();
            int ready = connections.await(PATIENCE_MILLIS);
            // None is ready also when a signal came, as a profiler sends them.
            givenUpAt = ready == 0 ? checkPatience(givenUpAt, left) : 0;
            for (int i = 0; i < ready; i++) {
                int number = (int) events.data(i);
                if (number >= active) {
                    connections.idleIsReady(number);
                    continue;
                }
                int what = events.events(i);
                do {
                    int complete = what == EPOLLOUT ? 0 : exchange.receive(number);
                    for (int m = 0; m < complete; m++) {
                        exchange.takeBeginTime(number);
                        left--;
                    }
                    exchange.send(number, 0);
                } while (exchange.hasMore(number, what));
            }
        }
        checkUnbroken();
        return active;
    }

    private static long checkPatience(long givenUpAt, int left) throws IOException {
        long now = System.nanoTime();
        if (givenUpAt != 0 && now - givenUpAt > 0) {
            throw new IOException(
                    "no reply to " + Units.of(left, "message") + " within "
                            + LoadGenerator.PATIENCE_NANOS / 1_000_000_000 + " s");
        }
        return givenUpAt == 0 ? now + LoadGenerator.PATIENCE_NANOS : givenUpAt;
    }

    /** Lets every idle connection echo once more. */
    public void verifyIdle() throws IOException {
        connections.verifyIdle(exchange.active(), LoadGenerator.PATIENCE_NANOS);
        checkUnbroken();
    }

    private void checkUnbroken() throws IOException {
        if (connections.lost() > 0) {
            throw new IOException("a connection was lost: "
                    + Objects.requireNonNullElse(connections.firstFailure(), "no cause is known"));
        }
    }

    /** Resets all connections. */
    @Override
    public void close() {
        connections.close();
        arena.close();
        calls.close();
    }
}

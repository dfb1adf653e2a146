package org.echoscale.bench.load;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import org.HdrHistogram.Histogram;
import org.echoscale.syscalls.EpollEvents;
import org.echoscale.syscalls.Syscalls;

/**
 * What the generator does about one message beside system calls and clock, done again and again by the very code that does
 * it under load: for measuring what the ruler itself costs. For the thread that opened it.
 *
 * <p>
 * No byte travels: the buffer has all replies beforehand, each at a place of its own, where recv(2) would put it at the
 * beginning. So they come from the processor's second cache and not, as after a call that has just copied them, from its first.
 */
public final class MessageRecord implements AutoCloseable {
    private static final int ONLY = 0;

    private final Syscalls calls;
    private final Arena arena;
    private final Connections connections;
    private final Exchange exchange;
    private final int bytes;
    private final Histogram latency = OpenConnections.newHistogram();
    private int place = Pattern.place(Pattern.base(ONLY), Connections.GREETING);

    private MessageRecord(Syscalls calls, Arena arena, Connections connections, Exchange exchange, int bytes) {
        this.calls = calls;
        this.arena = arena;
        this.connections = connections;
        this.exchange = exchange;
        this.bytes = bytes;
    }

    /**
     * Of one connection, which leads back to itself.
     *
     * @param bytes length of each message, from 1 to 64 KiB
     */
    @SuppressWarnings("MustBeClosed") // the arena lives until this is closed
    public static MessageRecord open(int bytes) throws IOException {
        Crowd crowd = new Crowd(1, 1, bytes, 1);
        Syscalls calls = Syscalls.open();
        Arena arena = Arena.ofConfined();
        try {
            Pattern pattern = new Pattern(arena, crowd.seed(), LoadGenerator.BUFFER_BYTES);
            MemorySegment buffer = arena.allocate((long) Pattern.PERIOD + LoadGenerator.BUFFER_BYTES, 4096);
            Connections connections = Connections.open(calls, new EpollEvents(arena, 1), pattern, buffer,
                    Target.reflection(), crowd, () -> false, LoadGenerator.PATIENCE_NANOS);
            pattern.copyAll(buffer); // after the greeting, which came through it
            return new MessageRecord(calls, arena, connections,
                    new Exchange(calls, connections, pattern, buffer, crowd, 1), bytes);
        } catch (IOException | RuntimeException e) {
            arena.close();
            calls.close();
            throw e;
        }
    }

    /**
     * One message: noted as sent, its reply checked and counted, its time recorded.
     *
     * @param begun when it was sent
     * @param ended when the reply was there
     * @return messages counted so far
     */
    public long message(long begun, long ended) {
        exchange.allow(ONLY);
        exchange.sent(ONLY, bytes, begun);
        int complete = exchange.received(ONLY, place, bytes);
        place = Pattern.next(place, bytes);
        if (complete != 1) {
            throw new IllegalStateException("one reply counted as " + complete);
        }
        latency.recordValue(Math.min(ended - exchange.takeBeginTime(ONLY), latency.getHighestTrackableValue()));
        return exchange.messagesEnded();
    }

    /** Times recorded so far. */
    public long recorded() {
        return latency.getTotalCount();
    }

    @Override
    public void close() {
        connections.close();
        arena.close();
        calls.close();
    }
}

package org.echoscale.bench.load;

import java.io.IOException;
import java.lang.foreign.Arena;
import org.HdrHistogram.Histogram;
import org.echoscale.syscalls.EpollEvents;
import org.echoscale.syscalls.Syscalls;

/**
 * What the generator does about one message beside system calls and clock, done again and again by the very code that does
 * it under load: for measuring what the ruler itself costs. For the thread that opened it.
 *
 * <p>
 * No byte travels: each reply is read where the bytes to compare it with lie, and so comes from the processor's first cache, as
 * after recv(2), which has just copied it. All of it is compared, as under load.
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
            Connections connections = Connections.open(calls, new EpollEvents(arena, 1), pattern,
                    arena.allocate(Connections.GREETING), Target.reflection(), crowd, () -> false,
                    LoadGenerator.PATIENCE_NANOS);
            return new MessageRecord(calls, arena, connections,
                    new Exchange(calls, connections, pattern, pattern.bytes(), crowd, 1), bytes);
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

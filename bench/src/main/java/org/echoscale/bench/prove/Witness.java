package org.echoscale.bench.prove;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.echoscale.results.stats.Units;
import org.echoscale.syscalls.Syscalls;

/**
 * Tells from outside when an echo server stood still, with two connections of its own. On one a byte is sent every moment
 * while the server comes to a stop: TCP keeps their order, so the number of echoes says which of them was answered last
 * before. The first of the others is the first byte of all that waits. On the second connection goes the last byte that
 * waits. When their echoes came, the kernel says. For the thread that owns the calls.
 */
final class Witness implements AutoCloseable {
    /** Long enough to disturb nobody, and much shorter than what the beginning is needed to. */
    private static final long TICK_NANOS = 100_000;

    private final Syscalls calls;
    private final StampedConnection ticking;
    private final StampedConnection last;
    private final List<Tick> ticks = new ArrayList<>();
    private int answered;

    /** One byte, sent between two moments. */
    private record Tick(long beforeNanos, long afterNanos) {}

    private Witness(Syscalls calls, StampedConnection ticking, StampedConnection last) {
        this.calls = calls;
        this.ticking = ticking;
        this.last = last;
    }

    /**
     * When the kernel received the echoes, by the real-time clock.
     *
     * @param firstNanos the first of a byte that had waited
     * @param lastNanos that of the byte that was sent last; not earlier than that
     */
    record Echoes(long firstNanos, long lastNanos) {}

    /** Opens both connections. The server has echoed a byte on each. */
    static Witness open(Syscalls calls, InetSocketAddress address, Duration patience) throws IOException {
        StampedConnection ticking = StampedConnection.open(calls, address, patience);
        try {
            return new Witness(calls, ticking, StampedConnection.open(calls, address, patience));
        } catch (IOException | RuntimeException e) {
            ticking.close();
            throw e;
        }
    }

    /** Begins anew, with a byte that is answered before anything else happens. */
    void begin(Duration patience) throws IOException {
        ticks.clear();
        long before = nanos();
        ticking.exchange(patience);
        ticks.add(new Tick(before, nanos()));
        answered = 1;
    }

    /** Sends so many bytes, sleeping before each. */
    void tick(int count) throws IOException {
        for (int i = 0; i < count; i++) {
            sleep();
            long before = nanos();
            ticking.send();
            ticks.add(new Tick(before, nanos()));
        }
    }

    private static void sleep() throws InterruptedIOException {
        try {
            TimeUnit.NANOSECONDS.sleep(TICK_NANOS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted while a server was being stopped");
        }
    }

    /**
     * Which byte was answered last. Asked while the server stands still, and some time after it came to that: all echoes
     * that are there were sent before, and all were received.
     */
    Beginning beginning() throws IOException {
        while (ticking.read()) {
            answered++;
        }
        if (answered == ticks.size()) {
            throw new IOException(
                    "the server answered all of " + Units.of(answered, "byte") + " and so did not stop");
        }
        return new Beginning(ticks.get(answered - 1).beforeNanos, ticks.get(answered).afterNanos);
    }

    /** Right before the server goes on. */
    void sendLast() throws IOException {
        last.send();
    }

    /**
     * Waits until all that waited has been answered. The server reads at once what has piled up on a connection, and answers
     * it at once, so the first of the bytes has the stamp of its own arrival, even if it is read late.
     */
    Echoes await(Duration patience) throws IOException {
        long deadline = System.nanoTime() + patience.toNanos();
        // The last one first: not to wake up on the server's CPU before the pile is done.
        long end = arrival(last, deadline);
        long first = arrival(ticking, deadline);
        for (answered++; answered < ticks.size(); answered++) {
            arrival(ticking, deadline);
        }
        return new Echoes(Math.min(first, end), Math.max(first, end));
    }

    private static long arrival(StampedConnection connection, long deadline) throws IOException {
        while (!connection.read()) {
            connection.awaitByte(deadline);
        }
        return connection.arrivalNanos();
    }

    private long nanos() {
        return calls.clockNanos(Syscalls.CLOCK_REALTIME);
    }

    @Override
    public void close() {
        last.close();
        ticking.close();
    }
}

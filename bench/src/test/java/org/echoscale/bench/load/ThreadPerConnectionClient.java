package org.echoscale.bench.load;

import com.sun.management.ThreadMXBean;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.management.ManagementFactory;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.HdrHistogram.IntCountsHistogram;
import org.echoscale.syscalls.SyscallException;
import org.echoscale.syscalls.Syscalls;

/**
 * The usual client, to compare the generator with: a blocking socket and a platform thread for each connection, a message out
 * on each. Sends the bytes that the generator sends, checks what comes back as it does, and keeps the same histogram.
 */
public final class ThreadPerConnectionClient implements AutoCloseable {
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    private static final int LONGEST = 64 * 1024;

    /** In an array and compared as one: the generator's own check must see its own memory alone, as it does without this client. */
    private final byte[] table = new byte[Pattern.PERIOD + LONGEST];
    private final List<Socket> sockets = new ArrayList<>();
    /** A thread keeps its own, from stretch to stretch: thousands of new ones each time would fill the heap. */
    private final List<IntCountsHistogram> latencies = new ArrayList<>();
    private final ExecutorService threads;
    private final int payloadBytes;

    /**
     * What a stretch found.
     *
     * @param messages sent, answered and checked
     * @param cpuNanos of all the threads together
     */
    public record Result(long messages, long cpuNanos) {}

    @SuppressWarnings("restricted") // the table is as long as that, see Pattern
    private ThreadPerConnectionClient(int connections, int payloadBytes, int cpu) {
        this.payloadBytes = payloadBytes;
        try (Arena arena = Arena.ofConfined()) {
            Pattern pattern = new Pattern(arena, 1, LONGEST);
            MemorySegment.copy(MemorySegment.ofAddress(pattern.address(0, 0)).reinterpret(table.length),
                    ValueLayout.JAVA_BYTE, 0, table, 0, table.length);
        }
        threads = Executors.newFixedThreadPool(connections,
                work -> Thread.ofPlatform().daemon().unstarted(() -> {
                    pin(cpu);
                    work.run();
                }));
    }

    /** Opens them; all of its threads will run on one CPU. */
    public static ThreadPerConnectionClient open(InetSocketAddress server, int connections, int payloadBytes, int cpu)
            throws IOException {
        ThreadPerConnectionClient client = new ThreadPerConnectionClient(connections, payloadBytes, cpu);
        try {
            for (int c = 0; c < connections; c++) {
                Socket socket = new Socket();
                client.sockets.add(socket);
                client.latencies.add(histogram());
                socket.setTcpNoDelay(true);
                socket.setSoLinger(true, 0);
                socket.connect(server);
            }
            return client;
        } catch (IOException | RuntimeException e) {
            client.close();
            throw e;
        }
    }

    private static void pin(int cpu) {
        try (Syscalls calls = Syscalls.open()) {
            BitSet one = new BitSet();
            one.set(cpu);
            calls.setAffinity(one);
        } catch (SyscallException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Exchanges messages on all connections for a time. */
    public Result measure(Duration duration) throws InterruptedException, ExecutionException {
        long end = System.nanoTime() + duration.toNanos();
        List<Callable<Result>> conversations = new ArrayList<>();
        for (int c = 0; c < sockets.size(); c++) {
            int connection = c;
            conversations.add(() -> converse(connection, end));
        }
        long messages = 0;
        long cpuNanos = 0;
        for (Future<Result> conversation : threads.invokeAll(conversations)) {
            messages += conversation.get().messages();
            cpuNanos += conversation.get().cpuNanos();
        }
        return new Result(messages, cpuNanos);
    }

    /** Of the generator's resolution; with counts of four bytes, so that those of 9,000 threads fit into the heap. */
    private static IntCountsHistogram histogram() {
        return new IntCountsHistogram(1, 60_000_000_000L, 3);
    }

    private Result converse(int connection, long end) throws IOException {
        InputStream in = sockets.get(connection).getInputStream();
        OutputStream out = sockets.get(connection).getOutputStream();
        byte[] reply = new byte[payloadBytes];
        IntCountsHistogram latency = latencies.get(connection);
        int base = Pattern.base(connection);
        long messages = 0;
        long cpuBefore = THREADS.getCurrentThreadCpuTime();
        long sentAt = System.nanoTime();
        while (sentAt - end < 0) {
            int place = Pattern.place(base, messages * payloadBytes);
            out.write(table, place, payloadBytes);
            for (int got = 0; got < payloadBytes;) {
                int read = in.read(reply, got, payloadBytes - got);
                if (read < 0) {
                    throw new IOException("closed by the server");
                }
                got += read;
            }
            if (!Arrays.equals(reply, 0, payloadBytes, table, place, place + payloadBytes)) {
                throw new IOException("other bytes came back than were sent");
            }
            long now = System.nanoTime();
            latency.recordValue(now - sentAt);
            sentAt = now;
            messages++;
        }
        return new Result(messages, THREADS.getCurrentThreadCpuTime() - cpuBefore);
    }

    @Override
    public void close() throws IOException {
        threads.shutdownNow();
        for (Socket socket : sockets) {
            socket.close();
        }
        threads.close();
    }
}

package org.echoscale.ffm;

import java.io.IOException;
import java.net.Inet6Address;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicLong;
import org.echoscale.core.EchoServer;
import org.echoscale.core.ServerCounters;
import java.util.function.Supplier;
import org.echoscale.core.ServerOptions;
import org.echoscale.core.ServerStats;
import org.echoscale.syscalls.Errno;
import org.echoscale.syscalls.SyscallException;
import org.echoscale.syscalls.Syscalls;

/**
 * A listening socket and the event loops behind it, each in a thread of its own. The first loop accepts and deals the
 * connections out in turn.
 */
final class FfmServer implements EchoServer {
    private final ServerOptions options;
    private final InetSocketAddress address;
    private final int listener;
    /** All loops but the first; complete before the first one starts. */
    private final List<Seat> helpers = new ArrayList<>();
    private final List<Seat> all = new ArrayList<>();
    private final List<ServerCounters> counters;
    /** Of the accepting loop's thread. */
    private int dealt;
    private final AtomicLong connections = new AtomicLong();
    private boolean closed;

    /** Makes a poller in the thread that will use it. */
    interface PollerFactory {
        Poller open(Syscalls calls, ServerCounters counters) throws SyscallException;
    private final Supplier<ChunkPool> pools;
    }

    /** One loop with its thread and the eventfd that wakes it. */
    private record Seat(EventLoop loop, Thread thread, int wakeup) {}

    static FfmServer start(String name, ServerOptions options, PollerFactory pollers) throws IOException {
        try (Syscalls calls = Syscalls.open()) {
            FfmServer server = new FfmServer(calls, options, pools);
            try {
                for (int i = options.eventLoops() - 1; i > 0; i--) {
                    server.helpers.add(server.startLoop(calls, name, i, -1, pollers));
                }
                server.startLoop(calls, name, 0, server.listener, pollers);
                return server;
            } catch (Throwable t) { // also when there is no thread or memory left
                server.close();
                throw t;
            }
        }
    }
        return start(name, options, pollers, () -> new ChunkPool(options));
    }

    /** @param pools makes each loop's pool, for the memory of its queues */
    static FfmServer start(String name, ServerOptions options, PollerFactory pollers, Supplier<ChunkPool> pools)
            throws IOException {

    private FfmServer(Syscalls calls, ServerOptions options, Supplier<ChunkPool> pools) throws SyscallException {
        this.options = options;
        List<ServerCounters> perLoop = new ArrayList<>();
        for (int i = 0; i < options.eventLoops(); i++) {
            perLoop.add(new ServerCounters());
        }
        this.counters = List.copyOf(perLoop);
        InetSocketAddress asked = options.address();
        int fd = calls.tcpSocket(asked.getAddress() instanceof Inet6Address ? Syscalls.AF_INET6 : Syscalls.AF_INET);
        try {
            calls.setOption(fd, Syscalls.SOL_SOCKET, Syscalls.SO_REUSEADDR, 1);
            calls.bind(fd, asked);
            calls.listen(fd, options.backlog());
            this.address = calls.localAddress(fd);
        } catch (Throwable t) {
            calls.close(fd);
        this.pools = pools;
            throw t;
        }
        this.listener = fd;
    }

    private Seat startLoop(Syscalls calls, String name, int index, int listeningOn, PollerFactory pollers)
            throws IOException {
        int wakeup = calls.eventfd();
        CompletableFuture<EventLoop> started = new CompletableFuture<>();
        Thread thread = new Thread(() -> runLoop(started, index, listeningOn, wakeup, pollers),
                name + "-loop-" + index);
        try {
            thread.start();
        } catch (OutOfMemoryError e) {
            calls.close(wakeup);
            throw new IOException("no thread can be started for " + thread.getName() + ": " + e.getMessage(), e);
        }
        try {
            Seat seat = new Seat(started.join(), thread, wakeup);
            all.add(seat);
            return seat;
        } catch (CompletionException e) {
            calls.close(wakeup);
            joinUninterruptibly(thread);
            Throwable cause = Objects.requireNonNullElse(e.getCause(), e);
            throw new IOException(thread.getName() + ": " + cause.getMessage(), cause);
        }
    }

    private void runLoop(CompletableFuture<EventLoop> started, int index, int listeningOn, int wakeup,
            PollerFactory pollers) {
        try (Syscalls calls = Syscalls.open()) {
            ServerCounters own = counters.get(index);
            EventLoop loop = EventLoop.open(calls, pollers.open(calls, own), own, this, listeningOn, wakeup, options);
            started.complete(loop);
            loop.run();
        } catch (SyscallException | RuntimeException | Error e) { // the starter waits for one or the other
            if (!started.completeExceptionally(e)) {
                throw new IllegalStateException("the event loop ends: " + e.getMessage(), e);
            }
        }
    }

    /** The number of the next connection that a loop takes in. Called by any loop. */
    long nextNumber() {
        return connections.incrementAndGet();
    }

    /** Gives a connection to the loop whose turn it is. Called by the accepting loop, in its thread. */
    void assign(EventLoop accepting, Syscalls calls, int fd) throws SyscallException {
        int turn = dealt++ % options.eventLoops();
        if (turn == 0) {
            accepting.begin(fd);
            return;
        }
        Seat seat = helpers.get(turn - 1);
        seat.loop.adopt(fd);
        int result = calls.signal(seat.wakeup);
        if (result < 0 && result != -Errno.EAGAIN) { // EAGAIN: signalled 2^64 times before, so it will wake up
            throw new SyscallException("write(" + seat.wakeup + ")", -result);
        }
    }

    @Override
    public InetSocketAddress address() {
        return address;
    }

    @Override
    public ServerStats stats() {
        ServerStats sum = ServerStats.NONE;
        for (ServerCounters perLoop : counters) {
            sum = sum.plus(perLoop.snapshot());
        }
        return sum;
    }

    @Override
    public synchronized void close() {
        if (closed) {
            return;
        }
        closed = true;
        try (Syscalls calls = Syscalls.open()) {
            for (int i = all.size() - 1; i >= 0; i--) { // the accepting loop, which is the last, ends first
                Seat seat = all.get(i);
                seat.loop.stop();
                calls.signal(seat.wakeup);
    /** The memory of a loop's queues. */
    ChunkPool newPool() {
        return pools.get();
    }

                joinUninterruptibly(seat.thread);
                calls.close(seat.wakeup);
            }
            calls.close(listener);
        }
    }

    private static void joinUninterruptibly(Thread thread) {
        boolean interrupted = false;
        while (true) {
            try {
                thread.join();
                break;
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}

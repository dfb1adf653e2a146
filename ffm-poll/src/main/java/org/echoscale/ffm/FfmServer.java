package org.echoscale.ffm;

import java.io.IOException;
import java.net.Inet6Address;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import org.echoscale.core.EchoServer;
import org.echoscale.core.ServerCounters;
import org.echoscale.core.ServerOptions;
import org.echoscale.core.ServerStats;
import org.echoscale.syscalls.Errno;
import org.echoscale.syscalls.SyscallException;
import org.echoscale.syscalls.Syscalls;

/**
 * A listening socket and the event loops behind it, each in a thread of its own. The first loop accepts and deals the
 * connections out in turn.
 *
 * <p>
 * When one loop fails, the server fails as a whole: the others are stopped, every connection and the listening socket are
 * closed, and the thread that failed says so. A server that serves only some of its clients would look alive.
 */
final class FfmServer implements EchoServer {
    private final ServerOptions options;
    private final InetSocketAddress address;
    private final int listener;
    private final AtomicBoolean listening = new AtomicBoolean(true);
    /** All loops but the first; complete before the first one starts. */
    private final List<RunningLoop> otherLoops = new ArrayList<>();
    /** In the order in which they were started. */
    private final List<RunningLoop> allLoops = new CopyOnWriteArrayList<>();
    private final List<ServerCounters> counters;
    private final Supplier<ChunkPool> pools;
    /** Of the accepting loop's thread. */
    private int turn;
    private final AtomicLong connections = new AtomicLong();
    private final AtomicBoolean failed = new AtomicBoolean();
    private boolean closed;

    /** Makes a poller in the thread that will use it. */
    interface PollerFactory {
        Poller open(Syscalls calls, ServerCounters counters) throws SyscallException;
    }

    /** One loop with its thread and the eventfd that wakes it, which stays open until all threads have ended. */
    private record RunningLoop(EventLoop loop, Thread thread, int wakeup) {
        void stop(Syscalls calls) {
            loop.stop();
            calls.signal(wakeup);
        }
    }

    static FfmServer start(String name, ServerOptions options, PollerFactory pollers) throws IOException {
        return start(name, options, pollers, () -> new ChunkPool(options));
    }

    /** @param pools makes each loop's pool, for the memory of its queues */
    static FfmServer start(String name, ServerOptions options, PollerFactory pollers, Supplier<ChunkPool> pools)
            throws IOException {
        try (Syscalls calls = Syscalls.open()) {
            FfmServer server = new FfmServer(calls, options, pools);
            try {
                for (int i = options.eventLoops() - 1; i > 0; i--) {
                    server.otherLoops.add(server.startLoop(calls, name, i, -1, pollers));
                }
                server.startLoop(calls, name, 0, server.listener, pollers);
                return server;
            } catch (Throwable t) { // also when there is no thread or memory left
                server.close();
                throw t;
            }
        }
    }

    private FfmServer(Syscalls calls, ServerOptions options, Supplier<ChunkPool> pools) throws SyscallException {
        this.options = options;
        this.pools = pools;
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
            throw t;
        }
        this.listener = fd;
    }

    private RunningLoop startLoop(Syscalls calls, String name, int index, int listeningOn, PollerFactory pollers)
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
            RunningLoop running = new RunningLoop(started.join(), thread, wakeup);
            allLoops.add(running);
            if (failed.get()) { // another loop, before this one was on the list of those to stop
                throw new IOException("another loop has failed before " + thread.getName() + " was started");
            }
            return running;
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
            try {
                ServerCounters own = counters.get(index);
                EventLoop loop = EventLoop.open(calls, pollers.open(calls, own), own, this, listeningOn, wakeup,
                        options);
                started.complete(loop);
                loop.run();
            } catch (SyscallException | RuntimeException | Error e) { // the starter waits for one or the other
                if (!started.completeExceptionally(e)) {
                    fail(calls, e);
                }
            } finally {
                if (listeningOn >= 0) {
                    closeListener(calls);
                }
            }
        }
    }

    /** Ends all loops because one has failed, in whose thread this is. The first failure is the one to report. */
    private void fail(Syscalls calls, Throwable cause) {
        if (failed.compareAndSet(false, true)) {
            allLoops.forEach(running -> running.stop(calls));
            throw new IllegalStateException("the server ends, because " + Thread.currentThread().getName() + " failed: "
                    + cause.getMessage(), cause);
        }
    }

    /** Once: by the accepting loop's thread when it ends, or by {@link #close} when there never was one. */
    private void closeListener(Syscalls calls) {
        if (listening.compareAndSet(true, false)) {
            calls.close(listener);
        }
    }

    /** The number of the next connection that a loop takes in. Called by any loop. */
    long nextNumber() {
        return connections.incrementAndGet();
    }

    /** The memory of a loop's queues. */
    ChunkPool newPool() {
        return pools.get();
    }

    /** Gives a connection to the loop whose turn it is. Called by the accepting loop, in its thread. */
    void assign(EventLoop accepting, Syscalls calls, int fd) throws SyscallException {
        int loop = turn;
        turn = loop + 1 == options.eventLoops() ? 0 : loop + 1;
        if (loop == 0) {
            accepting.takeIn(fd);
            return;
        }
        RunningLoop other = otherLoops.get(loop - 1);
        other.loop.adopt(calls, fd);
        int result = calls.signal(other.wakeup);
        if (result < 0 && result != -Errno.EAGAIN) { // EAGAIN: signalled 2^64 times before, so it will wake up
            throw new SyscallException("write(" + other.wakeup + ")", -result);
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
            for (RunningLoop running : allLoops.reversed()) { // the accepting loop, which is the last, ends first
                running.stop(calls);
                joinUninterruptibly(running.thread);
            }
            allLoops.forEach(running -> calls.close(running.wakeup)); // a loop that fails wakes the others
            closeListener(calls);
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

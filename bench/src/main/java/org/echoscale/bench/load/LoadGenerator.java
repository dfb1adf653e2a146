package org.echoscale.bench.load;

import com.sun.management.ThreadMXBean;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.echoscale.results.model.Waiting;
import org.echoscale.syscalls.EpollEvents;
import org.echoscale.syscalls.SyscallException;
import org.echoscale.syscalls.Syscalls;

/**
 * The load generator. One thread of its own, pinned to a CPU if asked, does all sending and receiving; the JVM's compiler
 * and collector threads stay free to run elsewhere. Connections to several servers may be open at a time
 * ({@link #open}); load goes to one of them at a time. The methods are for one thread at a time, and return when the
 * generator's thread is done.
 */
public final class LoadGenerator implements AutoCloseable {
    /**
     * The most that one wait reports. Few, so that a socket is still in the caches when its turn comes, and so that the schedule of an
     * open loop is looked at often.
     */
    static final int MAX_EVENTS = 64;
    static final int BUFFER_BYTES = 256 * 1024;
    /** How long nothing may happen where something must, before it is given up. */
    public static final long PATIENCE_NANOS = 3_000_000_000L;

    private final ExecutorService thread;
    private final Hot hot;
    private final OptionalInt cpu;

    /** What only the generator's thread touches. */
    static final class Hot {
        final Waiting waiting;
        final Syscalls calls = Syscalls.open();
        final Arena arena = Arena.ofConfined();
        final EpollEvents events = new EpollEvents(arena, MAX_EVENTS);
        final MemorySegment buffer = arena.allocate(BUFFER_BYTES, 4096);
        final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        final List<OpenConnections> open = new ArrayList<>();
        /** Set by whoever waits for this thread and is interrupted. */
        private volatile boolean cancelled;

        Hot(Waiting waiting) {
            this.waiting = waiting;
        }

        boolean isCancelled() {
            return cancelled;
        }
    }

    /** Starts the generator's thread, with the usual way of waiting. */
    public static LoadGenerator start(OptionalInt cpu) throws IOException {
        return start(cpu, Waiting.HYBRID);
    }

    /**
     * Starts the generator's thread.
     *
     * @param cpu where to pin it; empty to leave it free
     * @param waiting how it waits
     * @throws IOException when it cannot be pinned there
     */
    public static LoadGenerator start(OptionalInt cpu, Waiting waiting) throws IOException {
        ExecutorService thread = Executors.newSingleThreadExecutor(
                Thread.ofPlatform().name("generator").daemon(true).factory());
        try {
            return new LoadGenerator(thread, run(thread, () -> prepare(cpu, waiting)), cpu);
        } catch (IOException | RuntimeException e) {
            thread.shutdown();
            throw e;
        }
    }

    private LoadGenerator(ExecutorService thread, Hot hot, OptionalInt cpu) {
        this.thread = thread;
        this.hot = hot;
        this.cpu = cpu;
    }

    /** Where its thread is pinned; empty when it is free. */
    public OptionalInt cpu() {
        return cpu;
    }

    private static Hot prepare(OptionalInt cpu, Waiting waiting) throws SyscallException {
        Hot hot = new Hot(waiting);
        hot.calls.setTimerSlack(1);
        if (cpu.isPresent()) {
            BitSet one = new BitSet();
            one.set(cpu.getAsInt());
            hot.calls.setAffinity(one);
        }
        return hot;
    }

    /**
     * Opens connections. Those that cannot be opened are reported by {@link OpenConnections#counts()}, not thrown.
     *
     * @throws IOException when this side cannot go on, say because descriptors have run out; none is left open then
     */
    public OpenConnections open(Target target, Crowd crowd) throws IOException {
        return onThread(hot -> {
            OpenConnections opened = OpenConnections.open(this, hot, target, crowd);
            hot.open.add(opened);
            return opened;
        });
    }

    /** Closes what is open and ends the thread. */
    @Override
    public void close() {
        if (thread.isShutdown()) {
            return;
        }
        thread.execute(() -> {
            List.copyOf(hot.open).forEach(open -> open.release(hot));
            hot.arena.close();
            hot.calls.close();
        });
        thread.shutdown();
        awaitEnd();
    }

    /** Also a thread that was interrupted leaves nothing open. */
    private void awaitEnd() {
        boolean interrupted = false;
        while (true) {
            try {
                if (thread.awaitTermination(1, TimeUnit.MINUTES)) {
                    break;
                }
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /** Work for the generator's thread. */
    interface Work<T> {
        T on(Hot hot) throws IOException;
    }

    /** An interrupt of the calling thread calls the work off. */
    <T> T onThread(Work<T> work) throws IOException {
        try {
            return run(thread, () -> work.on(hot));
        } catch (InterruptedIOException e) {
            hot.cancelled = true;
            throw e;
        }
    }

    private static <T> T run(ExecutorService thread, Callable<T> work) throws IOException {
        try {
            return thread.submit(work).get();
        } catch (ExecutionException e) {
            switch (e.getCause()) {
                case UnansweredException cause -> throw cause;
                case IOException cause -> throw new IOException(cause.getMessage(), cause);
                case RuntimeException cause -> throw cause;
                case Error cause -> throw cause;
                case null, default -> throw new IllegalStateException(e);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted while the generator was at work");
        }
    }
}

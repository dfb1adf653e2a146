package org.echoscale.bench.load;

import com.sun.management.ThreadMXBean;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.HdrHistogram.Histogram;
import org.echoscale.results.model.Load;
import org.echoscale.results.model.Measurement.GeneratorCost;
import org.echoscale.results.model.Measurement.Messages;
import org.echoscale.results.model.Measurement.Slice;
import org.echoscale.results.model.Measurement.WarmUp;
import org.echoscale.syscalls.EpollEvents;
import org.echoscale.syscalls.SyscallException;
import org.echoscale.syscalls.Syscalls;
import org.jspecify.annotations.Nullable;

/**
 * The load generator. One thread of its own, pinned to a CPU if asked, does all sending and receiving; the JVM's compiler
 * and collector threads stay free to run elsewhere. The methods are for one thread at a time and return when the
 * generator's thread is done: {@link #open}, then {@link #warmUp} and {@link #measure} as often as wanted, then
 * {@link #closeConnections}.
 */
public final class LoadGenerator implements AutoCloseable {
    private static final int MAX_EVENTS = 1024;
    private static final int BUFFER_BYTES = 256 * 1024;
    /** Messages that may be out on one connection of an open loop, as far as memory for their times goes. */
    private static final int MOST_BEGIN_TIMES = 1 << 20;
    private static final long LONGEST_NANOS = 60_000_000_000L;
    private static final long PATIENCE_NANOS = 3_000_000_000L;
    private static final int SLICES = 5;
    private static final long WARM_UP_SLICE_NANOS = 50_000_000;

    private final ExecutorService thread;
    private final Hot hot;

    /** What only the generator's thread touches. */
    private static final class Hot {
        final Syscalls calls = Syscalls.open();
        final Arena arena = Arena.ofConfined();
        final EpollEvents events = new EpollEvents(arena, MAX_EVENTS);
        final MemorySegment buffer = arena.allocate(BUFFER_BYTES, 4096);
        final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        @Nullable
        Open open;
    }

    /** Connections that are open, with their traffic. */
    private record Open(Target target, Crowd crowd, Arena arena, Connections connections, Exchange exchange) {}

    /**
     * Starts the generator's thread.
     *
     * @param cpu where to pin it; empty to leave it free
     * @throws IOException when it cannot be pinned there
     */
    public static LoadGenerator start(OptionalInt cpu) throws IOException {
        ExecutorService thread = Executors.newSingleThreadExecutor(
                Thread.ofPlatform().name("generator").daemon(true).factory());
        try {
            return new LoadGenerator(thread, run(thread, () -> prepare(cpu)));
        } catch (IOException | RuntimeException e) {
            thread.shutdown();
            throw e;
        }
    }

    private LoadGenerator(ExecutorService thread, Hot hot) {
        this.thread = thread;
        this.hot = hot;
    }

    private static Hot prepare(OptionalInt cpu) throws SyscallException {
        Hot hot = new Hot();
        hot.calls.setTimerSlack(1);
        if (cpu.isPresent()) {
            BitSet one = new BitSet();
            one.set(cpu.getAsInt());
            hot.calls.setAffinity(one);
        }
        return hot;
    }

    /**
     * Opens connections. Those that cannot be opened are reported, not thrown.
     *
     * @throws IOException when this side cannot go on, say because descriptors have run out; none is open then
     */
    public ConnectionCounts open(Target target, Crowd crowd) throws IOException {
        return run(thread, () -> {
            if (hot.open != null) {
                throw new IllegalStateException("connections are open already");
            }
            hot.open = connect(hot, target, crowd);
            return counts(hot.open.connections());
        });
    }

    @SuppressWarnings("MustBeClosed") // the arena lives until closeConnections()
    private static Open connect(Hot hot, Target target, Crowd crowd) throws IOException {
        Arena arena = Arena.ofConfined();
        try {
            Pattern pattern = new Pattern(arena, crowd.seed(), BUFFER_BYTES);
            Connections connections = Connections.open(hot.calls, hot.events, pattern, hot.buffer, target, crowd,
                    PATIENCE_NANOS);
            int ring = Math.clamp(MOST_BEGIN_TIMES / crowd.active(), 16, 1024);
            return new Open(target, crowd, arena, connections,
                    new Exchange(hot.calls, connections, pattern, hot.buffer, crowd, ring));
        } catch (IOException | RuntimeException e) {
            arena.close();
            throw e;
        }
    }

    /**
     * Applies a load until CPU time per message is steady, but for so long at least and at most.
     */
    public WarmUp warmUp(Load load, Duration atLeast, Duration atMost) throws IOException {
        return run(thread, () -> {
            SteadyState steady = new SteadyState();
            long[] sums = new long[2];
            runLoad(load, atMost.toNanos(), newHistograms(), WARM_UP_SLICE_NANOS, slice -> {
                sums[0] += slice.nanos();
                sums[1] += slice.messages();
                if (slice.messages() > 0) {
                    Long server = slice.serverCpuNanos();
                    steady.add((server == null ? slice.generatorCpuNanos() : server) / (double) slice.messages());
                }
                return sums[0] < atMost.toNanos() && (sums[0] < atLeast.toNanos() || !steady.reached());
            });
            return new WarmUp(steady.reached(), sums[0], sums[1], steady.variation(), steady.slope());
        });
    }

    /** Applies a load for a time, then awaits the replies that are still out. */
    public LoadResult measure(Load load, Duration duration) throws IOException {
        return run(thread, () -> {
            List<Slice> slices = new ArrayList<>(SLICES);
            Histograms histograms = newHistograms();
            Exchange exchange = opened().exchange();
            long begun = exchange.messagesBegun();
            long ended = exchange.messagesEnded();
            int corrupt = exchange.corrupt();
            long reads = exchange.reads();
            long writes = exchange.writes();
            long processCpu = hot.calls.clockNanos(Syscalls.CLOCK_PROCESS_CPUTIME_ID);
            long allocated = hot.threads.getCurrentThreadAllocatedBytes();
            long[] allocatedAtEnd = new long[1];
            long[] processCpuAtEnd = new long[1];
            LoopCounts loop = runLoad(load, duration.toNanos(), histograms, duration.toNanos() / SLICES, slice -> {
                slices.add(slice);
                boolean more = slices.size() < SLICES;
                if (!more) {
                    processCpuAtEnd[0] = hot.calls.clockNanos(Syscalls.CLOCK_PROCESS_CPUTIME_ID);
                    allocatedAtEnd[0] = hot.threads.getCurrentThreadAllocatedBytes();
                }
                return more;
            });
            long sent = exchange.messagesBegun() - begun;
            long verified = exchange.messagesEnded() - ended;
            Messages messages = new Messages(loop.intended() < 0 ? sent : loop.intended(), sent,
                    slices.stream().mapToLong(Slice::messages).sum(), verified, exchange.corrupt() - corrupt,
                    sent - verified);
            GeneratorCost cost = new GeneratorCost(slices.stream().mapToLong(Slice::generatorCpuNanos).sum(),
                    processCpuAtEnd[0] - processCpu, allocatedAtEnd[0] - allocated, "epoll", loop.waits(),
                    exchange.reads() - reads, exchange.writes() - writes);
            boolean open = load instanceof Load.Open;
            return new LoadResult(slices.stream().mapToLong(Slice::nanos).sum(), messages, histograms.latency,
                    open ? histograms.serviceTime : null, open ? histograms.lateness : null, cost, slices);
        });
    }

    /** Lets every idle connection echo once more, and returns how many connections are alive. */
    public ConnectionCounts verifyAlive() throws IOException {
        return run(thread, () -> {
            Connections connections = opened().connections();
            connections.verifyIdle(opened().crowd().active(), PATIENCE_NANOS);
            return counts(connections);
        });
    }

    /** Resets all connections. Without any open, does nothing. */
    public void closeConnections() {
        try {
            run(thread, () -> {
                Open open = hot.open;
                if (open != null) {
                    hot.open = null;
                    open.connections().close();
                    open.arena().close();
                }
                return hot;
            });
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Closes what is open and ends the thread. */
    @Override
    public void close() {
        if (thread.isShutdown()) {
            return;
        }
        closeConnections();
        thread.execute(() -> {
            hot.arena.close();
            hot.calls.close();
        });
        thread.close();
    }

    // ---- on the generator's thread ----

    private record Histograms(Histogram latency, Histogram serviceTime, Histogram lateness) {}

    /** Counts of one run of a loop; {@code intended} is -1 for a closed one. */
    private record LoopCounts(long waits, long intended) {}

    private static Histograms newHistograms() {
        return new Histograms(newHistogram(), newHistogram(), newHistogram());
    }

    /** Three digits from a nanosecond to a minute; does not grow, so that recording never allocates. */
    private static Histogram newHistogram() {
        return new Histogram(1, LONGEST_NANOS, 3);
    }

    private LoopCounts runLoad(Load load, long nanos, Histograms histograms, long sliceNanos, Slicer.Sink sink)
            throws SyscallException {
        Open open = opened();
        Slicer slicer = new Slicer(hot.calls, open.target().pid(), sliceNanos, sink);
        return switch (load) {
            case Load.Closed closed -> {
                ClosedLoop loop = new ClosedLoop(open.connections(), open.exchange(), closed.depth(),
                        histograms.latency,
                        PATIENCE_NANOS);
                loop.run(slicer);
                yield new LoopCounts(loop.waits(), -1);
            }
            case Load.Open schedule -> {
                long messages = Math.max(1, (long) (schedule.ratePerSecond() * nanos / 1e9));
                OpenLoop loop = new OpenLoop(open.connections(), open.exchange(),
                        Pacer.constant(schedule.ratePerSecond()), messages, histograms.latency, histograms.serviceTime,
                        histograms.lateness, PATIENCE_NANOS);
                loop.run(slicer);
                yield new LoopCounts(loop.waits(), loop.intended());
            }
        };
    }

    private Open opened() {
        Open open = hot.open;
        if (open == null) {
            throw new IllegalStateException("no connections are open");
        }
        return open;
    }

    private static ConnectionCounts counts(Connections connections) {
        return new ConnectionCounts(connections.size(), connections.opened(), connections.alive(), connections.lost(),
                connections.openNanos(), connections.firstFailure());
    }

    private static <T> T run(ExecutorService thread, Callable<T> work) throws IOException {
        try {
            return thread.submit(work).get();
        } catch (ExecutionException e) {
            switch (e.getCause()) {
                case IOException cause -> throw new IOException(cause.getMessage(), cause);
                case RuntimeException cause -> throw cause;
                case Error cause -> throw cause;
                case null, default -> throw new IllegalStateException(e);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while the generator was at work", e);
        }
    }
}

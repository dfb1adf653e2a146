package org.echoscale.bench.load;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.Arena;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.stream.Stream;
import org.HdrHistogram.Histogram;
import org.echoscale.bench.load.LoadGenerator.Hot;
import org.echoscale.results.model.Load;
import org.echoscale.results.model.Measurement.GeneratorCost;
import org.echoscale.results.model.Measurement.Messages;
import org.echoscale.results.model.Measurement.Slice;
import org.echoscale.results.model.Measurement.WarmUp;
import org.echoscale.syscalls.SyscallException;
import org.echoscale.syscalls.Syscalls;
import org.jspecify.annotations.Nullable;

/**
 * Connections of a {@link LoadGenerator} to one server, ready for load: {@link #warmUp} and {@link #measure} as often as
 * wanted, {@link #verifyAlive} when done. For one thread at a time; the work is done by the generator's.
 */
public final class OpenConnections implements AutoCloseable {
    /** Messages that may be out on one connection of an open loop, as far as memory for their times goes. */
    private static final int MOST_BEGIN_TIMES = 1 << 20;
    private static final int FEWEST_PLACES = 16;
    private static final int MOST_PLACES = 1024;
    private static final long LONGEST_NANOS = 60_000_000_000L;
    private static final int SLICES = 5;
    private static final long WARM_UP_SLICE_NANOS = 50_000_000;

    private final LoadGenerator generator;
    private final Target target;
    private final Crowd crowd;
    // Of the generator's thread:
    private final Arena arena;
    private final Connections connections;
    private final Exchange exchange;
    private boolean released;

    private OpenConnections(LoadGenerator generator, Target target, Crowd crowd, Arena arena, Connections connections,
            Exchange exchange) {
        this.generator = generator;
        this.target = target;
        this.crowd = crowd;
        this.arena = arena;
        this.connections = connections;
        this.exchange = exchange;
    }

    /** Called by the generator's thread. */
    @SuppressWarnings("MustBeClosed") // the arena lives until these are released
    static OpenConnections open(LoadGenerator generator, Hot hot, Target target, Crowd crowd) throws IOException {
        Arena arena = Arena.ofConfined();
        try {
            Pattern pattern = new Pattern(arena, crowd.seed(), LoadGenerator.BUFFER_BYTES);
            Connections connections = Connections.open(hot.calls, hot.events, pattern, hot.buffer, target, crowd,
                    hot::isCancelled, LoadGenerator.PATIENCE_NANOS);
            return new OpenConnections(generator, target, crowd, arena, connections,
                    new Exchange(hot.calls, connections, pattern, hot.buffer, crowd, deepest(crowd.active())));
        } catch (IOException | RuntimeException e) {
            arena.close();
            throw e;
        }
    }

    /** The largest depth of a closed loop on so many active connections: messages that can be timed on each at once. */
    public static int deepest(int active) {
        return Math.clamp(Integer.highestOneBit(Math.max(1, MOST_BEGIN_TIMES / active)), FEWEST_PLACES, MOST_PLACES);
    }

    /** The process of the server, if it is known. */
    public OptionalLong serverPid() {
        return target.pid();
    }

    /** The CPU that the generator's thread is pinned to, if it is. */
    public OptionalInt generatorCpu() {
        return generator.cpu();
    }

    /** What became of the connections so far. */
    public ConnectionCounts counts() throws IOException {
        return generator.onThread(hot -> countsNow());
    }

    /** Applies a load until CPU time per message is steady, but for so long at least and at most. */
    public WarmUp warmUp(Load load, Duration atLeast, Duration atMost) throws IOException {
        return generator.onThread(hot -> {
            SteadyState steady = new SteadyState();
            long[] sums = new long[2];
            prepare(hot, load, atMost.toNanos(), newHistograms()).run(slicer(hot, WARM_UP_SLICE_NANOS, slice -> {
                sums[0] += slice.nanos();
                sums[1] += slice.messages();
                if (slice.messages() > 0) {
                    Long server = slice.serverCpuNanos();
                    steady.add((server == null ? slice.generatorCpuNanos() : server) / (double) slice.messages());
                }
                return sums[0] < atMost.toNanos() && (sums[0] < atLeast.toNanos() || !steady.reached());
            }));
            return new WarmUp(steady.reached(), sums[0], sums[1], steady.variation(), steady.slope(),
                    steady.slices());
        });
    }

    /** Applies a load for a time, then awaits the replies that are still out. */
    public LoadResult measure(Load load, Duration duration) throws IOException {
        return measure(load, duration, () -> {});
    }

    /**
     * Applies a load for a time, then awaits the replies that are still out.
     *
     * @param begins called by the generator's thread when all is prepared, just before the first message: a schedule that is
     *            drawn beforehand takes a while, which is no part of the window
     */
    public LoadResult measure(Load load, Duration duration, Runnable begins) throws IOException {
        return generator.onThread(hot -> measure(hot, load, duration.toNanos(), begins));
    }

    /**
     * Times of one part of an open loop, in nanoseconds.
     *
     * @param latency from the intended send, of messages that came back in this part
     * @param sendLateness from the intended time until the generator turned to the message, of those that it sent in this part
     */
    public record Part(Histogram latency, Histogram sendLateness) {}

    /**
     * Applies an open loop for a time, and keeps the times of its parts, which are equally long, apart; then awaits the replies that
     * are still out, which count to the last part. What it costs to begin is in the first part alone: as many loads one after the
     * other would each have it.
     */
    public List<Part> measureParts(Load.Open load, Duration duration, int parts) throws IOException {
        return generator.onThread(hot -> {
            List<Part> all = Stream.generate(() -> new Part(newHistogram(), newHistogram())).limit(parts).toList();
            Iterator<Part> next = all.iterator();
            Part first = next.next();
            OpenLoop loop = (OpenLoop) prepare(hot, load, duration.toNanos(),
                    new Histograms(first.latency(), newHistogram(), first.sendLateness()));
            loop.run(slicer(hot, duration.toNanos() / parts, _ -> {
                boolean more = next.hasNext();
                if (more) {
                    Part part = next.next();
                    loop.recordInto(part.latency(), part.sendLateness());
                }
                return more;
            }));
            return all;
        });
    }

    private LoadResult measure(Hot hot, Load load, long nanos, Runnable begins) throws IOException {
        List<Slice> slices = new ArrayList<>(SLICES);
        Histograms histograms = newHistograms();
        Loop prepared = prepare(hot, load, nanos, histograms);
        Shares shares = new Shares(exchange);
        begins.run();
        long begun = exchange.messagesBegun();
        long ended = exchange.messagesEnded();
        int corrupt = exchange.corrupt();
        long reads = exchange.reads();
        long writes = exchange.writes();
        Syscalls.ResourceUsage usage = usage(hot);
        long processCpu = hot.calls.clockNanos(Syscalls.CLOCK_PROCESS_CPUTIME_ID);
        long allocated = hot.threads.getCurrentThreadAllocatedBytes();
        long[] processCpuAtEnd = new long[1];
        long[] allocatedAtEnd = new long[1];
        Syscalls.ResourceUsage[] usageAtEnd = new Syscalls.ResourceUsage[]{usage};
        prepared.run(slicer(hot, nanos / SLICES, slice -> {
            slices.add(slice);
            boolean more = slices.size() < SLICES;
            if (!more) {
                shares.windowEnds(System.nanoTime());
                processCpuAtEnd[0] = hot.calls.clockNanos(Syscalls.CLOCK_PROCESS_CPUTIME_ID);
                allocatedAtEnd[0] = hot.threads.getCurrentThreadAllocatedBytes();
                usageAtEnd[0] = usage(hot);
            }
            return more;
        }));
        LoopCounts loop = prepared.counts();
        long sent = exchange.messagesBegun() - begun;
        long verified = exchange.messagesEnded() - ended;
        Messages messages = new Messages(loop.intended() < 0 ? sent : loop.intended(), sent,
                slices.stream().mapToLong(Slice::messages).sum(), verified, exchange.corrupt() - corrupt,
                sent - verified, loop.heldBack());
        GeneratorCost cost = new GeneratorCost(slices.stream().mapToLong(Slice::generatorCpuNanos).sum(),
                usageAtEnd[0].userNanos() - usage.userNanos(), usageAtEnd[0].systemNanos() - usage.systemNanos(),
                processCpuAtEnd[0] - processCpu, allocatedAtEnd[0] - allocated, prepared.waiting(), loop.waits(),
                exchange.reads() - reads, exchange.writes() - writes);
        long duration = slices.stream().mapToLong(Slice::nanos).sum();
        return new LoadResult(duration, messages, histograms.latency,
                load instanceof Load.Closed ? null : histograms.serviceTime,
                load instanceof Load.Open ? histograms.lateness : null, cost, slices,
                shares.fairness(loop.intended(), histograms.latency, histograms.serviceTime),
                loop.conversations(), loop.connects(),
                prepared instanceof ClosedLoop closed ? closed.outstanding(duration) : null,
                prepared instanceof OpenLoop open ? open.parts() : List.of());
    }

    private static Syscalls.ResourceUsage usage(Hot hot) {
        try {
            return hot.calls.threadResourceUsage();
        } catch (SyscallException e) {
            throw new IllegalStateException(e.getMessage(), e); // getrusage fails for wrong arguments only
        }
    }

    /** Lets every idle connection echo once more, and returns what became of all of them. */
    public ConnectionCounts verifyAlive() throws IOException {
        return generator.onThread(hot -> {
            connections.verifyIdle(crowd.active(), LoadGenerator.PATIENCE_NANOS);
            exchange.checkActive(); // last: what is reported of active ones while idle ones echo is not reported again
            return countsNow();
        });
    }

    /** Resets all connections. Calling it again does nothing. */
    @Override
    public void close() {
        try {
            generator.onThread(hot -> {
                release(hot);
                return hot;
            });
        } catch (IOException e) {
            if (!Thread.currentThread().isInterrupted()) { // else the generator's thread does it when it gets there
                throw new UncheckedIOException(e);
            }
        }
    }

    // ---- on the generator's thread ----

    void release(Hot hot) {
        if (!released) {
            released = true;
            hot.open.remove(this);
            connections.close();
            arena.close();
        }
    }

    private record Histograms(Histogram latency, Histogram serviceTime, Histogram lateness) {}

    /**
     * Counts of one run of a loop.
     *
     * @param intended -1 where there is no schedule
     * @param heldBack null where none can be
     * @param connects null where there are none
     */
    record LoopCounts(long waits, long intended, @Nullable Long heldBack, long conversations,
            @Nullable Connects connects) {}

    /** One of the loops, with all that it needs at hand: nothing is prepared at the cost of the window. */
    interface Loop {
        /** Runs until the slicer has enough, then waits for the replies that are still out. Once. */
        void run(Slicer slicer) throws SyscallException;

        /** What it counted. */
        LoopCounts counts();

        /** How it waits, for people. */
        String waiting();
    }

    private static Histograms newHistograms() {
        return new Histograms(newHistogram(), newHistogram(), newHistogram());
    }

    /** Three digits from a nanosecond to a minute; does not grow, so that recording never allocates. */
    static Histogram newHistogram() {
        return new Histogram(1, LONGEST_NANOS, 3);
    }

    private Slicer slicer(Hot hot, long sliceNanos, Slicer.Sink sink) {
        return new Slicer(hot.calls, target.pid(), sliceNanos, sink);
    }

    private Loop prepare(Hot hot, Load load, long nanos, Histograms histograms) throws IOException {
        if (exchange.outstanding() > 0) {
            throw new UnansweredException(exchange.outstanding(), LoadGenerator.PATIENCE_NANOS / 1_000_000_000);
        }
        if (load instanceof Load.Closed closed && closed.depth() > exchange.places()) {
            throw new IOException("depth " + closed.depth() + " is more than the " + exchange.places()
                    + " messages that can be timed on each of " + crowd.active() + " connections");
        }
        return switch (load) {
            case Load.Closed closed -> new ClosedLoop(connections, exchange, closed.depth(), histograms.latency,
                    LoadGenerator.PATIENCE_NANOS);
            case Load.Open schedule -> {
                Pacer pacer = Pacer.of(schedule, nanos, crowd.seed());
                yield new OpenLoop(connections, exchange, pacer, nanos, histograms.latency,
                        histograms.serviceTime, histograms.lateness, LoadGenerator.PATIENCE_NANOS, hot.waiting);
            }
            case Load.Churn churn -> new ChurnLoop(connections, exchange, churn.messages(), histograms.latency,
                    histograms.serviceTime, LoadGenerator.PATIENCE_NANOS);
        };
    }

    private ConnectionCounts countsNow() {
        return new ConnectionCounts(connections.size(), connections.opened(), connections.alive(), connections.lost(),
                connections.openNanos(), connections.firstFailure(), connections.losses());
    }
}

package org.echoscale.bench.run;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.HdrHistogram.Histogram;
import org.echoscale.bench.load.Crowd;
import org.echoscale.bench.load.LoadGenerator;
import org.echoscale.bench.load.LoadResult;
import org.echoscale.bench.load.OpenConnections;
import org.echoscale.bench.load.OpenConnections.Part;
import org.echoscale.bench.load.Target;
import org.echoscale.results.model.Load;
import org.echoscale.results.model.NullTest;
import org.echoscale.results.model.Plan;
import org.echoscale.results.stats.Percentiles;
import org.echoscale.results.stats.Units;
import org.jspecify.annotations.Nullable;

/** The generator measured against no server at all, before a run; see {@link NullTest}. */
public final class NullTester {
    private static final Duration WARM_UP = Duration.ofMillis(400);
    private static final Duration WINDOW = Duration.ofMillis(250);
    /** … of each load with another number of connections: by then the code is compiled. */
    private static final Duration WARM_UP_AGAIN = Duration.ofMillis(150);
    /** … of the open loop, when its percentiles need so many messages that it takes longer. */
    private static final Duration LONGEST_WINDOW = Duration.ofSeconds(2);
    /**
     * Parts of the open loop's window, the best of which counts for p99: a pause of the machine, which often nothing else shows,
     * spoils the part that it is in, and would spoil the p99 of all together. See ADR 8.
     */
    static final int PARTS = 9;
    private static final double MEDIAN = 50;
    private static final double TAIL = 99;

    /** Each needs a port of its own on one address. */
    private static final int MOST_CONNECTIONS = 10_000;

    /** How often a window is measured, when the machine disturbs it each time. */
    private static final int MOST_TIMES = 3;

    private static final Duration THREAD_START = Duration.ofMillis(100);

    private NullTester() {}

    /**
     * How long those of a plan take.
     *
     * @param connections of the plan, those that are measured
     */
    static Duration takes(Plan plan, Collection<Integer> connections) {
        if (connections.isEmpty()) {
            return Duration.ZERO;
        }
        Duration all = THREAD_START.plus(WARM_UP).plus(WINDOW); // a single connection
        Duration warmUp = WARM_UP;
        for (int active : actives(plan, connections)) {
            all = all.plus(warmUp).plus(WINDOW).plus(CellTime.CONNECTION.multipliedBy(active));
            if (plan.openLoop().isPresent()) {
                all = all.plus(WARM_UP_AGAIN).plus(window(plan.openLoop().get().ratePerSecond()));
            }
            warmUp = WARM_UP_AGAIN;
        }
        return all;
    }

    /** The numbers of active connections that there are with these, from the fewest to the most. */
    private static List<Integer> actives(Plan plan, Collection<Integer> connections) {
        return connections.stream().map(open -> connections(plan.activeOf(open))).distinct().sorted().toList();
    }

    /** How many the null test has for so many active connections. */
    private static int connections(int active) {
        return Math.min(active, MOST_CONNECTIONS);
    }

    /** The one for so many active connections; null where there is none. */
    static @Nullable NullTest of(List<NullTest> all, int active) {
        return all.stream().filter(one -> one.connections() == connections(active)).findFirst().orElse(null);
    }

    /**
     * Those of a plan: one for each number of active connections, since what a message costs the generator depends on it. From the
     * fewest to the most, without those that cannot be had, which is no reason not to measure.
     *
     * @param connections of the plan, those that are measured
     * @param warning is told which there are not, and why
     */
    static List<NullTest> measure(Plan plan, Collection<Integer> connections, LoadGenerator generator,
            Consumer<String> warning) throws IOException {
        if (connections.isEmpty()) {
            return List.of();
        }
        return measure(actives(plan, connections), plan.payloadBytes(), plan.seed(),
                new Load.Closed(plan.closedDepth() == null ? 1 : plan.closedDepth()), plan.openLoop().orElse(null),
                generator, warning);
    }

    /**
     * The one of a load. Takes about two seconds, three at a low rate, and as long as a window more for each that the machine
     * disturbs.
     *
     * @param warning is told why there is none
     * @return null when nothing came back in time, or there are not as many ports: the load asks for more than the generator
     *         alone can do
     */
    public static @Nullable NullTest measure(Crowd crowd, Load.Closed closed, Load.@Nullable Open open,
            LoadGenerator generator, Consumer<String> warning) throws IOException {
        List<NullTest> found = measure(List.of(connections(crowd.active())), crowd.payloadBytes(), crowd.seed(), closed,
                open, generator, warning);
        return found.isEmpty() ? null : found.getFirst();
    }

    private static List<NullTest> measure(List<Integer> actives, int payloadBytes, long seed, Load.Closed closed,
            Load.@Nullable Open open, LoadGenerator generator, Consumer<String> warning) throws IOException {
        List<NullTest> found = new ArrayList<>();
        Attempt<LoadResult> alone;
        try {
            alone = alone(new Crowd(1, 1, payloadBytes, seed), generator);
        } catch (InterruptedIOException e) {
            throw e;
        } catch (IOException e) {
            warning.accept("no null test: " + e.getMessage());
            return found;
        }
        Duration warmUp = WARM_UP;
        for (int active : actives) {
            try {
                found.add(together(new Crowd(active, active, payloadBytes, seed), closed, open, warmUp, alone,
                        generator));
            } catch (InterruptedIOException e) {
                throw e;
            } catch (IOException e) {
                warning.accept("no null test with " + Units.of(active, "active connection") + ": " + e.getMessage());
            }
            warmUp = WARM_UP_AGAIN;
        }
        return found;
    }

    private static Attempt<LoadResult> alone(Crowd crowd, LoadGenerator generator) throws IOException {
        try (OpenConnections one = open(generator, crowd)) {
            one.warmUp(new Load.Closed(1), WARM_UP, WARM_UP);
            Attempt<LoadResult> attempt = untilQuiet(() -> window(one, new Load.Closed(1)));
            requireReplies(attempt.found());
            return attempt;
        }
    }

    private static NullTest together(Crowd crowd, Load.Closed closed, Load.@Nullable Open open, Duration warmUp,
            Attempt<LoadResult> alone, LoadGenerator generator) throws IOException {
        try (OpenConnections all = open(generator, crowd)) {
            all.warmUp(closed, warmUp, warmUp);
            Attempt<LoadResult> attempt = untilQuiet(() -> window(all, closed));
            LoadResult together = attempt.found();
            requireReplies(together);
            long received = together.messages().received();
            double perSecond = received * 1e9 / together.durationNanos();
            double cost = (double) together.generator().threadCpuNanos() / received;
            long roundTrip = alone.found().latency().getValueAtPercentile(MEDIAN);
            Optional<String> disturbance = alone.disturbance().or(attempt::disturbance);
            if (open == null) {
                return new NullTest(crowd.active(), perSecond, cost, roundTrip, null, null, null, null,
                        disturbance.orElse(null));
            }
            all.warmUp(open, WARM_UP_AGAIN, WARM_UP_AGAIN);
            Attempt<List<Part>> paced = untilQuiet(() -> parts(all, open));
            List<Histogram> latency = paced.found().stream().map(Part::latency).toList();
            List<Histogram> lateness = paced.found().stream().map(Part::sendLateness).toList();
            return new NullTest(crowd.active(), perSecond, cost, roundTrip, median(latency), tail(latency),
                    median(lateness), tail(lateness), disturbance.or(paced::disturbance).orElse(null));
        }
    }

    private static void requireReplies(LoadResult result) throws IOException {
        if (result.messages().received() == 0) {
            throw new IOException("no message came back within " + WINDOW.toMillis() + " ms");
        }
    }

    /**
     * As long as the percentiles need at that rate: p99 where that is not too long, else the median where that is not; and where
     * neither is, a short one, of which no percentile is kept.
     */
    static Duration window(double ratePerSecond) {
        for (double percent : new double[]{TAIL, MEDIAN}) {
            double seconds = 1.02 * Percentiles.needed(percent) / ratePerSecond; // of a random schedule a few may be missing
            if (seconds <= LONGEST_WINDOW.toSeconds()) {
                return Duration.ofNanos(Math.max(WINDOW.toNanos(), (long) (seconds * 1e9)));
            }
        }
        return WINDOW;
    }

    /** The median of all parts together, which a pause hardly moves; null when they have too few messages for it, as everywhere. */
    static @Nullable Long median(List<Histogram> parts) {
        Histogram all = new Histogram(3);
        all.setAutoResize(true);
        parts.forEach(all::add);
        return all.getTotalCount() < Percentiles.needed(MEDIAN)
                ? null
                : Long.valueOf(all.getValueAtPercentile(MEDIAN));
    }

    /**
     * The lowest p99 of a part, among those that have their share of the messages which a p99 takes.
     *
     * @return null when all parts together have too few for it, as everywhere
     */
    static @Nullable Long tail(List<Histogram> parts) {
        long needed = Percentiles.needed(TAIL);
        return parts.stream().mapToLong(Histogram::getTotalCount).sum() < needed
                ? null
                : Long.valueOf(parts.stream()
                        .filter(part -> part.getTotalCount() >= needed / parts.size())
                        .mapToLong(part -> part.getValueAtPercentile(TAIL))
                        .min()
                        .orElseThrow());
    }

    /** What a window found, and what disturbed it. */
    record Attempt<T>(T found, Optional<String> disturbance) {}

    /** How to measure one. */
    interface Attempts<T> {
        Attempt<T> next() throws IOException;
    }

    /** The first that nothing disturbed; else the last one. What they found does not matter for this, and must not. */
    static <T> Attempt<T> untilQuiet(Attempts<T> attempts) throws IOException {
        Attempt<T> attempt = attempts.next();
        for (int time = 1; time < MOST_TIMES && attempt.disturbance().isPresent(); time++) {
            attempt = attempts.next();
        }
        return attempt;
    }

    private static Attempt<LoadResult> window(OpenConnections open, Load load) throws IOException {
        return watched(open, WINDOW, () -> open.measure(load, WINDOW));
    }

    private static Attempt<List<Part>> parts(OpenConnections open, Load.Open load) throws IOException {
        Duration window = window(load.ratePerSecond());
        return watched(open, window, () -> open.measureParts(load, window, PARTS));
    }

    private interface Measuring<T> {
        T now() throws IOException;
    }

    private static <T> Attempt<T> watched(OpenConnections open, Duration duration, Measuring<T> measuring)
            throws IOException {
        OwnCpu own = new OwnCpu(Set.of());
        MachineWatch watch = new MachineWatch(open.generatorCpu(), Set.of());
        T found = measuring.now();
        return new Attempt<>(found,
                Disturbance.of(watch.end(own.nanos()), duration.toNanos(), MachineWatch.cpus()));
    }

    private static OpenConnections open(LoadGenerator generator, Crowd crowd) throws IOException {
        OpenConnections open = generator.open(Target.reflection(), crowd);
        if (open.counts().alive() < crowd.connections()) {
            open.close();
            throw new IOException(String.valueOf(open.counts().firstFailure()));
        }
        return open;
    }
}

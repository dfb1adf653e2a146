package org.echoscale.bench.run;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.HdrHistogram.Histogram;
import org.echoscale.bench.load.Crowd;
import org.echoscale.bench.load.LoadGenerator;
import org.echoscale.bench.load.LoadResult;
import org.echoscale.bench.load.OpenConnections;
import org.echoscale.bench.load.Target;
import org.echoscale.results.model.Load;
import org.echoscale.results.model.NullTest;
import org.echoscale.results.model.Plan;
import org.echoscale.results.stats.Percentiles;
import org.jspecify.annotations.Nullable;

/** The generator measured against no server at all, before a run; see {@link NullTest}. */
final class NullTester {
    private static final Duration WARM_UP = Duration.ofMillis(400);
    private static final Duration WINDOW = Duration.ofMillis(250);
    /** … of the open loop, when its percentiles need so many messages that it takes longer. */
    private static final Duration LONGEST_WINDOW = Duration.ofSeconds(2);
    private static final double MEDIAN = 50;
    private static final double TAIL = 99;

    /** Each needs a port of its own on one address. */
    private static final int MOST_CONNECTIONS = 10_000;

    /** How often a window is measured, when the machine disturbs it each time. */
    private static final int MOST_TIMES = 3;

    private static final Duration THREAD_START = Duration.ofMillis(100);

    private NullTester() {}

    /** How long that of a plan takes. */
    static Duration takes(Plan plan) {
        Duration closed = WARM_UP.plus(WINDOW).multipliedBy(2); // one connection, then all that are active
        Duration open = plan.openLoop().map(load -> WINDOW.plus(window(load.ratePerSecond()))).orElse(Duration.ZERO);
        return THREAD_START.plus(closed)
                .plus(open)
                .plus(CellTime.CONNECTION.multipliedBy(Math.min(plan.active(), MOST_CONNECTIONS)));
    }

    /** That of a plan; null when it cannot be had, which is no reason not to measure. */
    static @Nullable NullTest measure(Plan plan, LoadGenerator generator, Consumer<String> warning)
            throws IOException {
        int most = plan.connections().stream().mapToInt(Integer::intValue).max().orElse(1);
        Load.Closed closed = new Load.Closed(plan.closedDepth() == null ? 1 : plan.closedDepth());
        Load.Open open = plan.openLoop().orElse(null);
        Crowd crowd = new Crowd(most, plan.activeOf(most), plan.payloadBytes(), plan.seed());
        return measure(crowd, closed, open, generator, warning);
    }

    /**
     * Takes about two seconds, three at a low rate, and as long as a window more for each that the machine disturbs.
     *
     * @param warning is told why there is none
     * @return null when nothing came back in time, or there are not as many ports: the load asks for more than the generator
     *         alone can do
     */
    static @Nullable NullTest measure(Crowd crowd, Load.Closed closed, Load.@Nullable Open open,
            LoadGenerator generator, Consumer<String> warning) throws IOException {
        try {
            return find(crowd, closed, open, generator);
        } catch (InterruptedIOException e) {
            throw e;
        } catch (IOException e) {
            warning.accept("no null test: " + e.getMessage());
            return null;
        }
    }

    private static NullTest find(Crowd crowd, Load.Closed closed, Load.@Nullable Open open,
            LoadGenerator generator) throws IOException {
        int active = Math.min(crowd.active(), MOST_CONNECTIONS);
        Attempt<LoadResult> alone;
        try (OpenConnections one = open(generator, new Crowd(1, 1, crowd.payloadBytes(), crowd.seed()))) {
            one.warmUp(new Load.Closed(1), WARM_UP, WARM_UP);
            alone = untilQuiet(() -> window(one, new Load.Closed(1)));
        }
        try (OpenConnections all = open(generator, new Crowd(active, active, crowd.payloadBytes(), crowd.seed()))) {
            all.warmUp(closed, WARM_UP, WARM_UP);
            Attempt<LoadResult> attempt = untilQuiet(() -> window(all, closed));
            LoadResult together = attempt.found();
            long received = together.messages().received();
            if (received == 0 || alone.found().messages().received() == 0) {
                throw new IOException("no message came back within " + WINDOW.toMillis() + " ms");
            }
            double perSecond = received * 1e9 / together.durationNanos();
            double cost = (double) together.generator().threadCpuNanos() / received;
            long roundTrip = alone.found().latency().getValueAtPercentile(50);
            Optional<String> disturbance = alone.disturbance().or(attempt::disturbance);
            if (open == null) {
                return new NullTest(active, perSecond, cost, roundTrip, null, null, null, null,
                        disturbance.orElse(null));
            }
            all.warmUp(open, WINDOW, WINDOW);
            Attempt<LoadResult> paced = untilQuiet(() -> window(all, open, window(open.ratePerSecond())));
            Histogram latency = paced.found().latency();
            Histogram lateness = Objects.requireNonNull(paced.found().sendLateness());
            return new NullTest(active, perSecond, cost, roundTrip, percentile(latency, MEDIAN),
                    percentile(latency, TAIL), percentile(lateness, MEDIAN), percentile(lateness, TAIL),
                    disturbance.or(paced::disturbance).orElse(null));
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

    /** Null when there are too few for it, as everywhere. */
    static @Nullable Long percentile(Histogram histogram, double percent) {
        return histogram.getTotalCount() < Percentiles.needed(percent)
                ? null
                : Long.valueOf(histogram.getValueAtPercentile(percent));
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
        return window(open, load, WINDOW);
    }

    private static Attempt<LoadResult> window(OpenConnections open, Load load, Duration duration) throws IOException {
        OwnCpu own = new OwnCpu(Set.of());
        MachineWatch watch = new MachineWatch(open.generatorCpu(), Set.of());
        LoadResult result = open.measure(load, duration);
        return new Attempt<>(result, Disturbance.of(watch.end(own.nanos()),
                result.durationNanos(), MachineWatch.cpus()));
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

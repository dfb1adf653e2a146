package org.echoscale.bench.run;

import java.io.IOException;
import java.time.Duration;
import java.util.Objects;
import org.HdrHistogram.Histogram;
import org.echoscale.bench.load.Crowd;
import org.echoscale.bench.load.LoadGenerator;
import org.echoscale.bench.load.LoadResult;
import org.echoscale.bench.load.OpenConnections;
import org.echoscale.bench.load.Target;
import org.echoscale.results.model.Load;
import org.echoscale.results.model.NullTest;
import org.echoscale.results.model.Plan;
import org.jspecify.annotations.Nullable;

/** The generator measured against no server at all, before a run; see {@link NullTest}. */
final class NullTester {
    private static final Duration WARM_UP = Duration.ofMillis(400);
    private static final Duration WINDOW = Duration.ofMillis(250);

    private NullTester() {}

    static NullTest measure(Plan plan, LoadGenerator generator) throws IOException {
        int most = plan.connections().stream().mapToInt(Integer::intValue).max().orElse(1);
        return measure(Math.min(plan.active(), most), plan.payloadBytes(), plan.openRatePerSecond(), plan.seed(),
                generator);
    }

    /**
     * Takes about two seconds.
     *
     * @param rate of an open loop; null for none
     */
    static NullTest measure(int active, int payloadBytes, @Nullable Double rate, long seed, LoadGenerator generator)
            throws IOException {
        Crowd single = new Crowd(1, 1, payloadBytes, seed);
        long roundTrip;
        try (OpenConnections one = open(generator, single)) {
            one.warmUp(new Load.Closed(1), WARM_UP, WARM_UP);
            roundTrip = one.measure(new Load.Closed(1), WINDOW).latency().getValueAtPercentile(50);
        }
        try (OpenConnections all = open(generator, new Crowd(active, active, payloadBytes, seed))) {
            all.warmUp(new Load.Closed(1), WARM_UP, WARM_UP);
            LoadResult closed = all.measure(new Load.Closed(1), WINDOW);
            double perSecond = closed.messages().received() * 1e9 / closed.durationNanos();
            double cost = (double) closed.generator().threadCpuNanos() / closed.messages().received();
            if (rate == null) {
                return new NullTest(active, perSecond, cost, roundTrip, null, null, null, null);
            }
            Load load = new Load.Open(rate, Load.Schedule.CONSTANT);
            all.warmUp(load, WINDOW, WINDOW);
            LoadResult open = all.measure(load, WINDOW);
            Histogram latency = open.latency();
            Histogram lateness = Objects.requireNonNull(open.sendLateness());
            return new NullTest(active, perSecond, cost, roundTrip, latency.getValueAtPercentile(50),
                    latency.getValueAtPercentile(99), lateness.getValueAtPercentile(50),
                    lateness.getValueAtPercentile(99));
        }
    }

    private static OpenConnections open(LoadGenerator generator, Crowd crowd) throws IOException {
        OpenConnections open = generator.open(Target.reflection(), crowd);
        if (open.counts().alive() < crowd.connections()) {
            open.close();
            throw new IOException("null test: " + open.counts().firstFailure());
        }
        return open;
    }
}

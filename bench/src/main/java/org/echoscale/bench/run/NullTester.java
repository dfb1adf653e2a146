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

/** The generator measured against no server at all, before a run; see {@link NullTest}. */
final class NullTester {
    private static final Duration WARM_UP = Duration.ofMillis(400);
    private static final Duration WINDOW = Duration.ofMillis(250);

    private NullTester() {}

    /** Takes a little more than a second. */
    static NullTest measure(Plan plan, LoadGenerator generator) throws IOException {
        int active = Math.min(plan.active(), plan.connections().stream().mapToInt(Integer::intValue).max().orElse(1));
        long roundTrip;
        try (OpenConnections one = open(generator, 1, plan)) {
            one.warmUp(new Load.Closed(1), WARM_UP, WARM_UP);
            roundTrip = one.measure(new Load.Closed(1), WINDOW).latency().getValueAtPercentile(50);
        }
        try (OpenConnections all = open(generator, active, plan)) {
            all.warmUp(new Load.Closed(1), WARM_UP, WARM_UP);
            LoadResult closed = all.measure(new Load.Closed(1), WINDOW);
            double perSecond = closed.messages().received() * 1e9 / closed.durationNanos();
            double cost = (double) closed.generator().threadCpuNanos() / closed.messages().received();
            if (plan.openRatePerSecond() == null) {
                return new NullTest(active, perSecond, cost, roundTrip, null, null, null, null);
            }
            Load load = new Load.Open(plan.openRatePerSecond(), Load.Schedule.CONSTANT);
            all.warmUp(load, WINDOW, WINDOW);
            LoadResult open = all.measure(load, WINDOW);
            Histogram latency = open.latency();
            Histogram lateness = Objects.requireNonNull(open.sendLateness());
            return new NullTest(active, perSecond, cost, roundTrip, latency.getValueAtPercentile(50),
                    latency.getValueAtPercentile(99), lateness.getValueAtPercentile(50),
                    lateness.getValueAtPercentile(99));
        }
    }

    private static OpenConnections open(LoadGenerator generator, int active, Plan plan) throws IOException {
        OpenConnections open = generator.open(Target.reflection(),
                new Crowd(active, active, plan.payloadBytes(), plan.seed()));
        if (open.counts().alive() < active) {
            open.close();
            throw new IOException("null test: " + open.counts().firstFailure());
        }
        return open;
    }
}

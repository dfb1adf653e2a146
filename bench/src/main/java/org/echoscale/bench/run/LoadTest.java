package org.echoscale.bench.run;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.echoscale.bench.load.ConnectionCounts;
import org.echoscale.bench.load.Crowd;
import org.echoscale.bench.load.LoadGenerator;
import org.echoscale.bench.load.LoadResult;
import org.echoscale.bench.load.OpenConnections;
import org.echoscale.bench.load.Target;
import org.echoscale.results.model.Cell;
import org.echoscale.results.model.EncodedHistogram;
import org.echoscale.results.model.Load;
import org.echoscale.results.model.Measurement;
import org.echoscale.results.model.Measurement.Connections;
import org.echoscale.results.model.Measurement.ServerCost;
import org.echoscale.results.model.Measurement.Slice;
import org.echoscale.results.model.Measurement.WarmUp;
import org.echoscale.results.model.Outcome;
import org.echoscale.results.model.Reason;
import org.echoscale.results.model.RunManifest;
import org.echoscale.results.model.Trial;
import org.jspecify.annotations.Nullable;

/**
 * One measurement of a server that is already running, whatever it is written in.
 *
 * @param name for the result
 * @param longestWarmUp when to begin although it is not steady
 */
public record LoadTest(String name, Target target, Crowd crowd, Load load, Duration longestWarmUp, Duration duration) {
    private static final Duration SHORTEST_WARM_UP = Duration.ofMillis(500);

    /**
     * Runs it.
     *
     * @throws IOException when this side cannot do it, say because it has too few descriptors
     */
    public Trial run() throws IOException {
        Cell cell = new Cell(name, crowd.connections(), crowd.active(), crowd.payloadBytes(), load);
        try (LoadGenerator generator = LoadGenerator.start(Placement.onThisMachine().generator());
                OpenConnections connections = generator.open(target, crowd)) {
            ConnectionCounts opened = connections.counts();
            if (opened.alive() < opened.asked()) {
                return new Trial(RunManifest.SCHEMA, 1, 1, cell, Instant.now(), Outcome.FAILED,
                        List.of(new Reason("connections-failed",
                                opened.alive() + " of " + opened.asked()
                                        + " connections could be opened; the first that failed: "
                                        + opened.firstFailure(),
                                (double) opened.alive(), (double) opened.asked())),
                        null);
            }
            Duration shortest = SHORTEST_WARM_UP.compareTo(longestWarmUp) < 0 ? SHORTEST_WARM_UP : longestWarmUp;
            WarmUp warmUp = connections.warmUp(load, shortest, longestWarmUp);
            Instant startedAt = Instant.now();
            LoadResult result = connections.measure(load, duration);
            ConnectionCounts alive = connections.verifyAlive();
            Measurement measurement = new Measurement(result.durationNanos(), result.messages(),
                    new Connections(alive.asked(), alive.opened(), alive.alive(), alive.lost(), alive.openNanos()),
                    EncodedHistogram.of(result.latency()), EncodedHistogram.ofNullable(result.serviceTime()),
                    EncodedHistogram.ofNullable(result.sendLateness()), cost(result.slices()), result.generator(),
                    warmUp,
                    result.slices());
            List<Reason> objections = Judge.objections(load, measurement, alive.firstFailure());
            return new Trial(RunManifest.SCHEMA, 1, 1, cell, startedAt,
                    objections.isEmpty() ? Outcome.VALID : Outcome.INVALID,
                    objections.isEmpty() ? Judge.remarks(load, measurement) : objections, measurement);
        }
    }

    /** Of a process that is not ours only its CPU time is known, and of an unknown one nothing. */
    private static @Nullable ServerCost cost(List<Slice> slices) {
        long cpuNanos = 0;
        for (Slice slice : slices) {
            Long part = slice.serverCpuNanos();
            if (part == null) {
                return null;
            }
            cpuNanos += part;
        }
        return new ServerCost(cpuNanos, null, null, null, null, null, null, null, null, null, null, null, null, null,
                null,
                null, null);
    }
}

package org.echoscale.bench.run;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.Consumer;
import org.echoscale.bench.load.ConnectionCounts;
import org.echoscale.bench.load.Crowd;
import org.echoscale.bench.load.LoadGenerator;
import org.echoscale.bench.load.OpenConnections;
import org.echoscale.bench.load.Target;
import org.echoscale.bench.load.UnansweredException;
import org.echoscale.bench.server.Listening;
import org.echoscale.results.model.Cell;
import org.echoscale.results.model.Load;
import org.echoscale.results.model.Measurement.WarmUp;
import org.echoscale.results.model.NullTest;
import org.echoscale.results.model.Outcome;
import org.echoscale.results.model.Reason;
import org.echoscale.results.model.RunManifest;
import org.echoscale.results.model.Trial;
import org.echoscale.results.model.Waiting;
import org.echoscale.results.stats.Units;
import org.jspecify.annotations.Nullable;

/**
 * One measurement of a server that is already running, whatever it is written in.
 *
 * @param name for the result
 * @param longestWarmUp when to begin although it is not steady
 * @param duration of the window
 * @param floor what the same load finds without a server ({@link #floor}); null when that is not known
 * @param waiting how the generator waits
 */
public record LoadTest(String name, Target target, Crowd crowd, Load load, Duration longestWarmUp, Duration duration,
        @Nullable NullTest floor, Waiting waiting) {
    /** Not all connections could be opened. */
    static final String NOT_OPENED = "connections-failed";
    private static final Duration SHORTEST_WARM_UP = Duration.ofMillis(500);

    /** With the usual way of waiting. */
    public LoadTest(String name, Target target, Crowd crowd, Load load, Duration longestWarmUp, Duration duration,
            @Nullable NullTest floor) {
        this(name, target, crowd, load, longestWarmUp, duration, floor, Waiting.HYBRID);
    }

    /** What such a load finds without any server; null when that cannot be had. Takes about two seconds. */
    public static @Nullable NullTest floor(Crowd crowd, Load load, Waiting waiting, Consumer<String> warning)
            throws IOException {
        try (LoadGenerator generator = LoadGenerator.start(Placement.onThisMachine().generator(), waiting)) {
            return NullTester.measure(crowd, load instanceof Load.Closed closed ? closed : new Load.Closed(1),
                    load instanceof Load.Open open ? open : null, generator, warning);
        }
    }

    /**
     * Runs it.
     *
     * @throws IOException when this side cannot do it, say because it has too few descriptors
     */
    public Trial run() throws IOException {
        return run(null);
    }

    /**
     * Runs it, and has the server's system calls counted afterwards.
     *
     * @param counter null for no counting
     * @throws IOException when this side cannot do it
     */
    public Trial run(@Nullable SyscallCounter counter) throws IOException {
        Cell cell = new Cell(name, crowd.connections(), crowd.active(), crowd.payloadBytes(), load);
        Account account = new OutsideAccount(Listening.text(target.address()), target.pid());
        try (LoadGenerator generator = LoadGenerator.start(Placement.onThisMachine().generator(), waiting);
                OpenConnections connections = generator.open(target, crowd)) {
            ConnectionCounts opened = connections.counts();
            if (opened.alive() < opened.asked()) {
                return new Trial(RunManifest.SCHEMA, 1, 1, cell, Instant.now(), Outcome.FAILED,
                        List.of(new Reason(NOT_OPENED,
                                opened.alive() + " of " + opened.asked()
                                        + " " + Units.noun(opened.asked(), "connection")
                                        + " could be opened; the first that failed: "
                                        + opened.firstFailure(),
                                (double) opened.alive(), (double) opened.asked())),
                        null);
            }
            Duration shortest = SHORTEST_WARM_UP.compareTo(longestWarmUp) < 0 ? SHORTEST_WARM_UP : longestWarmUp;
            WarmUp warmUp = connections.warmUp(load, shortest, longestWarmUp);
            Trial trial = Window.measure(1, 1, cell, connections, warmUp, duration, account, floor);
            return counter == null ? trial : CountedWindow.after(trial, connections, target.pid(), counter);
        } catch (UnansweredException e) {
            return new Trial(RunManifest.SCHEMA, 1, 1, cell, Instant.now(), Outcome.FAILED, List.of(new Reason(
                    "not-sustainable", "not sustainable: after the warm-up, " + e.getMessage(), (double) e.messages(),
                    0.0)), null);
        }
    }
}

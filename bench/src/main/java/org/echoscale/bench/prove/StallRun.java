package org.echoscale.bench.prove;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import java.util.function.Function;
import org.HdrHistogram.Histogram;
import org.echoscale.bench.load.ConnectionCounts;
import org.echoscale.bench.load.Crowd;
import org.echoscale.bench.load.LoadGenerator;
import org.echoscale.bench.load.LoadResult;
import org.echoscale.bench.load.OpenConnections;
import org.echoscale.bench.load.Target;
import org.echoscale.bench.run.NullTester;
import org.echoscale.bench.run.Placement;
import org.echoscale.bench.server.Catalog;
import org.echoscale.bench.server.ServerLaunch;
import org.echoscale.bench.server.ServerProcess;
import org.echoscale.results.model.Load;
import org.echoscale.results.model.Measurement.Messages;
import org.echoscale.results.model.NullTest;
import org.echoscale.results.stats.Units;
import org.echoscale.syscalls.Syscalls;
import org.jspecify.annotations.Nullable;

/**
 * Stops a real server process in the middle of a run and holds what the generator says against the analytic answer. Three
 * runs on the same connections: without a stop, with one, and a closed loop with one.
 */
final class StallRun {
    private static final Duration START_DEADLINE = Duration.ofSeconds(20);
    private static final int MOST_STOPS = 3;

    private final StallPlan plan;
    private final ServerProcess server;
    private final BitSet serverCpus;
    private final OpenConnections connections;

    private StallRun(StallPlan plan, ServerProcess server, BitSet serverCpus, OpenConnections connections) {
        this.plan = plan;
        this.server = server;
        this.serverCpus = serverCpus;
        this.connections = connections;
    }

    static StallProof prove(Catalog catalog, StallPlan plan, long seed, Consumer<String> progress)
            throws IOException {
        Placement placement = Placement.onThisMachine();
        ServerLaunch launch = ServerLaunch.of(catalog, plan.transport()).withCpus(placement.server());
        Crowd crowd = new Crowd(plan.connections(), plan.connections(), plan.payloadBytes(), seed);
        try (ServerProcess server = ServerProcess.start(launch, START_DEADLINE)) {
            StallProof proof;
            try (LoadGenerator generator = LoadGenerator.start(placement.generator());
                    OpenConnections connections = generator
                            .open(new Target(server.address(), OptionalLong.of(server.pid())), crowd)) {
                progress.accept("the same load without a server");
                NullTest nullTest = NullTester.measure(crowd, new Load.Closed(1), open(plan), generator, progress);
                proof = new StallRun(plan, server, placement.server(), connections).prove(nullTest, progress);
            }
            server.stop();
            return proof;
        }
    }

    private static Load.Open open(StallPlan plan) {
        return new Load.Open(plan.ratePerSecond(), Load.Schedule.CONSTANT);
    }

    private StallProof prove(@Nullable NullTest nullTest, Consumer<String> progress) throws IOException {
        Load open = open(plan);
        Load closed = new Load.Closed(1);
        connections.warmUp(closed, plan.warmUp().dividedBy(2), plan.warmUp());
        connections.warmUp(open, plan.warmUp().dividedBy(4), plan.warmUp());
        progress.accept("a run without a stop, " + plan.window().toSeconds() + " s");
        LoadResult without = connections.measure(open, plan.window());
        progress.accept("the same with a stop of " + plan.stop().toMillis() + " ms in it");
        Stopped stopped = measureWithKnownStop(open, stop -> StallJudge.objection(plan, stop), progress);
        progress.accept("a closed loop with such a stop");
        Stopped asking = measureWithKnownStop(closed, stop -> StallJudge.outside(plan, stop), progress);
        List<String> complaints = new ArrayList<>();
        complain("without a stop", without, complaints);
        complain("with a stop", stopped.result, complaints);
        complain("closed loop with a stop", asking.result, complaints);
        StallJudge.objection(plan, stopped.stop).ifPresent(complaints::add);
        StallJudge.outside(plan, asking.stop)
                .ifPresent(said -> complaints.add("closed loop with a stop: " + said));
        ConnectionCounts counts = connections.verifyAlive();
        if (counts.alive() < counts.asked()) {
            complaints.add(counts.alive() + " of " + counts.asked() + " " + Units.noun(counts.asked(), "connection")
                    + " alive at the end; the first lost: "
                    + counts.firstFailure());
        }
        StallJudge.Measured measured = new StallJudge.Measured(stopped.result.latency(),
                histogram(stopped.result.serviceTime()), without.latency(), asking.result.latency());
        return StallProof.of(plan, stopped.stop, StallJudge.percentiles(plan, stopped.stop, measured), nullTest,
                histogram(stopped.result.sendLateness()).getValueAtPercentile(99), complaints);
    }

    private static Histogram histogram(@Nullable Histogram ofAnOpenLoop) {
        return Objects.requireNonNull(ofAnOpenLoop, "an open loop has it");
    }

    private static void complain(String run, LoadResult result, List<String> complaints) {
        Messages messages = result.messages();
        if (messages.verified() != messages.intended() || messages.corrupt() > 0) {
            complaints.add(
                    run + ": " + messages.verified() + " of " + Units.of(messages.intended(), "message")
                            + " had the right reply, "
                            + Units.of(messages.corrupt(), "connection") + " sent a wrong one");
        }
    }

    private record Stopped(LoadResult result, Stop stop) {}

    /**
     * A stop that the machine blurred or moved is no reference: it is put aside, and another one is made, up to twice. What the load
     * generator found in it does not matter for this, and must not.
     *
     * @param objection what is wrong with a stop; empty when it is good
     */
    private Stopped measureWithKnownStop(Load load, Function<Stop, Optional<String>> objection,
            Consumer<String> progress) throws IOException {
        Stopped stopped = measureWithStop(load);
        for (int again = 1; again < MOST_STOPS; again++) {
            Optional<String> said = objection.apply(stopped.stop);
            if (said.isEmpty()) {
                return stopped;
            }
            progress.accept("once more, because " + said.get());
            stopped = measureWithStop(load);
        }
        return stopped;
    }

    private Stopped measureWithStop(Load load) throws IOException {
        CountDownLatch ready = new CountDownLatch(1);
        CompletableFuture<Long> begins = new CompletableFuture<>();
        try (ExecutorService stopping = Executors
                .newSingleThreadExecutor(Thread.ofPlatform().name("stopper").daemon().factory())) {
            Future<Stop> stop = stopping.submit(() -> stopInTheMiddle(ready, begins));
            try {
                ready.await(); // to make ready takes as long as it takes, and is no part of the window
                LoadResult result = connections.measure(load, plan.window(), () -> begins.complete(System.nanoTime()));
                return new Stopped(result, stop.get());
            } catch (ExecutionException e) {
                throw new IOException("the server could not be stopped for a known time: "
                        + (e.getCause() instanceof IOException io ? io.getMessage() : e.getCause()), e);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new InterruptedIOException("interrupted while a stop was measured");
            } finally {
                stop.cancel(true); // when the load has failed, the stop need not be awaited
            }
        }
    }

    /**
     * Beside the server, where it does not take turns with the generator, which spins.
     *
     * @param ready told when only the beginning of the window is awaited, or there will be no stop
     * @param begins when the window begins, by {@link System#nanoTime}
     */
    private Stop stopInTheMiddle(CountDownLatch ready, Future<Long> begins)
            throws IOException, InterruptedException, ExecutionException {
        try {
            if (!serverCpus.isEmpty()) {
                try (Syscalls calls = Syscalls.open()) {
                    calls.setAffinity(serverCpus);
                }
            }
            try (Stopper stopper = Stopper.of(server.pid(), server.address())) {
                ready.countDown();
                long began = begins.get();
                Stopper.sleepUntil(began + plan.window().minus(plan.stop()).dividedBy(2).toNanos());
                return stopper.stop(began, plan.stop());
            }
        } finally {
            ready.countDown();
        }
    }
}

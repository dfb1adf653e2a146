package org.echoscale.bench.run;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.SplittableRandom;
import java.util.function.BooleanSupplier;
import org.echoscale.bench.limits.Limits;
import org.echoscale.bench.load.ConnectionCounts;
import org.echoscale.bench.load.Crowd;
import org.echoscale.bench.load.LoadGenerator;
import org.echoscale.bench.load.LoadResult;
import org.echoscale.bench.load.OpenConnections;
import org.echoscale.bench.load.Target;
import org.echoscale.bench.server.Catalog;
import org.echoscale.bench.server.ServerLaunch;
import org.echoscale.bench.server.ServerProcess;
import org.echoscale.bench.server.ServerSnapshot;
import org.echoscale.core.Support;
import org.echoscale.results.files.RunDirectory;
import org.echoscale.results.model.Cell;
import org.echoscale.results.model.EncodedHistogram;
import org.echoscale.results.model.Load;
import org.echoscale.results.model.Measurement;
import org.echoscale.results.model.Measurement.Connections;
import org.echoscale.results.model.Measurement.WarmUp;
import org.echoscale.results.model.Outcome;
import org.echoscale.results.model.Plan;
import org.echoscale.results.model.Reason;
import org.echoscale.results.model.RunManifest;
import org.echoscale.results.model.RunManifest.Visit;
import org.echoscale.results.model.Subject;
import org.echoscale.results.model.Trial;
import org.jspecify.annotations.Nullable;

/**
 * Measures a plan: for each visit a fresh server process, in it each number of connections, at each of those the loads.
 * Every trial is on disk before the next one begins; a cell that fails is a trial with a reason, and the run goes on with a
 * fresh process. For one thread, which may be interrupted to end the run early.
 */
public final class Runner {
    private static final Duration START_DEADLINE = Duration.ofSeconds(20);
    private static final Duration ANSWER_DEADLINE = Duration.ofSeconds(20);
    private static final Duration CLOSE_DEADLINE = Duration.ofSeconds(10);
    /** Connections with which a fresh process is warmed up, before its ladder. */
    private static final int WARM_UP_CONNECTIONS = 100;
    private static final Duration SHORTEST_WARM_UP = Duration.ofMillis(800);
    private static final Duration SHORTEST_CELL_WARM_UP = Duration.ofMillis(150);
    private static final Duration LONGEST_CELL_WARM_UP = Duration.ofMillis(600);
    private static final Duration SIGNAL_ARRIVES = Duration.ofMillis(200);
    private static final Duration OPEN_LOOP_WARM_UP = Duration.ofMillis(100);

    private final Plan plan;
    private final Catalog catalog;
    private final Limits limits;
    private final Placement placement;
    private final List<Visit> visits;
    private final List<Load> loads;
    private final Progress progress;
    private final BooleanSupplier stopped;
    private final TimeLeft timeLeft;
    private int sequence;

    /**
     * @param stopped asked between measurements: whether the run is to end early
     */
    public Runner(Plan plan, Catalog catalog, Limits limits, Progress progress, BooleanSupplier stopped)
            throws IOException {
        this.plan = plan;
        this.catalog = catalog;
        this.limits = limits;
        this.placement = Placement.onThisMachine();
        Forecast forecast = Forecast.of(plan, name -> catalog.transports().get(name).support(), limits);
        this.visits = forecast.visits();
        this.loads = loads(plan);
        this.progress = progress;
        this.stopped = stopped;
        this.timeLeft = new TimeLeft(forecast.cells());
    }

    private static List<Load> loads(Plan plan) {
        List<Load> loads = new ArrayList<>();
        if (plan.closedDepth() != null) {
            loads.add(new Load.Closed(plan.closedDepth()));
        }
        if (plan.openRatePerSecond() != null) {
            loads.add(new Load.Open(plan.openRatePerSecond(), Load.Schedule.CONSTANT));
        }
        return List.copyOf(loads);
    }

    private int limitOf(String transport) {
        return catalog.transports().get(transport).support() instanceof Support.Supported supported
                ? supported.connectionLimit()
                : Support.UNLIMITED;
    }

    /** What the run is, to be written before it begins. */
    public RunManifest manifest(String version, List<String> commandLine) {
        List<Subject> subjects = plan.transports().stream().map(this::subject).toList();
        return new RunManifest(RunManifest.SCHEMA, version, Instant.now(), commandLine, plan, subjects, visits,
                EnvironmentReader.read(placement, limits));
    }

    private Subject subject(String name) {
        String mechanism = switch (catalog.transports().get(name).support()) {
            case Support.Supported supported -> supported.mechanism();
            case Support.Unsupported unsupported -> "unsupported here: " + unsupported.reason();
        };
        return new Subject(name,
                catalog.fromPlugins().contains(name) ? Subject.Kind.PLUGIN : Subject.Kind.BUILT_IN, mechanism,
                ServerLaunch.of(catalog, name).jvmArguments());
    }

    /** Measures all, or until it is stopped. Returns whether it came to its end. */
    public boolean run(RunDirectory directory) throws IOException {
        try (LoadGenerator generator = LoadGenerator.start(placement.generator())) {
            for (Visit visit : visits) {
                List<Integer> ladder = skipKnownLimits(visit, directory);
                if (!ladder.isEmpty()) {
                    visit(visit, ladder, generator, directory);
                }
                if (stopped.getAsBoolean()) {
                    return false;
                }
            }
        }
        return true;
    }

    /** Appends the cells of a visit that a limit forbids, and returns the others. */
    private List<Integer> skipKnownLimits(Visit visit, RunDirectory directory) throws IOException {
        Support support = catalog.transports().get(visit.subject()).support();
        List<Integer> ladder = new ArrayList<>();
        for (int connections : visit.connections()) {
            Optional<Reason> reason = limits.reasonAgainst(visit.subject(), support, connections);
            if (reason.isEmpty()) {
                ladder.add(connections);
            } else {
                for (Load load : loads) {
                    append(directory, visit, cell(visit, connections, load), Outcome.SKIPPED, reason.get());
                }
            }
        }
        return ladder;
    }

    /** One server process with its ladder; a fresh one takes over where it fails. */
    private void visit(Visit visit, List<Integer> ladder, LoadGenerator generator, RunDirectory directory)
            throws IOException {
        ServerProcess server = null;
        try {
            for (int connections : ladder) {
                if (stopped.getAsBoolean()) {
                    return;
                }
                progress.begins(cell(visit, connections, loads.getFirst()), visit.fork(), timeLeft.done(),
                        timeLeft.cells(),
                        timeLeft.estimate());
                long beganAt = System.nanoTime();
                int measured = 0; // loads of this cell that are on disk
                try {
                    if (server == null) {
                        server = startWarm(visit, generator);
                    }
                    ServerSnapshot empty = settled(server);
                    try (OpenConnections open = generator.open(target(server), crowd(visit, connections))) {
                        requireAll(open.counts());
                        for (Load load : loads) {
                            append(directory, measure(visit, connections, load, server, empty, open));
                            measured++;
                        }
                    }
                    awaitClosed(server);
                } catch (ResultsNotWrittenException e) {
                    throw e; // no cell's fault, and none after it would fare better
                } catch (IOException | RuntimeException e) {
                    if (isStoppedByNow()) {
                        return; // the failure is that of being interrupted
                    }
                    String death = server == null || server.isAlive() ? "" : "; " + server.lastWords();
                    String cause = e.getMessage() == null ? e.toString() : e.getMessage();
                    for (Load load : loads.subList(measured, loads.size())) {
                        append(directory, visit, cell(visit, connections, load), Outcome.FAILED,
                                Reason.of("failed", oneLine(cause + death)));
                    }
                    end(server);
                    server = null;
                }
                timeLeft.ended(Duration.ofNanos(System.nanoTime() - beganAt));
            }
        } finally {
            end(server);
        }
    }

    /** What ended a server may have been a signal to the whole group of processes, which is about to arrive here too. */
    private boolean isStoppedByNow() {
        try {
            Thread.sleep(SIGNAL_ARRIVES);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return stopped.getAsBoolean();
    }

    /** A server that has been warmed up with few connections, so that the ladder's first cell is like the others. */
    private ServerProcess startWarm(Visit visit, LoadGenerator generator) throws IOException {
        ServerProcess server = ServerProcess.start(
                ServerLaunch.of(catalog, visit.subject()).withCpus(placement.server()), START_DEADLINE);
        try {
            if (plan.maxWarmUpNanos() > 0) {
                int connections = Math.min(WARM_UP_CONNECTIONS, limitOf(visit.subject()));
                Duration longest = Duration.ofNanos(plan.maxWarmUpNanos());
                try (OpenConnections open = generator.open(target(server), crowd(visit, connections))) {
                    requireAll(open.counts());
                    open.warmUp(loads.getFirst(), shorter(SHORTEST_WARM_UP, longest), longest);
                    for (Load other : loads.subList(1, loads.size())) {
                        open.warmUp(other, shorter(SHORTEST_WARM_UP, longest), shorter(SHORTEST_WARM_UP, longest));
                    }
                }
                awaitClosed(server);
            }
            return server;
        } catch (IOException | RuntimeException e) {
            end(server);
            throw e;
        }
    }

    private Trial measure(Visit visit, int connections, Load load, ServerProcess server, ServerSnapshot empty,
            OpenConnections open) throws IOException {
        Duration longest = Duration.ofNanos(plan.maxWarmUpNanos());
        WarmUp warmUp = switch (load) {
            case Load.Closed closed -> open.warmUp(closed, shorter(SHORTEST_CELL_WARM_UP, longest),
                    shorter(LONGEST_CELL_WARM_UP, longest));
            case Load.Open schedule -> open.warmUp(schedule, shorter(OPEN_LOOP_WARM_UP, longest),
                    shorter(OPEN_LOOP_WARM_UP, longest));
        };
        ServerSnapshot before = server.snapshot(ANSWER_DEADLINE);
        Instant startedAt = Instant.now();
        LoadResult result = open.measure(load, Duration.ofNanos(plan.durationNanos()));
        ServerSnapshot after = server.snapshot(ANSWER_DEADLINE);
        ConnectionCounts alive = open.verifyAlive();
        ServerSnapshot full = settled(server);
        Measurement measurement = new Measurement(result.durationNanos(), result.messages(),
                new Connections(alive.asked(), alive.opened(), alive.alive(), alive.lost(), alive.openNanos()),
                EncodedHistogram.of(result.latency()), EncodedHistogram.ofNullable(result.serviceTime()),
                EncodedHistogram.ofNullable(result.sendLateness()),
                Ledger.cost(result.slices(), empty, before, after, full), result.generator(), warmUp, result.slices());
        List<Reason> objections = Judge.objections(load, measurement, alive.firstFailure());
        return new Trial(RunManifest.SCHEMA, ++sequence, visit.fork(), cell(visit, connections, load), startedAt,
                objections.isEmpty() ? Outcome.VALID : Outcome.INVALID,
                objections.isEmpty() ? Judge.remarks(load, measurement) : objections, measurement);
    }

    /** The server after a collection, so that what is resident is what is in use. */
    private static ServerSnapshot settled(ServerProcess server) throws IOException {
        server.collectGarbage(ANSWER_DEADLINE);
        return server.snapshot(ANSWER_DEADLINE);
    }

    private static void requireAll(ConnectionCounts counts) throws IOException {
        if (counts.alive() < counts.asked()) {
            throw new IOException(
                    counts.alive() + " of " + counts.asked() + " connections could be opened; the first that failed: "
                            + counts.firstFailure());
        }
    }

    /** Connections are reset by now; the server notices one after the other. */
    private static void awaitClosed(ServerProcess server) throws IOException {
        long deadline = System.nanoTime() + CLOSE_DEADLINE.toNanos();
        long open = server.snapshot(ANSWER_DEADLINE).server().open();
        while (open > 0) {
            if (System.nanoTime() - deadline > 0) {
                throw new IOException("the server still holds " + open + " connections " + CLOSE_DEADLINE.toSeconds()
                        + " s after all were reset");
            }
            pause();
            open = server.snapshot(ANSWER_DEADLINE).server().open();
        }
    }

    private static void pause() throws IOException {
        try {
            Thread.sleep(5);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while the server was closing connections", e);
        }
    }

    private void end(@Nullable ServerProcess server) {
        if (server != null) {
            try {
                if (!stopped.getAsBoolean()) { // else killing it is quicker
                    server.stop();
                }
            } catch (IOException e) {
                progress.warn(oneLine(String.valueOf(e.getMessage())));
            } finally {
                server.close();
            }
        }
    }

    private Target target(ServerProcess server) {
        return new Target(server.address(), OptionalLong.of(server.pid()));
    }

    /** The active connections are others for each fork and size, and the same when the run is repeated with its seed. */
    private Crowd crowd(Visit visit, int connections) {
        long seed = new SplittableRandom(plan.seed() * 31 + visit.fork()).nextLong() + connections;
        return new Crowd(connections, Math.min(plan.active(), connections), plan.payloadBytes(), seed);
    }

    private Cell cell(Visit visit, int connections, Load load) {
        return new Cell(visit.subject(), connections, Math.min(plan.active(), connections), plan.payloadBytes(), load);
    }

    private void append(RunDirectory directory, Visit visit, Cell cell, Outcome outcome, Reason reason)
            throws IOException {
        append(directory, new Trial(RunManifest.SCHEMA, ++sequence, visit.fork(), cell, Instant.now(), outcome,
                List.of(reason), null));
    }

    private void append(RunDirectory directory, Trial trial) throws IOException {
        try {
            directory.append(trial);
        } catch (IOException e) {
            throw new ResultsNotWrittenException(directory.path(), e);
        }
        progress.ended(trial);
    }

    private static Duration shorter(Duration one, Duration other) {
        return one.compareTo(other) <= 0 ? one : other;
    }

    private static String oneLine(String text) {
        return text.lines().filter(line -> !line.isBlank()).findFirst().orElse("no message");
    }
}

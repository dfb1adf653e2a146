package org.echoscale.bench.run;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.function.BooleanSupplier;
import org.echoscale.bench.limits.Limits;
import org.echoscale.bench.load.ConnectionCounts;
import org.echoscale.bench.load.Crowd;
import org.echoscale.bench.load.LoadGenerator;
import org.echoscale.bench.load.OpenConnections;
import org.echoscale.bench.server.Catalog;
import org.echoscale.core.Support;
import org.echoscale.results.files.RunDirectory;
import org.echoscale.results.model.Cell;
import org.echoscale.results.model.Load;
import org.echoscale.results.model.Measurement.WarmUp;
import org.echoscale.results.model.NullTest;
import org.echoscale.results.model.Outcome;
import org.echoscale.results.model.Plan;
import org.echoscale.results.model.Reason;
import org.echoscale.results.model.RunManifest;
import org.echoscale.results.model.RunManifest.Visit;
import org.echoscale.results.model.ServerWarmUp;
import org.echoscale.results.model.Subject;
import org.echoscale.results.model.Trial;
import org.echoscale.results.model.Waiting;
import org.echoscale.results.stats.Units;
import org.jspecify.annotations.Nullable;

/**
 * Measures a plan: for each visit a fresh server process, in it each number of connections, at each of those the loads.
 * Every trial is on disk before the next one begins; a cell that fails is a trial with a reason, and the run goes on with a
 * fresh process. For one thread, which may be interrupted to end the run early.
 */
public final class Runner {
    /** Connections with which a fresh process is warmed up, before its ladder. */
    private static final int WARM_UP_CONNECTIONS = 100;
    private static final Duration SHORTEST_WARM_UP = Duration.ofMillis(800);
    private static final Duration SHORTEST_CELL_WARM_UP = Duration.ofMillis(150);
    private static final Duration LONGEST_CELL_WARM_UP = Duration.ofMillis(600);
    /** How often a window is measured again because the machine was taken away meanwhile. */
    private static final int MOST_REPEATS = 1;
    private static final Duration SIGNAL_ARRIVES = Duration.ofMillis(200);
    private static final Duration OPEN_LOOP_WARM_UP = Duration.ofMillis(100);

    private final Plan plan;
    private final Map<String, Candidate> candidates = new LinkedHashMap<>();
    private final Limits limits;
    private final List<ExternalServer> externals;
    private final Placement placement;
    private final List<Visit> visits;
    private final List<Load> loads;
    private final Progress progress;
    private final BooleanSupplier stopped;
    private final Forecast forecast;
    private TimeLeft timeLeft;
    private List<NullTest> nullTests = List.of();
    private @Nullable SyscallCounter counter;
    private @Nullable String counting;
    private int sequence;

    /**
     * @param catalog where the plan's transports are found
     * @param externals servers that are already running and take part beside them
     * @param stopped asked between measurements: whether the run is to end early
     */
    public Runner(Plan plan, Catalog catalog, List<ExternalServer> externals, Limits limits, Progress progress,
            BooleanSupplier stopped) throws IOException {
        this.plan = plan;
        this.limits = limits;
        this.placement = Placement.onThisMachine();
        plan.transports()
                .forEach(name -> candidates.put(name, new TransportCandidate(catalog, name, placement.server())));
        this.externals = List.copyOf(externals);
        externals.forEach(external -> candidates.put(external.name(), external));
        this.forecast = Forecast.of(plan, candidates.keySet(), name -> candidate(name).support(), limits);
        this.visits = forecast.visits();
        this.loads = plan.loads();
        this.progress = progress;
        this.stopped = stopped;
        this.timeLeft = new TimeLeft(forecast.cells(), forecast.report());
    }

    /**
     * Has the system calls of the servers counted, after the measured window of each cell; to be said before the manifest is made.
     * Where nothing can count them the run goes on without, and its environment says so.
     */
    public void countSyscalls() {
        counter = SyscallCounter.onPath().orElse(null);
        Forecast longer = forecast.countingSyscalls();
        timeLeft = new TimeLeft(longer.cells(), longer.report());
        counting = counter == null ? "not counted: " + SyscallCounter.MISSING : "counted by " + counter.program();
        if (counter == null) {
            progress.warn("no system calls are counted: " + SyscallCounter.MISSING);
        }
    }

    private Waiting waiting() {
        return Objects.requireNonNullElse(plan.waiting(), Waiting.HYBRID);
    }

    private Candidate candidate(String name) {
        return Objects.requireNonNull(candidates.get(name), name);
    }

    /**
     * What the run is, to be written before it begins. Measures the floor for it, which takes about two seconds and
     * one more for each further number of active connections.
     *
     * @throws IOException when the generator cannot work here, or the calling thread is interrupted
     */
    public RunManifest manifest(String version, List<String> commandLine) throws IOException {
        externals.forEach(external -> external.target()
                .pid()
                .ifPresent(pid -> placement.unequal(external.name(), pid).ifPresent(progress::warn)));
        List<Subject> subjects = candidates.values().stream().map(Candidate::subject).toList();
        try (LoadGenerator generator = LoadGenerator.start(placement.generator(), waiting())) {
            nullTests = NullTester.measure(plan, forecast.measured(), generator, progress::warn);
        }
        return new RunManifest(RunManifest.SCHEMA, version, Instant.now(), commandLine, plan, subjects, visits,
                EnvironmentReader.read(placement, limits, counting), null,
                nullTests.isEmpty() ? null : nullTests);
    }

    /** Measures all, or until it is stopped. Returns whether it came to its end. */
    public boolean run(RunDirectory directory) throws IOException {
        try (LoadGenerator generator = LoadGenerator.start(placement.generator(), waiting())) {
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
        Support support = candidate(visit.subject()).support();
        List<Integer> ladder = new ArrayList<>();
        for (int connections : visit.connections()) {
            Optional<Reason> reason = limits.reasonAgainst(visit.subject(), support, connections);
            if (reason.isEmpty()) {
                ladder.add(connections);
            } else {
                for (Load load : loads) {
                    append(directory, unmeasured(visit, cell(visit, connections, load), Outcome.SKIPPED, reason.get()));
                }
            }
        }
        return ladder;
    }

    /** A server process, and how it was warmed up; the list is empty when it was not. */
    private record Warm(Running server, List<ServerWarmUp> warmUps) {
        Trial inIt(Trial trial) {
            return warmUps.isEmpty() ? trial : trial.with(warmUps);
        }
    }

    /** One server process with its ladder; a fresh one takes over where it fails. */
    private void visit(Visit visit, List<Integer> ladder, LoadGenerator generator, RunDirectory directory)
            throws IOException {
        Warm warm = null;
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
                    if (warm == null) {
                        warm = startWarm(visit, connections, generator);
                    }
                    Running server = warm.server();
                    Account account = server.account();
                    Optional<Reason> death = Optional.empty();
                    try (OpenConnections open = generator.open(server.target(), crowd(visit, connections))) {
                        requireAll(open.counts(), "");
                        for (Load load : loads) {
                            Trial trial = warm.inIt(measure(visit, connections, load, open, account));
                            death = ServerGone.death(trial);
                            if (death.isPresent() && isStoppedByNow()) {
                                return;
                            }
                            append(directory, load.equals(loads.getFirst()) ? counted(trial, open, server) : trial);
                            measured++;
                            if (death.isPresent()) {
                                break;
                            }
                        }
                    }
                    if (death.isPresent()) {
                        fail(directory, visit, connections, measured,
                                "not measured: the server died in the load before it", warm);
                        measured = loads.size();
                        server.kill(); // what there is to say of its end has been said
                        warm = null;
                    } else {
                        server.awaitClosed();
                    }
                } catch (ResultsNotWrittenException e) {
                    throw e; // no cell's fault, and none after it would fare better
                } catch (IOException | RuntimeException e) {
                    if (isStoppedByNow()) {
                        return; // the failure is that of being interrupted
                    }
                    String lastWords = warm == null ? "" : warm.server().lastWords();
                    String cause = e.getMessage() == null ? e.toString() : e.getMessage();
                    if (measured == loads.size()) {
                        progress.warn(cell(visit, connections, loads.getLast()) + ": after its last load: "
                                + oneLine(cause + lastWords));
                    }
                    fail(directory, visit, connections, measured, oneLine(cause + lastWords), warm);
                    end(warm, cause);
                    warm = null;
                }
                timeLeft.ended(Duration.ofNanos(System.nanoTime() - beganAt));
            }
        } finally {
            end(warm, "");
        }
    }

    /** Appends the loads of a cell from this one on as FAILED; the process is null when none became warm for it. */
    private void fail(RunDirectory directory, Visit visit, int connections, int firstLoad, String why,
            @Nullable Warm warm) throws IOException {
        for (Load load : loads.subList(firstLoad, loads.size())) {
            Trial trial = unmeasured(visit, cell(visit, connections, load), Outcome.FAILED, Reason.of("failed", why));
            append(directory, warm == null ? trial : warm.inIt(trial));
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

    /**
     * A server that has been warmed up with few connections, so that the ladder's first cell is like the others; one that others
     * have started, with no more than it is about to have in that cell.
     */
    private Warm startWarm(Visit visit, int first, LoadGenerator generator) throws IOException {
        Running server = candidate(visit.subject()).start();
        List<ServerWarmUp> warmUps = new ArrayList<>();
        try {
            if (plan.maxWarmUpNanos() > 0) {
                Candidate candidate = candidate(visit.subject());
                int connections = Math.min(candidate.startsCold() ? WARM_UP_CONNECTIONS : first,
                        Math.min(WARM_UP_CONNECTIONS, candidate.connectionLimit()));
                Duration longest = Duration.ofNanos(plan.maxWarmUpNanos());
                Duration shortest = shorter(SHORTEST_WARM_UP, longest);
                try (OpenConnections open = generator.open(server.target(), crowd(visit, connections))) {
                    requireAll(open.counts(), "in the warm-up, ");
                    for (Load load : loads) {
                        Duration atMost = load.equals(loads.getFirst()) ? longest : shortest;
                        warmUps.add(new ServerWarmUp(connections, plan.activeOf(connections), load,
                                open.warmUp(load, shortest, atMost)));
                    }
                }
                server.awaitClosed();
            }
            return new Warm(server, List.copyOf(warmUps));
        } catch (IOException | RuntimeException e) {
            end(server, "");
            throw e;
        }
    }

    private Trial measure(Visit visit, int connections, Load load, OpenConnections open, Account account)
            throws IOException {
        Duration longest = Duration.ofNanos(plan.maxWarmUpNanos());
        WarmUp warmUp = switch (load) {
            case Load.Closed _,Load.Churn _ -> open.warmUp(load, shorter(SHORTEST_CELL_WARM_UP, longest),
                    shorter(LONGEST_CELL_WARM_UP, longest));
            case Load.Open schedule -> open.warmUp(schedule, shorter(OPEN_LOOP_WARM_UP, longest),
                    shorter(OPEN_LOOP_WARM_UP, longest));
        };
        Cell cell = cell(visit, connections, load);
        int again = 0;
        Trial trial = window(visit, cell, open, warmUp, account);
        while (Judge.isDisturbed(trial) && again < MOST_REPEATS && !stopped.getAsBoolean()) {
            try {
                trial = window(visit, cell, open, warmUp, account);
            } catch (IOException | RuntimeException e) { // the first window was measured, and is not lost to the second
                progress.warn(cell + ", measured again: " + e.getMessage());
                break;
            }
            again++;
        }
        sequence++;
        return again == 0 ? trial : Judge.withRepeats(trial, again);
    }

    /** Once for each cell, with its first load: a closed loop where the plan has one. */
    private Trial counted(Trial trial, OpenConnections open, Running server) {
        return counter == null ? trial : CountedWindow.after(trial, open, server.target().pid(), counter);
    }

    private Trial window(Visit visit, Cell cell, OpenConnections open, WarmUp warmUp, Account account)
            throws IOException {
        return Window.measure(sequence + 1, visit.fork(), cell, open, warmUp, Duration.ofNanos(plan.durationNanos()),
                account, NullTester.of(nullTests, cell.active()));
    }

    private static void requireAll(ConnectionCounts counts, String when) throws IOException {
        if (counts.alive() < counts.asked()) {
            throw new IOException(
                    when + counts.alive() + " of " + counts.asked() + " " + Units.noun(counts.asked(), "connection")
                            + " could be opened; the first that failed: "
                            + counts.firstFailure());
        }
    }

    /**
     * Ends it, and warns of how it ended, if that is not as it should and was not said yet.
     *
     * @param said what was said of it
     */
    private void end(@Nullable Warm warm, String said) {
        if (warm != null) {
            end(warm.server(), said);
        }
    }

    private void end(Running server, String said) {
        try {
            if (stopped.getAsBoolean()) {
                server.kill();
            } else {
                server.stop();
            }
        } catch (IOException e) {
            String how = String.valueOf(e.getMessage());
            if (!said.contains(how)) {
                progress.warn(oneLine(how));
            }
        }
    }

    /** The active connections are others for each fork and size, and the same when the run is repeated with its seed. */
    private Crowd crowd(Visit visit, int connections) {
        long seed = new SplittableRandom(plan.seed() * 31 + visit.fork()).nextLong() + connections;
        return new Crowd(connections, plan.activeOf(connections), plan.payloadBytes(), seed);
    }

    private Cell cell(Visit visit, int connections, Load load) {
        return new Cell(visit.subject(), connections, plan.activeOf(connections), plan.payloadBytes(), load);
    }

    private Trial unmeasured(Visit visit, Cell cell, Outcome outcome, Reason reason) {
        return new Trial(RunManifest.SCHEMA, ++sequence, visit.fork(), cell, Instant.now(), outcome, List.of(reason),
                null);
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

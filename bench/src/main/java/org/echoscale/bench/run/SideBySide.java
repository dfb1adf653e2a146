package org.echoscale.bench.run;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import java.util.function.Function;
import java.util.function.LongFunction;
import org.echoscale.bench.limits.Limits;
import org.echoscale.bench.load.ConnectionCounts;
import org.echoscale.bench.load.Crowd;
import org.echoscale.bench.load.LoadGenerator;
import org.echoscale.bench.load.LoadResult;
import org.echoscale.bench.load.OpenConnections;
import org.echoscale.bench.load.Target;
import org.echoscale.bench.server.Catalog;
import org.echoscale.bench.server.Listening;
import org.echoscale.bench.server.ServerFailedException;
import org.echoscale.bench.server.ServerLaunch;
import org.echoscale.bench.server.ServerProcess;
import org.echoscale.results.model.Load;
import org.echoscale.results.model.Machine;
import org.echoscale.results.model.Measurement.Slice;
import org.echoscale.results.model.Measurement.WarmUp;
import org.echoscale.results.model.RunManifest.Environment;
import org.echoscale.results.stats.Units;
import org.jspecify.annotations.Nullable;

/**
 * Servers compared side by side: all are up with all connections open, and short slices of closed-loop load go to one after
 * the other, in a new random order each round. A drift of the machine falls on all of them, and the ratios within a round
 * are far quieter than the figures themselves. A fork is a set of fresh server processes. For one thread, which may be
 * interrupted to end the comparison early.
 */
public final class SideBySide {
    private static final Duration START_DEADLINE = Duration.ofSeconds(20);
    private static final Duration DEATH_DEADLINE = Duration.ofMillis(500);
    /** Descriptors of the generator's process that are for other things than connections. */
    private static final long OTHER_DESCRIPTORS = 200;
    /** Rounds of a fork that may be repeated, or a tenth of them if that is more. */
    private static final int FEW_ROUNDS = 3;
    private static final Load LOAD = new Load.Closed(1);

    private final Catalog catalog;
    private final List<Contender> contenders;
    private final Settings settings;
    private final Limits limits;
    private final Watcher watcher;
    private final Placement placement;
    private final ComparisonTime time;
    private final RoundWatch rounds;
    private final List<WarmedUp> warmUps = new ArrayList<>();

    /**
     * How servers are compared.
     *
     * @param connections open on each server
     * @param active those that carry messages
     * @param forks sets of fresh server processes
     * @param rounds slices of each server in a fork
     * @param slice length of a slice
     * @param warmUp load on each server before the first round
     * @param seed of the order of slices and the choice of active connections
     */
    public record Settings(int connections, int active, int payloadBytes, int forks, int rounds, Duration slice,
            Duration warmUp, long seed) {
        /** Of a slice. */
        public static final Duration SHORTEST_SLICE = Duration.ofMillis(5);
        /** … and of a warm-up. */
        public static final Duration LONGEST = Duration.ofHours(1);

        public Settings {
            if (active < 1 || active > connections) {
                throw new IllegalArgumentException("active " + active + " is not from 1 to connections " + connections);
            }
            if (payloadBytes < 1 || payloadBytes > Crowd.LARGEST_PAYLOAD) {
                throw new IllegalArgumentException(
                        "payload " + payloadBytes + " is not from 1 to " + Crowd.LARGEST_PAYLOAD);
            }
            if (forks < 1 || rounds < 1) {
                throw new IllegalArgumentException("forks " + forks + " and rounds " + rounds + " are not both from 1");
            }
            if (slice.compareTo(SHORTEST_SLICE) < 0 || slice.compareTo(LONGEST) > 0) {
                throw new IllegalArgumentException("slice is not from 5 ms to 1 hour");
            }
            if (warmUp.compareTo(LONGEST) > 0) {
                throw new IllegalArgumentException("warm-up is longer than 1 hour");
            }
        }
    }

    /**
     * One slice on one server.
     *
     * @param fork and {@code round} count from 1
     * @param messages that came back in it
     * @param nanos its length
     * @param serverCpuNanos of the whole server process
     * @param generatorCpuNanos of the generator's thread
     * @param p50Nanos median round trip
     * @param allocatedBytes by the generator's thread
     */
    public record Sample(String server, int fork, int round, long messages, long nanos, long serverCpuNanos,
            long generatorCpuNanos, long p50Nanos, long allocatedBytes) {
        public double serverMicros() {
            return serverCpuNanos / 1e3 / messages;
        }

        public double generatorMicros() {
            return generatorCpuNanos / 1e3 / messages;
        }

        /** Server CPU ÷ generator CPU: what varies with the machine varies in both. */
        public double quotient() {
            return (double) serverCpuNanos / generatorCpuNanos;
        }
    }

    /** Follows a comparison as it goes on. Called from the thread that runs it. */
    public interface Watcher {

        /** Something begins: in words, with the planned time that is left, of all. */
        void at(String what, Duration left, Duration total);

        /** A round is complete: a sample of each server, in the order in which they were taken. */
        void measured(List<Sample> round);

        /** Something that the user should know. */
        void warn(String line);
    }

    /**
     * What the machine did during the rounds.
     *
     * @param repeatedRounds put aside, because the machine was taken away during them, and measured again
     * @param disturbedRounds that count although it was, as too many had been repeated
     * @param stealMedian of the rounds that count: part of the time of one CPU that the hypervisor gave to others; null where it does
     *            not tell
     * @param stealWorst the largest part
     */
    public record Meanwhile(int repeatedRounds, int disturbedRounds, @Nullable Double stealMedian,
            @Nullable Double stealWorst) {}

    /**
     * How a server was warmed up in a fork, with the load and the connections of the rounds.
     *
     * @param fork counts from 1
     */
    public record WarmedUp(String server, int fork, WarmUp warmUp) {}

    /** One server of a fork, with its connections. */
    private record Arm(Contender contender, long pid, @Nullable ServerProcess process, ChildProcesses children,
            @Nullable Holder holder, OpenConnections open) {
        String name() {
            return contender.name();
        }
    }

    /**
     * @param contenders at least two, of different names
     */
    public SideBySide(Catalog catalog, List<Contender> contenders, Settings settings, Limits limits, Watcher watcher)
            throws IOException {
        this(catalog, contenders, settings, limits, watcher,
                RoundWatch.ofThisMachine(Placement.onThisMachine().generator()));
    }

    SideBySide(Catalog catalog, List<Contender> contenders, Settings settings, Limits limits, Watcher watcher,
            Function<Collection<Long>, LongFunction<Machine>> machine) throws IOException {
        this.catalog = catalog;
        this.contenders = List.copyOf(contenders);
        this.settings = settings;
        this.limits = limits;
        this.watcher = watcher;
        this.placement = Placement.onThisMachine();
        this.time = new ComparisonTime(settings, contenders.size(),
                (int) contenders.stream().filter(Contender.Own.class::isInstance).count());
        this.rounds = new RoundWatch(machine, MachineWatch.cpus(),
                contenders.stream().allMatch(Contender.Own.class::isInstance),
                (long) settings.forks() * settings.rounds());
        long most = limits.openFiles().orElse(Long.MAX_VALUE) - OTHER_DESCRIPTORS;
        if ((long) settings.active() * contenders.size() > most) {
            throw new IllegalArgumentException(contenders.size() + " servers with " + settings.active()
                    + " active connections each need more descriptors than one process may have; RLIMIT_NOFILE is "
                    + limits.openFiles().orElse(0L));
        }
    }

    /** What the machine did during the rounds so far. */
    public Meanwhile meanwhile() {
        return rounds.summary();
    }

    /** How each server of each fork was warmed up so far. */
    public List<WarmedUp> warmUps() {
        return List.copyOf(warmUps);
    }

    /** Where it runs. */
    public Environment environment() {
        return EnvironmentReader.read(placement, limits);
    }

    /**
     * Lets each server that is already running echo a few bytes.
     *
     * @throws ContenderFailedException when one does not, or its CPU time cannot be read
     */
    public void checkExternals() throws IOException {
        try (LoadGenerator generator = LoadGenerator.start(placement.generator())) {
            for (Contender contender : contenders) {
                if (contender instanceof Contender.External external) {
                    checkEcho(generator, external);
                    placement.unequal(external.name(), external.target().pid().orElseThrow()).ifPresent(watcher::warn);
                }
            }
        }
    }

    private static void checkEcho(LoadGenerator generator, Contender.External external) throws IOException {
        String where = external.name() + ": no echo from " + Listening.text(external.target().address()) + ": ";
        try (OpenConnections open = generator.open(external.target(), new Crowd(1, 1, 1, 1))) {
            ConnectionCounts counts = open.counts();
            if (counts.alive() < counts.asked()) {
                throw new ContenderFailedException(where + counts.firstFailure(), null);
            }
            LoadResult result = open.measure(LOAD, Duration.ofMillis(5));
            if (result.slices().stream().anyMatch(slice -> slice.serverCpuNanos() == null)) {
                throw new ContenderFailedException(external.name() + ": the CPU time of its process "
                        + external.target().pid().orElseThrow() + " cannot be read", null);
            }
            if (result.messages().verified() == 0 || result.messages().corrupt() > 0) {
                throw new ContenderFailedException(where + "what was sent did not come back", null);
            }
        }
    }

    /**
     * Measures all forks.
     *
     * @throws ContenderFailedException when a server has died, lost connections, echoed something else, or is of several
     *             processes
     * @throws IOException when this side cannot go on
     */
    public void run() throws IOException {
        for (int fork = 1; fork <= settings.forks(); fork++) {
            List<AutoCloseable> toClose = new ArrayList<>();
            try {
                runFork(fork, toClose);
            } catch (IOException | RuntimeException e) {
                closeAll(toClose, e);
                throw e;
            }
            closeAll(toClose, null);
        }
    }

    private void runFork(int fork, List<AutoCloseable> toClose) throws IOException {
        String where = "fork " + fork + " of " + settings.forks();
        watcher.at(where + ": starting", time.beforeFork(fork), time.total());
        long began = System.nanoTime();
        LoadGenerator generator = LoadGenerator.start(placement.generator());
        toClose.add(generator); // first in, so last to be closed
        List<Arm> arms = new ArrayList<>();
        for (Contender contender : contenders) {
            arms.add(arm(contender, fork, generator, toClose));
        }
        time.started(Duration.ofNanos(System.nanoTime() - began));
        for (int warm = 0; warm < arms.size(); warm++) {
            Arm arm = arms.get(warm);
            watcher.at(where + ": warming up " + arm.name(), time.within(fork, warm, 0), time.total());
            warmUp(arm, fork);
        }
        Random random = new Random(settings.seed() + fork);
        int repeated = 0;
        for (int round = 1; round <= settings.rounds(); round++) {
            watcher.at(where + ": round " + round + " of " + settings.rounds(),
                    time.within(fork, arms.size(), round - 1), time.total());
            Collections.shuffle(arms, random); // once, so that a round that is repeated changes none after it
            OwnCpu own = begin(arms);
            List<Sample> samples = round(arms, fork, round, repeated);
            while (samples.size() < arms.size() || !rounds.counts(own.nanos())) {
                repeated += samples.size() < arms.size() ? 1 : 0;
                own = begin(arms);
                samples = round(arms, fork, round, repeated);
            }
            watcher.measured(samples);
        }
        if (repeated > 0) {
            watcher.warn("fork " + fork + ": " + repeated + (repeated == 1 ? " round was" : " rounds were")
                    + " repeated, because no reply came within a slice");
        }
        for (Arm arm : arms) {
            verify(arm, fork);
        }
    }

    /** A round begins, for the first time or again. */
    private OwnCpu begin(List<Arm> arms) {
        List<Long> servers = arms.stream().map(Arm::pid).toList();
        OwnCpu own = new OwnCpu(servers);
        rounds.begin(servers);
        return own;
    }

    /**
     * A slice of each, in their order of now. A slice without any reply ends the round early: the machine stood still for its
     * length, or it is too short for this server.
     */
    private List<Sample> round(List<Arm> arms, int fork, int round, int repeated) throws IOException {
        List<Sample> samples = new ArrayList<>();
        for (Arm arm : arms) {
            Sample sample = sample(arm, fork, round);
            if (sample == null) {
                if (repeated >= Math.max(FEW_ROUNDS, settings.rounds() / 10)) {
                    throw failure(arm, "fork " + fork + ", round " + round, "no reply within a slice of "
                            + settings.slice().toMillis() + " ms, again and again (try a longer --slice)", null);
                }
                return samples;
            }
            samples.add(sample);
        }
        return samples;
    }

    private Arm arm(Contender contender, int fork, LoadGenerator generator, List<AutoCloseable> toClose)
            throws IOException {
        ServerProcess process = null;
        Target target;
        switch (contender) {
            case Contender.External external -> target = external.target();
            case Contender.Own own -> {
                process = ServerProcess.start(ServerLaunch.of(catalog, own.transport()).withCpus(placement.server()),
                        START_DEADLINE);
                toClose.add(process);
                target = new Target(process.address(), OptionalLong.of(process.pid()));
            }
        }
        ChildProcesses children = new ChildProcesses(target.pid().orElseThrow());
        Holder holder = null;
        int open = settings.connections();
        if (apart()) {
            open = settings.active();
            holder = Holder.open(target.address(), settings.connections() - open);
            toClose.add(holder);
        }
        OpenConnections connections = generator.open(target,
                new Crowd(open, settings.active(), settings.payloadBytes(), settings.seed() + fork));
        toClose.add(connections);
        Arm arm = new Arm(contender, target.pid().orElseThrow(), process, children, holder, connections);
        requireAlive(arm, "fork " + fork + ", opening connections", connections.counts());
        return arm;
    }

    /** Whether idle connections go to processes of their own, because one has too few descriptors for all. */
    private boolean apart() {
        return settings.active() < settings.connections() && (long) contenders.size() * settings.connections() > limits
                .openFiles()
                .orElse(Long.MAX_VALUE) - OTHER_DESCRIPTORS;
    }

    private void warmUp(Arm arm, int fork) throws IOException {
        String where = "fork " + fork + ", warm-up";
        try {
            warmUps.add(
                    new WarmedUp(arm.name(), fork, arm.open().warmUp(LOAD, settings.warmUp(), settings.warmUp())));
        } catch (InterruptedIOException e) {
            throw e;
        } catch (IOException e) {
            throw failure(arm, where, String.valueOf(e.getMessage()), e);
        }
        requireAlive(arm, where, arm.open().counts());
        requireAlone(arm, where);
    }

    /** Its CPU time is that of one process. */
    private static void requireAlone(Arm arm, String where) throws IOException {
        Optional<String> uncounted = arm.children().uncounted();
        if (uncounted.isPresent()) {
            throw failure(arm, where, uncounted.get(), null);
        }
    }

    /** Null when no reply came within the slice. */
    private @Nullable Sample sample(Arm arm, int fork, int round) throws IOException {
        String where = "fork " + fork + ", round " + round;
        LoadResult result;
        try {
            result = arm.open().measure(LOAD, settings.slice());
        } catch (InterruptedIOException e) {
            throw e;
        } catch (IOException e) {
            throw failure(arm, where, String.valueOf(e.getMessage()), e);
        }
        if (result.messages().missing() > 0 || result.messages().corrupt() > 0) {
            throw failure(arm, where, result.messages().missing() + " replies missing, "
                    + result.messages().corrupt() + " wrong", null);
        }
        requireAlive(arm, where, arm.open().counts());
        if (result.messages().received() == 0) {
            return null;
        }
        long serverCpu = 0;
        for (Slice slice : result.slices()) {
            Long part = slice.serverCpuNanos();
            if (part == null) {
                throw failure(arm, where, "the CPU time of process " + arm.pid() + " cannot be read", null);
            }
            serverCpu += part;
        }
        if (serverCpu <= 0) {
            throw failure(arm, where, "process " + arm.pid() + " used no CPU while it echoed; is it the right one?",
                    null);
        }
        return new Sample(arm.name(), fork, round, result.messages().received(), result.durationNanos(), serverCpu,
                result.generator().threadCpuNanos(), result.latency().getValueAtPercentile(50),
                result.generator().allocatedBytes());
    }

    private void verify(Arm arm, int fork) throws IOException {
        String where = "fork " + fork + ", after its last round";
        requireAlive(arm, where, arm.open().verifyAlive());
        requireAlone(arm, where);
        if (arm.holder() != null) {
            try {
                arm.holder().verify(settings.connections() - settings.active());
            } catch (InterruptedIOException e) {
                throw e;
            } catch (IOException e) {
                throw failure(arm, where, String.valueOf(e.getMessage()), e);
            }
        }
    }

    private static void requireAlive(Arm arm, String where, ConnectionCounts counts) throws IOException {
        if (counts.alive() < counts.asked()) {
            throw failure(arm, where, counts.alive() + " of " + counts.asked()
                    + " " + Units.noun(counts.asked(), "connection") + " alive; the first that failed: "
                    + counts.firstFailure(), null);
        }
    }

    /** What happened to a server: the end of its process says more than what the end did to the connections. */
    private static IOException failure(Arm arm, String where, String trouble, @Nullable Exception cause) {
        if (!hasEnded(arm.pid())) {
            return new ContenderFailedException(arm.name() + " failed in " + where + ": " + trouble, cause);
        }
        String end = "its process " + arm.pid() + " has ended";
        if (arm.process() != null) {
            try {
                arm.process().stop();
            } catch (ServerFailedException e) {
                end = String.valueOf(e.getMessage());
            }
        }
        return new ContenderFailedException(arm.name() + " died in " + where + ": " + end, cause);
    }

    /** Whether a process has ended, or does so within a moment: its connections break before it is gone. */
    private static boolean hasEnded(long pid) {
        long deadline = System.nanoTime() + DEATH_DEADLINE.toNanos();
        while (ProcessHandle.of(pid).filter(ProcessHandle::isAlive).isPresent()) {
            if (System.nanoTime() - deadline > 0) {
                return false;
            }
            try {
                Thread.sleep(10);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return false;
            }
        }
        return true;
    }

    /** Closes in reverse order. What fails on the way is thrown, unless something else has failed before. */
    private static void closeAll(List<AutoCloseable> toClose, @Nullable Exception before) throws IOException {
        IOException failure = null;
        for (AutoCloseable one : toClose.reversed()) {
            try {
                one.close();
            } catch (Exception e) {
                if (before != null) {
                    before.addSuppressed(e);
                } else if (failure == null) {
                    failure = new IOException("closing a server or its connections: " + e.getMessage(), e);
                } else {
                    failure.addSuppressed(e);
                }
            }
        }
        if (failure != null) {
            throw failure;
        }
    }
}

package org.echoscale.results.testdata;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import org.HdrHistogram.Histogram;
import org.echoscale.results.files.RunDirectory;
import org.echoscale.results.files.RunResults;
import org.echoscale.results.model.Cell;
import org.echoscale.results.model.EncodedHistogram;
import org.echoscale.results.model.Fairness;
import org.echoscale.results.model.KernelGrowth;
import org.echoscale.results.model.KernelMemory;
import org.echoscale.results.model.Load;
import org.echoscale.results.model.Machine;
import org.echoscale.results.model.Measurement;
import org.echoscale.results.model.NullTest;
import org.echoscale.results.model.Outcome;
import org.echoscale.results.model.Plan;
import org.echoscale.results.model.Reason;
import org.echoscale.results.model.RunManifest;
import org.echoscale.results.model.ServerWarmUp;
import org.echoscale.results.model.Subject;
import org.echoscale.results.model.SyscallCounts;
import org.echoscale.results.model.Trial;
import org.echoscale.results.model.Waiting;
import org.jspecify.annotations.Nullable;

/**
 * A run that nobody measured: made-up subjects with made-up costs, the same for the same seed. The names say so, so that
 * no figure of a test can be taken for a measurement.
 */
public final class SyntheticRun {
    private static final NullTest NULL_TEST = new NullTest(64, 310_000, 3_100.0, 6_200, 9_000L, 31_000L, 150L, 9_500L);
    public static final Instant START = Instant.parse("2000-01-01T00:00:00Z");

    /** What a made-up subject costs: {@code floorMicros + microsPerThousand * N / 1000} of CPU a message. */
    public record Cost(double floorMicros, double microsPerThousand, double residentPerConnection, int limit) {
        public static Cost flat(double micros) {
            return new Cost(micros, 0, 1_000, Integer.MAX_VALUE);
        }

        public Cost growing(double perThousand) {
            return new Cost(floorMicros, perThousand, residentPerConnection, limit);
        }

        public Cost limited(int most) {
            return new Cost(floorMicros, microsPerThousand, residentPerConnection, most);
        }

        public Cost resident(double perConnection) {
            return new Cost(floorMicros, microsPerThousand, perConnection, limit);
        }

        double micros(int connections) {
            return floorMicros + microsPerThousand * connections / 1000;
        }
    }

    private final Map<String, Cost> subjects = new LinkedHashMap<>();
    private final Map<String, String> mechanisms = new LinkedHashMap<>();
    private final Set<String> floors = new LinkedHashSet<>();
    private final Set<String> externals = new LinkedHashSet<>();
    private List<Integer> ladder = List.of(10, 100, 1_000, 10_000);
    private int forks = 3;
    private @Nullable Waiting waiting = Waiting.HYBRID;
    private double spread = 0.02;
    private long seed = 1;
    private @Nullable Integer depth = 1;
    private @Nullable Double rate = 20_000.0;
    private final Map<String, Outcome> outcomes = new LinkedHashMap<>();
    private final Set<String> loadsWithOutcome = new LinkedHashSet<>();
    private List<String> commandLine = List.of("run", "synthetic");
    private long windowNanos = 600_000_000L;
    private boolean steady = true;
    private final Set<String> restless = new LinkedHashSet<>();
    private boolean watched;
    private @Nullable List<NullTest> nullTests;
    private double userShare = 0.2;
    private boolean late;
    private Load.Schedule schedule = Load.Schedule.CONSTANT;
    private @Nullable Integer burst;
    private @Nullable Integer churn;
    private @Nullable Double activeShare;
    private final Map<String, String> facts = new TreeMap<>(
            Map.of("made.up", "yes: no machine measured this", "loadavg", "0.00 0.00 0.00"));

    /** A run of twelve subjects whose curves differ in the ways that charts must show. */
    public static SyntheticRun twelve() {
        SyntheticRun run = new SyntheticRun();
        run.subject("made-up-scan-a", Cost.flat(6).growing(5).limited(1_000));
        run.subject("made-up-scan-b", Cost.flat(6).growing(4));
        run.subject("made-up-flat-a", Cost.flat(6).resident(10));
        run.subject("made-up-flat-b", Cost.flat(5.8).resident(12));
        run.subject("made-up-flat-c", Cost.flat(6.3).resident(900));
        run.subject("made-up-scan-c", Cost.flat(6.5).growing(3.5).resident(950));
        run.subject("made-up-flat-d", Cost.flat(6.6).resident(1_700));
        run.subject("made-up-flat-e", Cost.flat(6.9).resident(1_800));
        run.subject("made-up-flat-f", Cost.flat(7.1).resident(2_200));
        run.subject("made-up-task-a", Cost.flat(9).growing(0.9).resident(39_000));
        run.subject("made-up-task-b", Cost.flat(7.5).growing(0.4).resident(9_900));
        run.subject("made-up-one", Cost.flat(5.5).limited(1));
        return run;
    }

    public SyntheticRun subject(String name, Cost cost) {
        subjects.put(name, cost);
        return this;
    }

    public SyntheticRun mechanism(String name, String mechanism) {
        mechanisms.put(name, mechanism);
        return this;
    }

    /** One that is there to show the least that is possible. */
    public SyntheticRun floor(String name) {
        floors.add(name);
        return this;
    }

    /** One that was already running: each fork meets the same process, which keeps what it once touched. */
    public SyntheticRun external(String name) {
        externals.add(name);
        return this;
    }

    public SyntheticRun ladder(Integer... connections) {
        ladder = List.of(connections);
        return this;
    }

    public SyntheticRun forks(int count) {
        forks = count;
        return this;
    }

    /** Standard deviation between forks, as a fraction. */
    public SyntheticRun spread(double fraction) {
        spread = fraction;
        return this;
    }

    public SyntheticRun seed(long value) {
        seed = value;
        return this;
    }

    public SyntheticRun closedOnly() {
        rate = null;
        return this;
    }

    public SyntheticRun openOnly() {
        depth = null;
        return this;
    }

    /** The outcome of all trials of a subject at a number of connections. */
    public SyntheticRun outcome(String subject, int connections, Outcome outcome) {
        outcomes.put(subject + "@" + connections, outcome);
        return this;
    }

    /** The same of one load alone: closed or open. */
    public SyntheticRun outcome(String subject, int connections, String load, Outcome outcome) {
        loadsWithOutcome.add(subject + "@" + connections);
        outcomes.put(subject + "@" + connections + "@" + load, outcome);
        return this;
    }

    public SyntheticRun commandLine(String... words) {
        commandLine = List.of(words);
        return this;
    }

    /** A shorter window has fewer messages, so that percentiles lack samples. */
    public SyntheticRun windowMillis(long millis) {
        windowNanos = millis * 1_000_000;
        return this;
    }

    /** Every warm-up ended before a steady state. */
    public SyntheticRun unsteady() {
        steady = false;
        return this;
    }

    /** The processes of this server never became steady, those of the others did; how they were warmed up is known. */
    public SyntheticRun restless(String name) {
        restless.add(name);
        return this;
    }

    /** The part of the servers' CPU time in user mode. */
    public SyntheticRun userShare(double part) {
        userShare = part;
        return this;
    }

    /** Fairness, machine and the warm-up of processes were watched; of every server's active connections one starved. */
    public SyntheticRun watched() {
        watched = true;
        return this;
    }

    /** What was found without a server. */
    public SyntheticRun nullTests(NullTest... found) {
        nullTests = List.of(found);
        return this;
    }

    /** The generator sent one message of 200 late by 200 µs. */
    public SyntheticRun late() {
        late = true;
        return this;
    }

    /** So many of the open connections are active, instead of 64. */
    public SyntheticRun activeShare(double part) {
        activeShare = part;
        return this;
    }

    /** Churn is measured too, with so many messages on each connection. */
    public SyntheticRun churn(int messages) {
        churn = messages;
        return this;
    }

    public SyntheticRun bursts(int of) {
        schedule = Load.Schedule.BURST;
        burst = of;
        return this;
    }

    public SyntheticRun poisson() {
        schedule = Load.Schedule.POISSON;
        return this;
    }

    /** A fact of the environment. */
    public SyntheticRun fact(String name, String value) {
        facts.put(name, value);
        return this;
    }

    public SyntheticRun rate(double perSecond) {
        rate = perSecond;
        return this;
    }

    /** How the generator waited; null as in older results. */
    public SyntheticRun waiting(@Nullable Waiting how) {
        waiting = how;
        return this;
    }

    public RunManifest manifest() {
        List<Subject> list = new ArrayList<>();
        List<RunManifest.Visit> order = new ArrayList<>();
        for (String name : subjects.keySet()) {
            boolean external = externals.contains(name);
            list.add(new Subject(name, external ? Subject.Kind.EXTERNAL : Subject.Kind.BUILT_IN,
                    mechanisms.getOrDefault(name, "made up"), external ? List.of() : List.of("-Dmade.up=true"),
                    floors.contains(name) ? Boolean.TRUE : null, external ? "0-3,6" : null));
        }
        for (int fork = 1; fork <= forks; fork++) {
            for (String name : subjects.keySet()) {
                order.add(new RunManifest.Visit(name, fork, ladder));
            }
        }
        RunManifest.Environment environment = new RunManifest.Environment("Made-up OS 1.0", "made-up-64",
                "Made-up CPU", 2, 8L << 30, "none", "Made-up VM 25", List.of(0), List.of(1), 20_000,
                new TreeMap<>(facts));
        Plan plan = plan();
        return new RunManifest(RunManifest.SCHEMA, "0.0-synthetic", START,
                commandLine, plan, list, order, environment, null,
                nullTests != null ? nullTests : watched ? List.of(NULL_TEST) : null);
    }

    private Plan plan() {
        int active = activeShare == null ? 64 : Plan.share(activeShare, Collections.max(ladder));
        return new Plan("synthetic", List.copyOf(subjects.keySet()), ladder, active, activeShare, 64, depth, rate,
                rate == null ? null : schedule, rate == null ? null : burst, churn, forks, windowNanos, 2_000_000_000L,
                seed, waiting);
    }

    public List<Trial> trials() {
        Random random = new Random(seed);
        List<Trial> trials = new ArrayList<>();
        for (int fork = 1; fork <= forks; fork++) {
            for (Map.Entry<String, Cost> subject : subjects.entrySet()) {
                for (int connections : ladder) {
                    for (Load load : plan().loads()) {
                        trials.add(trial(random, trials.size() + 1, fork, subject.getKey(), subject.getValue(),
                                connections, load));
                    }
                }
            }
        }
        return trials;
    }

    public RunResults results() {
        return new RunResults(manifest(), trials(), List.of());
    }

    public RunDirectory write(Path path) throws IOException {
        RunDirectory directory = RunDirectory.create(path, manifest());
        for (Trial trial : trials()) {
            directory.append(trial);
        }
        return directory;
    }

    private Trial trial(Random random, int sequence, int fork, String name, Cost cost, int connections, Load load) {
        Trial trial = cold(random, sequence, fork, name, cost, connections, load);
        return trial.outcome() == Outcome.SKIPPED || (!watched && restless.isEmpty())
                ? trial
                : trial.with(serverWarmUps(name, fork));
    }

    /** No two processes of a server with the same figures. */
    private List<ServerWarmUp> serverWarmUps(String name, int fork) {
        boolean calm = !restless.contains(name);
        return plan().loads()
                .stream()
                .map(load -> new ServerWarmUp(100, plan().activeOf(100), load,
                        new Measurement.WarmUp(calm, 1_600_000_000L + fork, 90_000, calm ? 0.02 : 0.2, -0.001, 32)))
                .toList();
    }

    private Trial cold(Random random, int sequence, int fork, String name, Cost cost, int connections, Load load) {
        Cell cell = new Cell(name, connections, plan().activeOf(connections), 64, load);
        Instant at = START.plusSeconds(sequence);
        if (connections > cost.limit()) {
            return new Trial(RunManifest.SCHEMA, sequence, fork, cell, at, Outcome.SKIPPED,
                    List.of(new Reason("connection-limit", name + " is made up to hold at most " + cost.limit()
                            + " connections", (double) connections, (double) cost.limit())),
                    null);
        }
        String key = name + "@" + connections;
        Outcome outcome = outcomes.getOrDefault(
                loadsWithOutcome.contains(key) ? key + "@" + load.kind() : key, Outcome.VALID);
        Measurement measurement = measurement(random, cost, cell, fork > 1 && externals.contains(name));
        return switch (outcome) {
            case VALID -> new Trial(RunManifest.SCHEMA, sequence, fork, cell, at, outcome, List.of(), measurement);
            case INVALID -> new Trial(RunManifest.SCHEMA, sequence, fork, cell, at, outcome,
                    List.of(new Reason("connection-lost", "3 connections were lost (made up)", 3.0, 0.0)), measurement);
            case FAILED -> new Trial(RunManifest.SCHEMA, sequence, fork, cell, at, outcome,
                    List.of(Reason.of("server-died", "the server ended with exit code 1 (made up)")), null);
            case SKIPPED -> new Trial(RunManifest.SCHEMA, sequence, fork, cell, at, outcome,
                    List.of(Reason.of("not-supported", "not supported here (made up)")), null);
        };
    }

    /**
     * @param climbed whether the process has had all of the ladder before
     */
    private Measurement measurement(Random random, Cost cost, Cell cell, boolean climbed) {
        double noise = Math.exp(spread * random.nextGaussian());
        double serverMicros = cost.micros(cell.connections()) * noise;
        double generatorMicros = 6 * Math.exp(0.01 * random.nextGaussian());
        boolean open = cell.load() instanceof Load.Open;
        long nanos = windowNanos;
        double perSecond = cell.load() instanceof Load.Open asked
                ? asked.ratePerSecond()
                : 1e6 / Math.max(serverMicros, generatorMicros) * Math.min(1, 0.5 + cell.active() / 100.0);
        boolean churning = cell.load() instanceof Load.Churn;
        if (churning) {
            serverMicros *= 3;
            perSecond /= 3;
        }
        long messages = Math.max(1, Math.round(perSecond * nanos / 1e9));
        double typicalMicros = open ? 20 + 1.5 * serverMicros : cell.active() * 1e6 / perSecond;
        List<Measurement.Slice> slices = new ArrayList<>();
        for (int i = 0; i < 6; i++) {
            long part = messages / 6;
            double wobble = Math.exp(0.01 * random.nextGaussian());
            slices.add(new Measurement.Slice(nanos / 6, part, Math.round(part * serverMicros * 1000 * wobble),
                    Math.round(part * generatorMicros * 1000)));
        }
        long touched = ladder.stream()
                .mapToInt(n -> n)
                .filter(n -> climbed || n < cell.connections())
                .max()
                .orElse(0);
        long base = 60_000_000L + random.nextInt(10_000);
        long resident = base + Math.round(cost.residentPerConnection() * touched);
        return new Measurement(nanos,
                new Measurement.Messages(messages, messages, messages, messages, 0, 0, open ? 0L : null),
                new Measurement.Connections(cell.connections(), cell.connections(), cell.connections(), 0,
                        cell.connections() * 40_000L),
                histogram(typicalMicros, messages),
                open || churning ? histogram(typicalMicros * 0.95, messages) : null,
                open ? lateness(messages) : null,
                new Measurement.ServerCost(Math.round(messages * serverMicros * 1000),
                        Math.round(messages * serverMicros * 1000 * userShare),
                        Math.round(messages * serverMicros * 1000 * (1 - userShare)), 0L,
                        messages / 10, messages / 1000, 20, resident,
                        base + Math.round(cost.residentPerConnection() * Math.max(touched, cell.connections())),
                        messages * 2L, 0L,
                        0L,
                        messages / 4, messages, messages, messages, (long) cell.connections(), 2L, 300_000L),
                new Measurement.GeneratorCost(Math.round(messages * generatorMicros * 1000),
                        Math.round(messages * generatorMicros * 100), Math.round(messages * generatorMicros * 900),
                        Math.round(messages * generatorMicros * 1050), 0, "epoll", messages / 4, messages, messages),
                new Measurement.WarmUp(steady, 400_000_000L, messages, 0.01, -0.002, 8), slices,
                watched ? fairness(cell.active(), messages, open) : null,
                watched ? new Machine(0.01, 0L, 0.5, 0.02, 1L, 2_000_000L, 3_000_000L, 4L) : null,
                watched ? new KernelGrowth(kernel(0), kernel(cell.connections())) : null,
                watched
                        ? new SyscallCounts("strace", 1_000,
                                new TreeMap<>(Map.of("read", 1_000L, "write", 1_000L, "epoll_wait", 250L, "futex", 2L)))
                        : null);
    }

    private EncodedHistogram lateness(long messages) {
        long late = this.late ? messages / 200 : 0;
        Histogram histogram = histogram(0.2, messages - late).decode();
        histogram.recordValueWithCount(200_000, late);
        return EncodedHistogram.of(histogram);
    }

    /** 9,000 bytes a connection, 500 of buffers, two sockets. */
    private static KernelMemory kernel(int connections) {
        return new KernelMemory(100_000_000 + 8_000L * connections, 7_000L * connections,
                3_000_000 + 700L * connections,
                5_000_000 + 300L * connections, 500L * connections, 2L * connections, 20 + 2L * connections);
    }

    private static @Nullable Fairness fairness(int active, long messages, boolean open) {
        long[] replies = new long[active];
        Arrays.fill(replies, 1, active, messages / active);
        if (!open) {
            return Fairness.of(replies, 7_000_000);
        }
        long[] due = new long[active];
        Arrays.fill(due, messages / active);
        return messages < active ? null : Fairness.of(replies, due, 7_000_000);
    }

    /** Two hundred points of a skewed curve, weighted so that they add up to the number of messages. */
    private static EncodedHistogram histogram(double typicalMicros, long messages) {
        Histogram histogram = new Histogram(60_000_000_000L, 3);
        int points = 200;
        for (int i = 0; i < points; i++) {
            double q = (i + 0.5) / points;
            double value = typicalMicros * 1000 * (0.7 + 0.4 * q / Math.sqrt(1 - q));
            long count = messages / points + (i < messages % points ? 1 : 0);
            if (count > 0) {
                histogram.recordValueWithCount(Math.max(1, Math.round(value)), count);
            }
        }
        return EncodedHistogram.of(histogram);
    }
}

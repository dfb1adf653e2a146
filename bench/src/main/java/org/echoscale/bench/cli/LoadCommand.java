package org.echoscale.bench.cli;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.BitSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.echoscale.bench.cli.LoadDocument.TrialPercentiles;
import org.echoscale.bench.limits.Limit;
import org.echoscale.bench.limits.Limits;
import org.echoscale.bench.load.Crowd;
import org.echoscale.bench.load.OpenConnections;
import org.echoscale.bench.load.Target;
import org.echoscale.bench.plan.LatencyGoal;
import org.echoscale.bench.plan.Schedules;
import org.echoscale.bench.plan.Units;
import org.echoscale.bench.plan.WaitingWords;
import org.echoscale.bench.run.EnvironmentReader;
import org.echoscale.bench.run.FindMax;
import org.echoscale.bench.run.LoadTest;
import org.echoscale.bench.run.Placement;
import org.echoscale.bench.run.SyscallCounter;
import org.echoscale.results.model.Cell;
import org.echoscale.results.model.EncodedHistogram;
import org.echoscale.results.model.Fairness;
import org.echoscale.results.model.Load;
import org.echoscale.results.model.Measurement;
import org.echoscale.results.model.Measurement.ServerCost;
import org.echoscale.results.model.NullTest;
import org.echoscale.results.model.Outcome;
import org.echoscale.results.model.Reason;
import org.echoscale.results.model.RunManifest.Environment;
import org.echoscale.results.model.SyscallCounts;
import org.echoscale.results.model.Trial;
import org.echoscale.results.model.Waiting;
import org.echoscale.syscalls.Syscalls;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code load}: measures any echo server in any language. */
@Command(name = "load", mixinStandardHelpOptions = true, versionProvider = Version.class, description = {
    "Puts load on an echo server of any kind, checks every byte that comes back, and prints what it found.",
    "The server must send back each byte it receives, in order, on the same connection."}, footerHeading = "%nExamples:%n", footer = {
        "  echoscale load 127.0.0.1:7007",
        "  echoscale load 127.0.0.1:7007 --connections 10k --active 64 --duration 5s",
        "  echoscale load 127.0.0.1:7007 --connections 10k --active 10%%",
        "  echoscale load 127.0.0.1:7007 --rate 20k --schedule poisson --json",
        "  echoscale load 127.0.0.1:7007 --rate 500 --waiting block",
        "  echoscale load 127.0.0.1:7007 --find-max --slo p99=2ms",
        "  echoscale load 127.0.0.1:7007 --churn 1 --active 16",
        "  echoscale load '[::1]:7007' --payload 4KiB --depth 4 --pid 4711",
        "  echoscale load 127.0.0.1:7007 --pid 4711 --syscalls"})
final class LoadCommand implements Callable<Integer> {
    private static final Duration LONGEST_SEARCH = Duration.ofSeconds(90);
    /** Reasons of which the cause is that the generator did not have its CPU, or may be. */
    private static final Set<String> CPU_WAS_TAKEN = Set.of("sent-late", "generator-behind", "steal");
    /** Named on the terminal; --json has all. */
    private static final int MOST_CALLS = 8;

    private final Terminal terminal;

    @Parameters(paramLabel = "HOST:PORT", description = "Where the server listens.")
    private String server = "";

    @Option(names = "--connections", paramLabel = "COUNT", description = "Connections to open. Default: ${DEFAULT-VALUE}.")
    private String connections = "100";

    @Option(names = "--active", paramLabel = "ACTIVE", description = "How many of them carry messages: as many, or with %% that part of them: 64, 10%%. Default: 64, or all if there are fewer.")
    private @Nullable String active;

    @Option(names = "--payload", paramLabel = "BYTES", description = "Size of a message. Default: ${DEFAULT-VALUE}.")
    private String payload = "64";

    @Option(names = "--depth", paramLabel = "COUNT", description = "Closed loop: messages outstanding on each active connection. Default: 1.")
    private @Nullable String depth;

    @Option(names = "--rate", paramLabel = "RATE", description = "Open loop instead: messages per second over all connections. With --find-max: the rate that the search begins at.")
    private @Nullable String rate;

    @Option(names = "--schedule", paramLabel = "SCHEDULE", description = "How the messages of --rate lie: constant, poisson, or burst:16 for 16 at a time. Default: constant.")
    private @Nullable String schedule;

    @Option(names = "--churn", paramLabel = "COUNT", description = "Churn instead: each active connection carries so many messages, is reset, and opened again.")
    private @Nullable String churn;

    @Option(names = "--find-max", arity = "0..1", fallbackValue = "rate", paramLabel = "WHAT", description = "Search the highest rate that keeps the bound of --slo, or with --find-max=connections the most connections at the rate of --rate.")
    private @Nullable String findMax;

    @Option(names = "--slo", paramLabel = "BOUND", description = "The bound for --find-max, on a percentile of the latency, 3 s at most: p99=2ms.")
    private @Nullable String slo;

    @Option(names = "--duration", paramLabel = "TIME", description = "Length of the measured window. Default: ${DEFAULT-VALUE}.")
    private String duration = "2s";

    @Option(names = "--warm-up", paramLabel = "TIME", description = "The most time spent warming up. Default: ${DEFAULT-VALUE}.")
    private String warmUp = "3s";

    @Option(names = "--waiting", paramLabel = "HOW", description = "How to wait for the next message's time: hybrid (spin when it is less than 2 ms away), spin or block. Default: ${DEFAULT-VALUE}.")
    private String waiting = Waiting.HYBRID.word();

    @Option(names = "--seed", paramLabel = "NUMBER", description = "Repeats the random choices of another run.")
    private @Nullable Long seed;

    @Option(names = "--pid", paramLabel = "PID", description = "The server's process on this machine, for its CPU time.")
    private @Nullable Long pid;

    @Option(names = "--syscalls", description = "Count the system calls of the process of --pid too, by strace or perf, in a short window after the measured one.")
    private boolean syscalls;

    @Option(names = "--json", description = "Print the trial, or what was found, with its environment as JSON, as docs/results.md describes them.")
    private boolean json;

    LoadCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws IOException {
        Syscalls.unavailable().ifPresent(reason -> {
            throw new UsageException("load: the load generator cannot work here: " + reason);
        });
        Target target = new Target(HostAndPort.parse(server),
                pid == null ? OptionalLong.empty() : OptionalLong.of(pid));
        if (pid != null && ProcessHandle.of(pid).isEmpty()) {
            throw new UsageException("--pid: there is no process " + pid + " on this machine");
        }
        if (syscalls && pid == null) {
            throw new UsageException("--syscalls needs --pid: the calls of a process are counted");
        }
        int open = OptionText.parse("--connections", connections, Units::count);
        Crowd crowd = crowd(open);
        Limits limits = Limits.read();
        limits.reasonAgainstOpening(open).ifPresent(reason -> {
            throw new UsageException("--connections: " + reason.message());
        });
        if (findMax != null || slo != null) {
            return findMax(target, crowd, limits);
        }
        Load load = load(crowd.active());
        Waiting how = OptionText.parse("--waiting", waiting, WaitingWords::parse);
        Environment environment = environment(limits);
        Duration longestWarmUp = OptionText.parse("--warm-up", warmUp, Units::duration);
        Duration window = OptionText.parse("--duration", duration, Units::duration);
        try (Interruption interruption = new Interruption(() -> {})) {
            interruption.watchThisThread();
            long began = System.nanoTime();
            NullTest floor;
            Trial trial;
            try {
                floor = load instanceof Load.Churn ? null : floor(crowd, load, how);
                trial = new LoadTest(server, target, crowd, load, longestWarmUp, window, floor, how).run(counter());
            } catch (IOException e) {
                if (!interruption.requested()) { // else the failure is that of being interrupted
                    throw e;
                }
                interruption.clear();
                terminal.err()
                        .println(
                                "echoscale: " + e.getMessage() + "; nothing was measured whole, so there is no figure");
                return ExitCode.INTERRUPTED;
            }
            interruption.clear(); // what there is gets shown, also after Ctrl-C
            show(trial, crowd, environment, floor, (System.nanoTime() - began) / 1e9);
            return trial.outcome() == Outcome.VALID ? ExitCode.FINE : ExitCode.INVALID;
        }
    }

    private void show(Trial trial, Crowd crowd, Environment environment, @Nullable NullTest floor, double seconds)
            throws IOException {
        if (json) {
            terminal.out()
                    .println(Json.text(new LoadDocument(trial, crowd.seed(), percentiles(trial), environment, floor)));
        } else {
            print(trial, crowd.seed(), floor, seconds);
        }
    }

    /** Before the measurement, as a run does: uptime and load average are those that it began with. */
    private static Environment environment(Limits limits) throws IOException {
        return EnvironmentReader.read(new Placement(new BitSet(), Placement.onThisMachine().generator()), limits);
    }

    private @Nullable NullTest floor(Crowd crowd, Load load, Waiting how) throws IOException {
        return LoadTest.floor(crowd, load, how, line -> terminal.err().println("warning: " + line));
    }

    private @Nullable SyscallCounter counter() {
        if (!syscalls) {
            return null;
        }
        SyscallCounter counter = SyscallCounter.onPath().orElse(null);
        if (counter == null) {
            terminal.err().println("warning: no system calls are counted: " + SyscallCounter.MISSING);
        }
        return counter;
    }

    private int findMax(Target target, Crowd crowd, Limits limits) throws IOException {
        if (findMax == null || slo == null) {
            throw new UsageException("--find-max and --slo belong together: --find-max --slo p99=2ms");
        }
        LatencyGoal goal = OptionText.parse("--slo", slo, FindMax::goal);
        if (depth != null || churn != null) {
            throw new UsageException("--find-max searches with an open loop; leave out --depth and --churn");
        }
        boolean rates = switch (findMax) {
            case "rate" -> true;
            case "connections" -> false;
            default -> throw new UsageException("--find-max: '" + findMax + "' is neither rate nor connections");
        };
        if (!rates && active != null && Units.isShare(active)) {
            throw new UsageException("--active: '" + active
                    + "' changes with the connections that are searched; with --find-max=connections give a count");
        }
        String start = rate == null && !rates ? "20k" : rate;
        // The rate is only a form here where none is given: the schedule needs one to be read with.
        Load.Open load = OptionText.parse("--schedule", schedule == null ? "constant" : schedule,
                text -> Schedules.parse(OptionText.parse("--rate", start == null ? "1" : start, Units::rate), text));
        Duration longestWarmUp = Duration.ofNanos(
                Math.min(OptionText.parse("--warm-up", warmUp, Units::duration).toNanos(), 500_000_000));
        Duration window = OptionText.parse("--duration", duration, Units::duration);
        Waiting how = OptionText.parse("--waiting", waiting, WaitingWords::parse);
        FindMax search = OptionText.parse("--rate", String.valueOf(start), _ -> new FindMax(target, goal, crowd,
                start == null ? null : load, load.schedule(), load.burst(), longestWarmUp, window, LONGEST_SEARCH,
                how));
        int most = rates ? 0 : mostConnections(crowd);
        Environment environment = environment(limits);
        // A floor of the latency is that of a rate, and the rate is what is searched for, or the same in all tries.
        Load alone = rates ? new Load.Closed(1) : load;
        try (Interruption interruption = new Interruption(() -> {})) {
            interruption.watchThisThread();
            FindMax.Found found;
            NullTest floor;
            try {
                floor = floor(crowd, alone, how);
                found = rates
                        ? search.rate(floor, terminal.err()::println)
                        : search.connections(most, floor, terminal.err()::println);
            } catch (InterruptedIOException e) {
                interruption.clear();
                terminal.err().println("echoscale: interrupted before anything was tried");
                return ExitCode.INTERRUPTED;
            }
            interruption.clear(); // what there is gets shown, also after Ctrl-C
            if (json) {
                terminal.out().println(Json.text(new FoundDocument(found, crowd.seed(), environment, floor)));
            } else {
                terminal.out().println(sentence(found));
                if (floor != null) {
                    line(ruler(floor, alone));
                }
            }
            return found.interrupted()
                    ? ExitCode.INTERRUPTED
                    : found.highest() == null ? ExitCode.INVALID : ExitCode.FINE;
        }
    }

    private static int mostConnections(Crowd crowd) {
        int most = Limits.read()
                .tightest(0)
                .stream()
                .findFirst()
                .map(Limit::connections)
                .map(allowed -> Math.toIntExact(Math.min(allowed, Integer.MAX_VALUE)))
                .orElse(Integer.MAX_VALUE);
        if (crowd.connections() > most) {
            throw new UsageException("--connections: " + crowd.connections() + " are more than the " + most
                    + " that this machine allows; see echoscale doctor");
        }
        return most;
    }

    static String sentence(FindMax.Found found) {
        if (found.interrupted() || found.disturbance() != null) {
            return (found.interrupted()
                    ? "Interrupted, so there is no answer. "
                    : "Not known: " + found.disturbance() + ". ")
                    + (found.unconfirmed() == null
                            ? "Nothing tried kept " + found.goal()
                            : String.format(Locale.ROOT, "%,.0f %s kept %s once", found.unconfirmed(), found.what(),
                                    found.goal()))
                    + (found.lowestFailing() == null
                            ? "."
                            : String.format(Locale.ROOT, "; %,.0f did not (%s).", found.lowestFailing(), found.why()));
        }
        if (found.highest() != null) {
            return String.format(Locale.ROOT, "%,.0f %s keep %s%s", found.highest(), found.what(), found.goal(),
                    found.lowestFailing() == null
                            ? " (no more could be tried here)"
                            : String.format(Locale.ROOT, " (%,.0f do not: %s)", found.lowestFailing(), found.why()));
        }
        if (found.unconfirmed() != null) {
            return String.format(Locale.ROOT,
                    "%,.0f %s kept %s once, but there was no time to try that again: no answer", found.unconfirmed(),
                    found.what(), found.goal());
        }
        return String.format(Locale.ROOT, "Found no %s that keeps %s: at the lowest tried, %,.0f %s, %s",
                found.what().equals("connections") ? "number of connections" : "rate", found.goal(),
                found.lowestFailing(), found.what(), found.why());
    }

    private Crowd crowd(int open) {
        return new Crowd(open, active == null
                ? Math.min(64, open)
                : OptionText.active(OptionText.parse("--active", active, text -> Units.active(text, open)), open),
                OptionText.payload(payload),
                seed == null ? new SplittableRandom().nextInt(1, Integer.MAX_VALUE) : seed);
    }

    private Load load(int active) {
        if (Stream.of(rate, depth, churn).filter(Objects::nonNull).count() > 1) {
            throw new UsageException(
                    "--rate is of an open loop, --depth of a closed one, --churn of neither; give one of them");
        }
        if (rate == null && schedule != null) {
            throw new UsageException("--schedule needs --rate: only an open loop has one");
        }
        if (rate != null) {
            double perSecond = OptionText.parse("--rate", rate, Units::rate);
            return OptionText.parse("--schedule", schedule == null ? "constant" : schedule,
                    text -> Schedules.parse(perSecond, text));
        }
        return churn != null
                ? new Load.Churn(OptionText.parse("--churn", churn, Units::count))
                : new Load.Closed(depth == null ? 1 : depth(OptionText.parse("--depth", depth, Units::count), active));
    }

    private static int depth(int depth, int active) {
        int deepest = OpenConnections.deepest(active);
        if (depth > deepest) {
            throw new UsageException("--depth: " + depth + " is more than " + deepest
                    + ", the most messages that can be timed on each of " + Words.count(active, "active connection"));
        }
        return depth;
    }

    private void print(Trial trial, long seed, @Nullable NullTest floor, double seconds) throws IOException {
        terminal.out().println(trial.outcome() + " " + trial.cell());
        for (Reason reason : trial.reasons()) {
            terminal.out().println("  " + reason.message());
        }
        if (trial.outcome() == Outcome.INVALID) {
            remedy(trial.reasons(), Placement.onThisMachine()).ifPresent(this::line);
        }
        Measurement measurement = trial.measurement();
        if (measurement == null) {
            return;
        }
        line(String.format(Locale.ROOT,
                "%,.0f messages/s in a window of %.1f s; %,d of %,d replies right (all in all %.1f s)",
                measurement.messagesPerSecond(), measurement.durationNanos() / 1e9, measurement.messages().verified(),
                measurement.messages().sent(), seconds));
        latency(trial.cell().load(), measurement, noLatency(trial, measurement));
        fairness(measurement.fairness(), measurement.messages().intended() < trial.cell().active());
        ServerCost cost = measurement.server();
        double generator = measurement.generator().threadCpuNanos() / 1e3
                / Math.max(1, measurement.messages().received());
        if (cost != null) {
            line(String.format(Locale.ROOT, "CPU per message: server %.2f µs, generator %.2f µs",
                    cost.cpuNanos() / 1e3 / Math.max(1, measurement.messages().received()), generator));
        } else {
            line(String.format(Locale.ROOT, "CPU per message: generator %.2f µs (%s)", generator, pid == null
                    ? "for the server's: --pid"
                    : "the server's cannot be read: process " + pid + " has ended"));
        }
        CostText.of(trial.cell().load(), trial.cell().connections(), measurement).forEach(this::line);
        line(String.format(Locale.ROOT, "%,d of %,d %s alive at the end, opened at %,.0f/s",
                measurement.connections().aliveAtEnd(),
                measurement.connections().asked(),
                org.echoscale.results.stats.Units.noun(measurement.connections().asked(), "connection"),
                measurement.connections().openedPerSecond()));
        if (isRandom(trial.cell())) {
            line("seed of the random choices " + seed + " (--seed repeats them)");
        }
        if (measurement.syscalls() != null) {
            line(calls(measurement.syscalls()));
        }
        if (floor != null) {
            line(ruler(floor, trial.cell().load()));
        }
    }

    /**
     * What there is to find without a server. Its messages per second are those of a closed loop: no bound for an open one, which
     * sends several on a connection before the first is back.
     */
    static String ruler(NullTest floor, Load load) {
        return String.format(Locale.ROOT,
                "without a server, with %s and %s out on each: %,.0f messages/s at %.2f µs of generator CPU each; "
                        + "with a single connection a round trip of %s%s%s",
                Words.count(floor.connections(), "active connection"),
                Words.count(load instanceof Load.Closed closed ? closed.depth() : 1, "message"),
                floor.ceilingPerSecond(), floor.generatorNanosPerMessage() / 1e3, micros(floor.roundTripNanos()),
                load instanceof Load.Open ? "; " + atThisRate(floor) : "", floor.disturbance() == null
                        ? ""
                        : "; not certain, as the machine disturbed it each time it was measured: "
                                + floor.disturbance());
    }

    /** What to do about a generator that did not have its CPU; empty where that is not the reason. */
    static Optional<String> remedy(List<Reason> reasons, Placement placement) {
        if (reasons.stream().map(Reason::code).noneMatch(CPU_WAS_TAKEN::contains)) {
            return Optional.empty();
        }
        String quiet = "what to do: measure again on a quiet machine";
        return Optional.of(placement.generator().isEmpty()
                ? quiet + "; on its only CPU the generator has to wait for the server"
                : quiet + ", with the server, if it is here, kept off the generator's CPU "
                        + placement.generator().getAsInt() + ": taskset -c " + placement.server().nextSetBit(0)
                        + " your-server");
    }

    /** Whether other connections are active with another seed, or messages are due at other times. */
    private static boolean isRandom(Cell cell) {
        return cell.active() < cell.connections()
                || (cell.load() instanceof Load.Open open && open.schedule() == Load.Schedule.POISSON);
    }

    private static String atThisRate(NullTest floor) {
        return floor.openP50Nanos() == null
                ? "too few messages at this rate for a floor of the latency"
                : "at this rate p50 " + micros(floor.openP50Nanos()) + (floor.openP99Nanos() == null
                        ? ", too few messages for p99"
                        : ", p99 " + micros(floor.openP99Nanos()));
    }

    private static String calls(SyscallCounts counts) {
        return counts.calls()
                .entrySet()
                .stream()
                .sorted(Map.Entry.<String, Long>comparingByValue().reversed())
                .limit(MOST_CALLS)
                .map(call -> call.getKey() + " "
                        + org.echoscale.results.stats.Units.digits((double) call.getValue() / counts.messages()))
                .collect(Collectors.joining(", ", "system calls per message (" + counts.tool()
                        + ", in a window of its own): ", ""));
    }

    /** What is found at a rate that is not kept grows as long as one looks; where no connection is left there is none. */
    private static @Nullable String noLatency(Trial trial, Measurement measurement) {
        Set<String> codes = trial.reasons().stream().map(Reason::code).collect(Collectors.toSet());
        return codes.contains("rate-missed")
                ? "the rate was not kept"
                : codes.contains("server-died")
                        ? "the server went away"
                        : measurement.connections().aliveAtEnd() == 0 ? "no connection was left" : null;
    }

    private static @Nullable TrialPercentiles percentiles(Trial trial) {
        Measurement measurement = trial.measurement();
        if (measurement == null) {
            return null;
        }
        boolean none = trial.cell().load() instanceof Load.Open && noLatency(trial, measurement) != null;
        EncodedHistogram serviceTime = measurement.serviceTime();
        return new TrialPercentiles(none ? null : TimePercentiles.of(measurement.latency()),
                none || serviceTime == null ? null : TimePercentiles.of(serviceTime));
    }

    /**
     * @param none why an open loop has no latency; null where it has
     */
    private void latency(Load load, Measurement measurement, @Nullable String none) {
        switch (load) {
            case Load.Closed _ -> percentiles("latency", measurement.latency());
            case Load.Open _ -> {
                if (none == null) {
                    percentiles("latency from the intended send", measurement.latency());
                } else {
                    line("latency from the intended send: none, " + none + " (--json has the histogram)");
                }
                if (measurement.serviceTime() != null && measurement.sendLateness() != null) {
                    if (none == null) {
                        percentiles("service time, from the real send", measurement.serviceTime());
                    }
                    percentiles("generator late by", measurement.sendLateness());
                    line("waiting: " + measurement.generator().waiting());
                }
            }
            case Load.Churn churning -> {
                line(String.format(Locale.ROOT, "%,.0f connections/s opened, used for %s and reset",
                        measurement.messagesPerSecond() / churning.messages(),
                        Words.count(churning.messages(), "message")));
                percentiles("first reply, from before the connect", measurement.latency());
                if (measurement.serviceTime() != null && churning.messages() > 1) {
                    percentiles("later replies", measurement.serviceTime());
                }
            }
        }
    }

    private void percentiles(String what, EncodedHistogram encoded) {
        line(what + ": " + TimePercentiles.of(encoded).text());
    }

    /**
     * @param few whether fewer messages were due than there are active connections
     */
    private void fairness(@Nullable Fairness fairness, boolean few) {
        if (fairness == null && few) {
            line("replies per connection: not told: fewer messages than connections");
        } else if (fairness != null && fairness.jainIndex() != null) {
            line(String.format(Locale.ROOT,
                    "replies per connection: %,d to %,d%s, Jain index %.3f; %d of %d without any; longest wait %s",
                    fairness.leastMessages(), fairness.mostMessages(), answered(fairness), fairness.jainIndex(),
                    fairness.starved(), fairness.active(), micros(fairness.longestWaitNanos())));
        }
    }

    private static String answered(Fairness fairness) {
        Double least = fairness.leastAnswered();
        Double most = fairness.mostAnswered();
        return least == null || most == null
                ? ""
                : least == 1
                        ? ", all that were due"
                        : String.format(Locale.ROOT, ", %.1f to %.1f %% of those due", least * 100, most * 100);
    }

    private void line(String text) {
        terminal.out().println("  " + text);
    }

    private static String micros(long nanos) {
        return org.echoscale.results.stats.Units.micros(nanos / 1e3);
    }
}

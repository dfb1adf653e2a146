package org.echoscale.bench.cli;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import java.util.function.IntFunction;
import java.util.stream.Stream;
import org.echoscale.bench.limits.Limits;
import org.echoscale.bench.plan.PlanFile;
import org.echoscale.bench.plan.PlanKey;
import org.echoscale.bench.plan.PlanLayer;
import org.echoscale.bench.plan.PlanResolution;
import org.echoscale.bench.plan.Setting;
import org.echoscale.bench.plan.Units;
import org.echoscale.bench.run.Budget;
import org.echoscale.bench.run.ExternalServer;
import org.echoscale.bench.run.Forecast;
import org.echoscale.bench.run.Noise;
import org.echoscale.bench.run.Precision;
import org.echoscale.bench.run.ResultsNotWrittenException;
import org.echoscale.bench.run.Runner;
import org.echoscale.bench.server.Catalog;
import org.echoscale.core.Support;
import org.echoscale.results.files.RunDirectory;
import org.echoscale.results.model.Plan;
import org.echoscale.results.model.RunManifest;
import org.echoscale.syscalls.Syscalls;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code run}: the main job. Measures a plan, and reports what it found. */
@Command(name = "run", mixinStandardHelpOptions = true, versionProvider = Version.class, description = {
    "Measures every transport of a plan with each number of connections, and writes a report.",
    "Values come from the plan; an option overrides it. Ctrl-C ends the run and keeps what was measured."}, footerHeading = "%nExamples:%n", footer = {
        "  echoscale run                                      the plan 'quick'",
        "  echoscale run smoke                                the smallest plan",
        "  echoscale run --transport epoll-et,poll --connections 10,1k,10k --forks 5",
        "  echoscale run my.plan --rate 20k --duration 5s --out /tmp/my-run",
        "  echoscale run --transport poll,epoll-et --syscalls",
        "  echoscale run --active 10%% --connections 100,1k,10k    active connections grow with the open ones",
        "  echoscale run --rate 20k --schedule poisson --churn 10  messages at random times; and connections that come and go",
        "  echoscale run --dry-run > my.plan",
        "  echoscale run --budget 10m --dry-run               as many forks as fit, and what precision they buy",
        "  echoscale run --plugin my-transport.jar --transport my-transport,epoll-et"})
final class RunCommand implements Callable<Integer> {
    private static final String BUDGET = "--budget";
    private static final String NOISE_FROM = "--noise-from";
    private static final DateTimeFormatter STAMP = DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss")
            .withZone(ZoneOffset.UTC);

    private final Terminal terminal;

    @Spec
    private @Nullable CommandSpec spec;

    @Parameters(arity = "0..1", paramLabel = "PLAN", defaultValue = "quick", description = "smoke, quick, ci, full, or a plan file. Default: ${DEFAULT-VALUE}.")
    private String planName = "quick";

    @Option(names = "--transport", paramLabel = "NAMES", description = "Transports, with commas between, or 'all'.")
    private @Nullable String transport;

    @Option(names = "--connections", paramLabel = "COUNTS", description = "Numbers of open connections: 10,1k,10k.")
    private @Nullable String connections;

    @Option(names = "--active", paramLabel = "ACTIVE", description = "Connections that carry messages: as many whatever is open, or with %% that part of them: 64, 10%%.")
    private @Nullable String active;

    @Option(names = "--payload", paramLabel = "BYTES", description = "Size of a message: 64, 4KiB.")
    private @Nullable String payload;

    @Option(names = "--depth", paramLabel = "COUNT", description = "Closed loop: messages outstanding on each active connection, or 'none'.")
    private @Nullable String depth;

    @Option(names = "--rate", paramLabel = "RATE", description = "Open loop: messages per second over all connections, or 'none'.")
    private @Nullable String rate;

    @Option(names = "--schedule", paramLabel = "SCHEDULE", description = "How the messages of --rate lie: constant, poisson, or burst:16 for 16 at a time.")
    private @Nullable String schedule;

    @Option(names = "--churn", paramLabel = "COUNT", description = "Measure churn too: each active connection carries so many messages, is reset, and opened again. Or 'none'.")
    private @Nullable String churn;

    @Option(names = "--forks", paramLabel = "COUNT", description = "Server processes per transport; 5 or more to publish.")
    private @Nullable String forks;

    @Option(names = "--duration", paramLabel = "TIME", description = "Length of each measured window: 500ms, 2s.")
    private @Nullable String duration;

    @Option(names = "--warm-up", paramLabel = "TIME", description = "The most time spent on warming up a server process.")
    private @Nullable String warmUp;

    @Option(names = "--waiting", paramLabel = "HOW", description = "How the generator waits for the next message's time: hybrid, spin or block.")
    private @Nullable String waiting;

    @Option(names = "--seed", paramLabel = "NUMBER", description = "Repeats the random choices of another run.")
    private @Nullable String seed;

    @Option(names = "--external", paramLabel = ExternalArgument.LABEL, description = "A server that is already running, in any language, to take part beside the transports. With its process its CPU and memory are in the results; 'floor' labels it as the least that is possible. May be given several times.")
    private final List<String> externals = new ArrayList<>();

    @Option(names = "--syscalls", description = "Count the servers' system calls too, by strace or perf, in a short window after each measured one.")
    private boolean syscalls;

    @Option(names = "--out", paramLabel = "DIR", description = "Where the results go. Default: results/runs/TIME-PLAN.")
    private @Nullable Path out;

    @Option(names = "--json", description = "Print the outcome as JSON; with --dry-run, what would be measured.")
    private boolean json;

    @Option(names = "--dry-run", description = "Measure nothing: print the plan that would be in force, as a plan file, how long it would take, and how precise it would be.")
    private boolean dryRun;

    @Option(names = BUDGET, paramLabel = "TIME", description = "Take as many forks as fit into this time, in the place of --forks: 10m.")
    private @Nullable String budget;

    @Option(names = NOISE_FROM, paramLabel = "DIR", description = "Tell the precision by how far the forks of this earlier run lie apart, not by the run that the program knows.")
    private @Nullable Path noiseFrom;

    @Mixin
    private final PluginOption plugins = new PluginOption();

    RunCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws IOException {
        Syscalls.unavailable().ifPresent(reason -> {
            throw new UsageException("run: the load generator cannot work here: " + reason);
        });
        Catalog catalog = plugins.catalog();
        PlanFile file = PlanFile.named(planName);
        PlanLayer layer = flags().over(file.layer())
                .over(PlanLayer.defaults(new SplittableRandom().nextInt(1, Integer.MAX_VALUE)));
        Plan plan = PlanResolution.resolve(file.name(), layer, catalog.transports().names());
        List<ExternalServer> taking = externals(plan);
        if (budget != null) {
            layer = withinBudget(budget, file.name(), layer, taking, catalog);
            plan = PlanResolution.resolve(file.name(), layer, catalog.transports().names());
        }
        Noise noise = noise();
        Precision precision = plan.forks() < 2
                ? null
                : Precision.of(plan, plan.transports().size() + taking.size(), noise);
        if (dryRun) {
            DryRun dry = new DryRun(layer, plan, forecast(plan, taking, catalog), noise, precision);
            if (json) {
                terminal.out().println(Json.text(dry.document()));
            } else {
                dry.lines().forEach(terminal.out()::println);
            }
            return ExitCode.FINE;
        }
        if (budget != null) {
            terminal.err()
                    .println(BUDGET + " " + budget + ": " + Words.count(plan.forks(), "fork") + ", about "
                            + Words.time(forecast(plan, taking, catalog).total()) + ". "
                            + String.join("\n", PrecisionText.lines(plan, noise, precision)));
        }
        return measure(plan, layer.overrides(), taking, catalog);
    }

    /** The layer with as many forks as fit into the time. */
    private PlanLayer withinBudget(String text, String name, PlanLayer layer, List<ExternalServer> taking,
            Catalog catalog) {
        if (forks != null) {
            throw new UsageException(BUDGET + ": picks the number of forks; leave out --forks");
        }
        Duration time = OptionText.parse(BUDGET, text, Units::duration);
        IntFunction<PlanLayer> with = count -> PlanLayer
                .of(Map.of(PlanKey.FORKS, new Setting(String.valueOf(count), BUDGET + " " + text)))
                .over(layer);
        IntFunction<Duration> forecast = count -> forecast(
                PlanResolution.resolve(name, with.apply(count), catalog.transports().names()), taking, catalog).total();
        return with.apply(Budget.forks(time, forecast)
                .orElseThrow(() -> new UsageException(BUDGET + ": one fork takes about "
                        + forecast.apply(1).toSeconds() + " s, which is more than " + text
                        + "; take fewer transports or connections, or a shorter --duration")));
    }

    private Noise noise() throws IOException {
        if (noiseFrom == null) {
            return Noise.published();
        }
        if (!dryRun && budget == null) {
            throw new UsageException(
                    NOISE_FROM + ": is for --dry-run and --budget, which tell the precision beforehand");
        }
        return Noise.of(noiseFrom);
    }

    private int measure(Plan plan, String overrides, List<ExternalServer> taking, Catalog catalog) throws IOException {
        for (ExternalServer external : taking) {
            Optional<String> silence = external.silence();
            if (silence.isPresent()) {
                terminal.err().println("echoscale: " + silence.get());
                return ExitCode.INVALID;
            }
        }
        RunTerminal progress = new RunTerminal(terminal);
        Interruption interruption = new Interruption(progress::stopping);
        Runner runner = new Runner(plan, catalog, taking, Limits.read(), progress, interruption::requested);
        if (syscalls) {
            runner.countSyscalls();
        }
        Path path = out != null ? out : Path.of("results", "runs", STAMP.format(Instant.now()) + "-" + plan.name());
        // Until here nothing is lost by a sudden end; and what is written through channels must not be interrupted.
        RunDirectory directory = create(path, runner.manifest(Version.program(), commandLine()));
        try (interruption) {
            interruption.watchThisThread();
            progress.starts(plan, overrides, path);
            boolean complete;
            try {
                complete = runner.run(directory);
            } catch (ResultsNotWrittenException e) {
                progress.ends();
                interruption.clear();
                if (!directory.read().trials().isEmpty()) {
                    new Findings(terminal, json).show(directory); // may find no room for the report either, when it has shown it
                }
                throw e;
            }
            progress.ends();
            interruption.clear(); // what there is gets its report, also after Ctrl-C
            if (!complete && directory.read().trials().isEmpty()) {
                terminal.err().println("Nothing had been measured yet.");
                return ExitCode.INTERRUPTED;
            }
            int code = new Findings(terminal, json).show(directory);
            return complete ? code : ExitCode.INTERRUPTED;
        }
    }

    private Forecast forecast(Plan plan, List<ExternalServer> externals, Catalog catalog) {
        List<String> servers = new ArrayList<>(plan.transports());
        externals.forEach(external -> servers.add(external.name()));
        Forecast forecast = Forecast.of(plan, servers,
                name -> plan.transports().contains(name)
                        ? catalog.transports().get(name).support()
                        : new Support.Supported("an external server"),
                Limits.read());
        return syscalls ? forecast.countingSyscalls() : forecast;
    }

    private List<ExternalServer> externals(Plan plan) {
        List<ExternalServer> servers = externals.stream().map(ExternalArgument::parse).toList();
        Set<String> names = new HashSet<>(plan.transports());
        for (ExternalServer server : servers) {
            if (!names.add(server.name())) {
                throw new UsageException(
                        "--external: '" + server.name() + "' is the name of another server of this run");
            }
        }
        return servers;
    }

    private static RunDirectory create(Path path, RunManifest manifest) throws IOException {
        try {
            refuseStrangers(path);
            return RunDirectory.create(path, manifest);
        } catch (FileSystemException e) {
            if (FileProblem.isFull(e)) {
                throw ResultsNotWrittenException.beforeTheFirst(path, e);
            }
            throw new UsageException("--out: " + FileProblem.text(e), e);
        } catch (IOException e) {
            throw ResultsNotWrittenException.beforeTheFirst(path, e);
        }
    }

    /** A folder with something else in it is somebody's, and not a place for results. */
    private static void refuseStrangers(Path path) throws IOException {
        if (!Files.isDirectory(path) || Files.exists(path.resolve(RunDirectory.MANIFEST))) {
            return; // absent, or its own message follows
        }
        try (Stream<Path> content = Files.list(path)) {
            if (content.findAny().isPresent()) {
                throw new UsageException(
                        "--out: " + path + " is not empty and holds no run; name a new or an empty folder");
            }
        }
    }

    private PlanLayer flags() {
        Map<PlanKey, Setting> settings = new EnumMap<>(PlanKey.class);
        put(settings, PlanKey.TRANSPORT, transport);
        put(settings, PlanKey.CONNECTIONS, connections);
        put(settings, PlanKey.ACTIVE, active);
        put(settings, PlanKey.PAYLOAD, payload);
        put(settings, PlanKey.DEPTH, depth);
        put(settings, PlanKey.RATE, rate);
        put(settings, PlanKey.SCHEDULE, schedule);
        put(settings, PlanKey.CHURN, churn);
        put(settings, PlanKey.FORKS, forks);
        put(settings, PlanKey.DURATION, duration);
        put(settings, PlanKey.WARM_UP, warmUp);
        put(settings, PlanKey.WAITING, waiting);
        put(settings, PlanKey.SEED, seed);
        return PlanLayer.of(settings);
    }

    private static void put(Map<PlanKey, Setting> settings, PlanKey key, @Nullable String text) {
        if (text != null) {
            settings.put(key, new Setting(text, key.flag()));
        }
    }

    private List<String> commandLine() {
        List<String> words = spec == null
                ? new ArrayList<>()
                : new ArrayList<>(spec.commandLine().getParseResult().originalArgs());
        words.remove("run"); // the first of them is the command
        words.addFirst("run");
        return words;
    }
}

package org.echoscale.bench.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.BitSet;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import org.echoscale.bench.limits.Limits;
import org.echoscale.bench.plan.Units;
import org.echoscale.bench.run.EnvironmentReader;
import org.echoscale.bench.run.Placement;
import org.echoscale.bench.waits.Kind;
import org.echoscale.bench.waits.Mechanism;
import org.echoscale.bench.waits.Mode;
import org.echoscale.bench.waits.WaitStudy;
import org.echoscale.bench.waits.WaitStudy.Settings;
import org.echoscale.results.files.WaitFile;
import org.echoscale.results.model.RunManifest;
import org.echoscale.results.model.WaitCosts;
import org.echoscale.results.report.WaitReport;
import org.echoscale.results.stats.WaitFigures;
import org.echoscale.syscalls.Syscalls;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code waits}: what a wait call costs as descriptors grow, without any server. */
@Command(name = "waits", mixinStandardHelpOptions = true, versionProvider = Version.class, description = {
    "Measures what select, poll, epoll and java.nio's selector cost by themselves, against the number of descriptors registered and ready.",
    "Slices of all of them alternate in random order. Writes waits.json, waits.html and charts.",
    "Ctrl-C ends it and shows what complete rounds have found."}, footerHeading = "%nExamples:%n", footer = {
        "  echoscale waits                                         TCP sockets, all mechanisms, up to the limit",
        "  echoscale waits --kind eventfd --mechanism poll,epoll-lt --connections 1,10,100,1k,10k",
        "  echoscale waits --mode call,blocking-last --ready 1     how much dearer is a call that may block?",
        "  gcc -O2 -pthread -o wait_cost bench/src/test/c/wait_cost.c",
        "  echoscale waits --against-c ./wait_cost                 the same in C, slice beside slice"})
final class WaitsCommand implements Callable<Integer> {
    private static final DateTimeFormatter STAMP = DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss")
            .withZone(ZoneId.systemDefault());

    private final Terminal terminal;

    @Spec
    private @Nullable CommandSpec spec;

    @Option(names = "--kind", split = ",", paramLabel = "KIND", description = "Kind of descriptors: tcp, pipe, eventfd. Default: ${DEFAULT-VALUE}.")
    private List<String> kinds = List.of("tcp");

    @Option(names = "--mechanism", split = ",", paramLabel = "NAME", description = "select-bitmap (a bitmap of its own, so that it goes beyond 1,024), poll, epoll-lt, epoll-et, selector. Default: all.")
    private List<String> mechanisms = Mechanism.words();

    @Option(names = "--mode", split = ",", paramLabel = "MODE", description = "call (timeout 0), blocking, blocking-last (the ready one is the last), iteration (make ready, wait, consume). Default: call,blocking-last,iteration.")
    private List<String> modes = List.of("call", "blocking-last", "iteration");

    @Option(names = "--connections", split = ",", paramLabel = "COUNT", description = "Descriptors registered. Default: ${DEFAULT-VALUE}, as far as they fit.")
    private List<String> connections = List.of("1", "3", "10", "30", "100", "300", "1k", "2k", "3k", "5k", "7.5k",
            "10k", "14k", "19k");

    @Option(names = "--ready", split = ",", paramLabel = "COUNT", description = "How many of them are ready: numbers, or all. Default: ${DEFAULT-VALUE}.")
    private List<String> ready = List.of("1", "all");

    @Option(names = "--rounds", paramLabel = "COUNT", description = "How often each slice is repeated; 5 or more to quote. Default: ${DEFAULT-VALUE}.")
    private String rounds = "5";

    @Option(names = "--slice", paramLabel = "TIME", description = "Shortest time of a slice. Default: ${DEFAULT-VALUE}.")
    private String slice = "50ms";

    @Option(names = "--warm-up", paramLabel = "TIME", description = "For each mechanism and mode before the first round. Default: ${DEFAULT-VALUE}.")
    private String warmUp = "500ms";

    @Option(names = "--against-c", paramLabel = "PROGRAM", description = "A compiled program that waits the same way, to be held against Java: see docs/waits.md.")
    private @Nullable Path program;

    @Option(names = "--seed", paramLabel = "NUMBER", description = "Repeats the random choices of another study.")
    private @Nullable Long seed;

    @Option(names = "--out", paramLabel = "DIR", description = "Where the results go. Default: results/waits/TIME. In a run directory, its report is made anew, with a section of them.")
    private @Nullable Path out;

    @Option(names = "--json", description = "Print the figures as JSON, as docs/waits.md describes it.")
    private boolean json;

    WaitsCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws IOException {
        Syscalls.unavailable().ifPresent(reason -> {
            throw new UsageException("waits cannot work here: " + reason);
        });
        Settings settings = settings();
        Path directory = directory();
        Limits limits = Limits.read();
        Placement placement = Placement.onThisMachine();
        WaitsTerminal watcher = new WaitsTerminal(terminal);
        WaitStudy study = new WaitStudy(settings, limits, placement.generator(), watcher);
        Instant startedAt = Instant.now();
        try (Interruption interruption = new Interruption(() -> {}); OutFolder _ = OutFolder.prepare(directory)) {
            interruption.watchThisThread();
            boolean interrupted = measure(study, interruption);
            watcher.ends();
            interruption.clear(); // what there is gets shown, also after Ctrl-C
            if (watcher.slices().isEmpty()) {
                return nothing(interrupted, study);
            }
            WaitCosts costs = new WaitCosts(RunManifest.SCHEMA, Version.program(), startedAt,
                    CommandWords.of(spec, "waits"), settings.seed(), settings.rounds(), settings.slice().toNanos(),
                    EnvironmentReader.read(new Placement(new BitSet(), placement.generator()), limits),
                    study.left(), watcher.slices());
            WaitFigures figures = WaitFigures.of(costs);
            NotWrittenException lost = write(directory, costs);
            show(figures, directory, interrupted, lost == null);
            if (lost != null) {
                throw lost;
            }
            RunReport.renew(directory);
            return interrupted ? ExitCode.INTERRUPTED : ExitCode.FINE;
        }
    }

    /** Whether it was interrupted. */
    private static boolean measure(WaitStudy study, Interruption interruption) throws IOException {
        try {
            study.run();
            return false;
        } catch (IOException | RuntimeException e) {
            if (interruption.requested()) { // the failure is that of being interrupted
                return true;
            }
            throw e;
        }
    }

    private int nothing(boolean interrupted, WaitStudy study) {
        if (interrupted) {
            terminal.err().println("echoscale: interrupted; no round was complete");
            return ExitCode.INTERRUPTED;
        }
        throw new UsageException("nothing to measure: " + study.left()
                .stream()
                .findFirst()
                .map(left -> left.what() + ": " + left.reason())
                .orElse("no descriptors"));
    }

    /** Null when all is on the disk; otherwise why it is not, to be said once the figures are out. */
    private static @Nullable NotWrittenException write(Path directory, WaitCosts costs) {
        try {
            WaitFile.write(directory, costs);
            WaitReport.write(directory);
            return null;
        } catch (IOException e) {
            return new NotWrittenException("the results", e);
        }
    }

    private void show(WaitFigures figures, Path directory, boolean interrupted, boolean written) {
        if (json) {
            terminal.out().println(Json.text(WaitsDocument.of(figures, directory.toString(), !interrupted)));
            return;
        }
        if (interrupted) {
            terminal.out().println(partial(figures));
        }
        WaitsText.lines(figures).forEach(terminal.out()::println);
        if (!written) {
            return;
        }
        terminal.out().println();
        terminal.out().println("Report: " + directory.resolve(WaitReport.HTML));
        terminal.out()
                .println("Every slice: " + directory.resolve(WaitFile.NAME) + "; repeat with --seed "
                        + figures.costs().seed());
    }

    /** One after the other: of the last kind of descriptors rounds may be missing, and of those after it all are. */
    static String partial(WaitFigures figures) {
        WaitCosts costs = figures.costs();
        List<String> measured = costs.slices().stream().map(WaitCosts.Slice::kind).distinct().toList();
        String last = measured.getLast();
        int rounds = costs.slices()
                .stream()
                .filter(slice -> slice.kind().equals(last))
                .mapToInt(WaitCosts.Slice::round)
                .max()
                .orElse(0);
        return "Interrupted, so this is partial: " + rounds + " of " + Words.count(costs.rounds(), "round") + " of "
                + last
                + (measured.size() == 1
                        ? "."
                        : ", after all of " + String.join(", ", measured.subList(0, measured.size() - 1)) + ".");
    }

    // ---- what was asked for ----

    private Settings settings() {
        if (program != null && !Files.isExecutable(program)) {
            throw new UsageException("--against-c: " + program + " is no program"
                    + " (try: gcc -O2 -pthread -o wait_cost bench/src/test/c/wait_cost.c)");
        }
        return new Settings(OptionText.parse("--kind", kinds, Kind::of),
                OptionText.parse("--mechanism", mechanisms, Mechanism::of),
                OptionText.parse("--mode", modes, Mode::of),
                OptionText.parse("--connections", connections, Units::count),
                OptionText.parse("--ready", ready, word -> word.equals("all") ? WaitStudy.ALL : Units.count(word)),
                OptionText.parse("--rounds", rounds, Units::count), OptionText.parse("--slice", slice, Units::duration),
                OptionText.parse("--warm-up", warmUp, Units::duration),
                seed == null ? new SplittableRandom().nextInt(1, Integer.MAX_VALUE) : seed, program);
    }

    private Path directory() {
        Path path = out != null ? out : Path.of("results", "waits", STAMP.format(Instant.now()));
        if (Files.exists(path.resolve(WaitFile.NAME))) {
            throw new UsageException("--out: there is a " + WaitFile.NAME + " in " + path + " already");
        }
        return path;
    }
}

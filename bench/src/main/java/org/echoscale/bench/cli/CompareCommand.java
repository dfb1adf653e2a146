package org.echoscale.bench.cli;

import org.echoscale.bench.run.ComparisonFigures;
import java.io.IOException;
import java.time.Instant;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.echoscale.bench.cli.ComparisonDocument.Outcome;
import org.echoscale.bench.limits.Limits;
import org.echoscale.bench.plan.Units;
import org.echoscale.bench.run.Contender;
import org.echoscale.bench.run.ContenderFailedException;
import org.echoscale.bench.run.ExternalServer;
import org.echoscale.bench.run.SideBySide;
import org.echoscale.bench.run.SideBySide.Sample;
import org.echoscale.bench.run.SideBySide.Settings;
import org.echoscale.bench.server.Catalog;
import org.echoscale.syscalls.Syscalls;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code compare}: CPU per message of servers side by side, in slices that alternate. */
@Command(name = "compare", mixinStandardHelpOptions = true, versionProvider = Version.class, description = {
    "Compares the CPU per message of servers side by side.",
    "All are up at the same time, and short slices of closed-loop load go to one after the other in random order. Ratios within a round are far quieter than separate runs.",
    "The first server is the reference, which the others are held against; those of --external come before those of --transport. A transport named twice is compared with itself, which shows what difference the machine alone makes.",
    "Ctrl-C ends the comparison and shows what complete rounds have found."}, footerHeading = "%nExamples:%n", footer = {
        "  echoscale compare --transport epoll-et,netty-epoll,nio-select",
        "  echoscale compare --transport epoll-et,poll --connections 10k --forks 5",
        "  echoscale compare --transport epoll-et,epoll-et         what difference the machine makes",
        "  echoscale compare --external mine=127.0.0.1:7007,pid=4711 --transport epoll-et --json"})
final class CompareCommand implements Callable<Integer> {
    private final Terminal terminal;

    @Option(names = "--transport", split = ",", paramLabel = "NAME", description = "Transports to compare. The same one may be named again: epoll-et,epoll-et.")
    private final List<String> transports = new ArrayList<>();

    @Option(names = "--external", paramLabel = "NAME=HOST:PORT,pid=PID", description = "A server that is already running on this machine. May be given several times.")
    private final List<String> externals = new ArrayList<>();

    @Option(names = "--connections", paramLabel = "COUNT", description = "Connections open on each server. Default: ${DEFAULT-VALUE}.")
    private String connections = "100";

    @Option(names = "--active", paramLabel = "COUNT", description = "How many of them carry messages. Default: 64, or all if there are fewer.")
    private @Nullable String active;

    @Option(names = "--payload", paramLabel = "BYTES", description = "Size of a message. Default: ${DEFAULT-VALUE}.")
    private String payload = "64";

    @Option(names = "--forks", paramLabel = "COUNT", description = "Sets of fresh server processes; 5 or more to quote. Default: ${DEFAULT-VALUE}.")
    private String forks = "5";

    @Option(names = "--rounds", paramLabel = "COUNT", description = "Slices of each server in a fork. Default: ${DEFAULT-VALUE}.")
    private String rounds = "20";

    @Option(names = "--slice", paramLabel = "TIME", description = "Length of a slice. Default: ${DEFAULT-VALUE}.")
    private String slice = "250ms";

    @Option(names = "--warm-up", paramLabel = "TIME", description = "Load on each server before the first round. Default: ${DEFAULT-VALUE}.")
    private String warmUp = "4s";

    @Option(names = "--seed", paramLabel = "NUMBER", description = "Repeats the random choices of another comparison.")
    private @Nullable Long seed;

    @Option(names = "--json", description = "Print JSON, as docs/compare.md describes it: settings, environment, figures, every slice.")
    private boolean json;

    @Mixin
    private final PluginOption plugins = new PluginOption();

    CompareCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws IOException {
        Syscalls.unavailable().ifPresent(reason -> {
            throw new UsageException("compare: the load generator cannot work here: " + reason);
        });
        Catalog catalog = plugins.catalog();
        Settings settings = settings();
        List<Contender> contenders = contenders(catalog);
        Limits limits = Limits.read();
        requireFitting(contenders, catalog, limits, settings);
        ComparisonTerminal watcher = new ComparisonTerminal(terminal);
        try (Interruption interruption = new Interruption(() -> {})) {
            interruption.watchThisThread();
            SideBySide comparison = sideBySide(catalog, contenders, settings, limits, watcher);
            Instant startedAt = Instant.now();
            Ending ending = measure(comparison, interruption);
            watcher.ends();
            interruption.clear(); // what there is gets shown, also after Ctrl-C
            if (!ending.reason.isEmpty()) {
                watcher.line("echoscale: " + ending.reason.replace('\n', ' ')
                        + (watcher.samples().isEmpty() ? "; no round was complete" : ""));
            }
            show(catalog, contenders, settings, watcher.samples(), ending, comparison, startedAt);
            return ending.exitCode;
        }
    }

    /** How it ended; the reason is empty when it is complete. */
    private record Ending(Outcome outcome, String reason, int exitCode) {}

    private static Ending measure(SideBySide comparison, Interruption interruption) {
        try {
            comparison.checkExternals();
            comparison.run();
            return new Ending(Outcome.COMPLETE, "", ExitCode.FINE);
        } catch (IOException | RuntimeException e) {
            if (interruption.requested()) { // the failure is that of being interrupted
                return new Ending(Outcome.INTERRUPTED, "interrupted", ExitCode.INTERRUPTED);
            }
            return switch (e) {
                case ContenderFailedException failed -> new Ending(Outcome.FAILED, String.valueOf(failed.getMessage()),
                        ExitCode.INVALID);
                case IOException failed -> new Ending(Outcome.FAILED, String.valueOf(failed.getMessage()),
                        ExitCode.INTERNAL);
                case RuntimeException defect -> throw defect;
                default -> throw new IllegalStateException(e);
            };
        }
    }

    private void show(Catalog catalog, List<Contender> contenders, Settings settings, List<Sample> samples,
            Ending ending, SideBySide comparison, Instant startedAt) {
        List<String> names = contenders.stream().map(Contender::name).toList();
        List<ComparisonFigures> figures = ComparisonFigures.of(names, samples);
        List<String> verdict = ComparisonVerdict.of(figures, copies(contenders));
        if (json) {
            terminal.out()
                    .println(Json.text(new ComparisonDocument(ComparisonDocument.SCHEMA, Version.program(),
                            startedAt, ending.outcome, ending.reason.isEmpty() ? null : ending.reason,
                            ComparisonDocument.SettingsPart.of(settings), names.getFirst(),
                            contenders.stream().map(one -> ComparisonDocument.ServerPart.of(one, catalog)).toList(),
                            comparison.environment(), comparison.meanwhile(), comparison.warmUps(), verdict,
                            figures.stream().map(ComparisonDocument.SummaryPart::of).toList(), samples)));
            return;
        }
        if (figures.isEmpty()) {
            return;
        }
        if (ending.outcome != Outcome.COMPLETE) {
            terminal.out().println(partial(ending, samples, settings));
        }
        ComparisonText.lines(verdict, figures, settings, comparison.meanwhile(), comparison.warmUps())
                .forEach(terminal.out()::println);
    }

    private static String partial(Ending ending, List<Sample> samples, Settings settings) {
        Sample last = samples.getLast();
        return (ending.outcome == Outcome.INTERRUPTED ? "Interrupted" : "Broken off")
                + ", so this is partial: up to round " + last.round() + " of " + settings.rounds() + " of fork "
                + last.fork() + " of " + settings.forks() + ".";
    }

    /** The first server is the reference; names of further servers of its transport. */
    private static Set<String> copies(List<Contender> contenders) {
        return contenders.getFirst() instanceof Contender.Own reference
                ? contenders.stream()
                        .skip(1)
                        .filter(one -> one instanceof Contender.Own own
                                && own.transport().equals(reference.transport()))
                        .map(Contender::name)
                        .collect(Collectors.toUnmodifiableSet())
                : Set.of();
    }

    // ---- what was asked for ----

    private Settings settings() {
        int open = OptionText.parse("--connections", connections, Units::count);
        Duration each = OptionText.parse("--slice", slice, Units::duration);
        if (each.compareTo(Settings.SHORTEST_SLICE) < 0 || each.compareTo(Settings.LONGEST) > 0) {
            throw new UsageException("--slice: " + slice + " is not from 5 ms to 1 hour");
        }
        try {
            return new Settings(open,
                    active == null
                            ? Math.min(64, open)
                            : OptionText.active(OptionText.parse("--active", active, Units::count), open),
                    OptionText.payload(payload),
                    OptionText.parse("--forks", forks, Units::count),
                    OptionText.parse("--rounds", rounds, Units::count),
                    each,
                    OptionText.parse("--warm-up", warmUp, Units::duration),
                    seed == null ? new SplittableRandom().nextInt(1, Integer.MAX_VALUE) : seed);
        } catch (IllegalArgumentException e) {
            throw new UsageException("compare: " + e.getMessage(), e);
        }
    }

    private List<Contender> contenders(Catalog catalog) {
        transports.forEach(name -> PluginOption.find(catalog, name));
        Map<String, Contender> all = new LinkedHashMap<>();
        for (String text : externals) {
            Contender external = external(text);
            if (all.put(external.name(), external) != null) {
                throw new UsageException("--external: '" + external.name() + "' is given twice");
            }
        }
        Map<String, Integer> times = new HashMap<>();
        for (String transport : transports) {
            int time = times.merge(transport, 1, Integer::sum);
            String name = time == 1 ? transport : transport + "#" + time;
            if (all.put(name, new Contender.Own(name, transport)) != null) {
                throw new UsageException(
                        "--external: '" + name + "' is the name of a transport here; give the server another one");
            }
        }
        if (all.size() < 2) {
            throw new UsageException("compare needs two servers at least; see echoscale compare --help");
        }
        return List.copyOf(all.values());
    }

    private static Contender.External external(String text) {
        ExternalServer server = ExternalArgument.parse(text);
        if (server.target().pid().isEmpty()) {
            throw new UsageException("--external: '" + text + "' lacks ,pid=PID: without its process no CPU time");
        }
        return new Contender.External(server.name(), server.target());
    }

    /** Refuses before anything is started what a limit of this machine or of a transport forbids. */
    private static void requireFitting(List<Contender> contenders, Catalog catalog, Limits limits, Settings settings) {
        for (Contender contender : contenders) {
            if (contender instanceof Contender.Own own) {
                limits.reasonAgainst(own.transport(), catalog.transports().get(own.transport()).support(),
                        settings.connections()).ifPresent(reason -> {
                            throw new UsageException("--connections: " + own.transport() + ": " + reason.message());
                        });
            }
        }
    }

    private static SideBySide sideBySide(Catalog catalog, List<Contender> contenders, Settings settings, Limits limits,
            ComparisonTerminal watcher) throws IOException {
        try {
            return new SideBySide(catalog, contenders, settings, limits, watcher);
        } catch (IllegalArgumentException e) {
            throw new UsageException("compare: " + e.getMessage(), e);
        }
    }
}

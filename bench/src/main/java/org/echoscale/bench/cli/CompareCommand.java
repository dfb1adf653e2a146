package org.echoscale.bench.cli;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
import org.echoscale.bench.load.Target;
import org.echoscale.bench.plan.Units;
import org.echoscale.bench.run.SideBySide;
import org.echoscale.bench.run.SideBySide.Sample;
import org.echoscale.bench.run.SideBySide.Settings;
import org.echoscale.bench.server.Catalog;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code compare}: CPU per message of servers side by side, in slices that alternate. */
@Command(name = "compare", mixinStandardHelpOptions = true, versionProvider = Version.class, description = {
    "Compares the CPU per message of servers side by side: all are up at the same time, and short slices of closed-loop load",
    "go to one after the other in random order. Ratios within a round are far quieter than separate runs.",
    "The first server is what the others are held against."}, footerHeading = "%nExamples:%n", footer = {
        "  echoscale compare --transport epoll-et,netty-epoll,nio-select",
        "  echoscale compare --transport epoll-et,poll --connections 10k --forks 5",
        "  echoscale compare --external mine=127.0.0.1:7007,pid=4711 --transport epoll-et"})
final class CompareCommand implements Callable<Integer> {
    private final Terminal terminal;

    @Option(names = "--transport", split = ",", paramLabel = "NAME", description = "Transports to compare.")
    private final List<String> transports = new ArrayList<>();

    @Option(names = "--external", paramLabel = "NAME=HOST:PORT,pid=PID", description = "A server that is already running on this machine. May be given several times.")
    private final List<String> externals = new ArrayList<>();

    @Option(names = "--connections", paramLabel = "COUNT", description = "Connections open on each server. Default: ${DEFAULT-VALUE}.")
    private String connections = "100";

    @Option(names = "--active", paramLabel = "COUNT", description = "How many of them carry messages. Default: ${DEFAULT-VALUE}.")
    private String active = "64";

    @Option(names = "--payload", paramLabel = "BYTES", description = "Size of a message. Default: ${DEFAULT-VALUE}.")
    private String payload = "64";

    @Option(names = "--forks", paramLabel = "COUNT", description = "Sets of fresh server processes. Default: ${DEFAULT-VALUE}.")
    private String forks = "5";

    @Option(names = "--rounds", paramLabel = "COUNT", description = "Slices of each server in a fork. Default: ${DEFAULT-VALUE}.")
    private String rounds = "20";

    @Option(names = "--slice", paramLabel = "TIME", description = "Length of a slice. Default: ${DEFAULT-VALUE}.")
    private String slice = "250ms";

    @Option(names = "--warm-up", paramLabel = "TIME", description = "Load on each server before the first round. Default: ${DEFAULT-VALUE}.")
    private String warmUp = "4s";

    @Option(names = "--json", description = "Print every slice as JSON.")
    private boolean json;

    @Mixin
    private final PluginOption plugins = new PluginOption();

    CompareCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws IOException {
        Catalog catalog = plugins.catalog();
        transports.forEach(name -> PluginOption.find(catalog, name));
        Map<String, Target> running = new LinkedHashMap<>();
        externals.forEach(text -> external(text, running));
        Set<String> names = new HashSet<>(running.keySet());
        for (String name : transports) {
            if (!names.add(name)) {
                throw new UsageException(
                        "compare: two servers are named '" + name + "'; give one of them another name");
            }
        }
        if (transports.size() + running.size() < 2) {
            throw new UsageException("compare needs two servers at least; see echoscale compare --help");
        }
        List<Sample> samples = new SideBySide(catalog, transports, running, settings(),
                line -> terminal.err().println(line)).run();
        List<String> rows = new ArrayList<>(running.keySet());
        rows.addAll(transports);
        terminal.out().println(json ? Json.text(samples) : table(rows, samples));
        return ExitCode.FINE;
    }

    private Settings settings() {
        try {
            return new Settings(Units.count(connections), Units.count(active), Units.bytes(payload), Units.count(forks),
                    Units.count(rounds), Units.duration(slice), Units.duration(warmUp),
                    new SplittableRandom().nextInt(1, Integer.MAX_VALUE));
        } catch (IllegalArgumentException e) {
            throw new UsageException(String.valueOf(e.getMessage()));
        }
    }

    private static void external(String text, Map<String, Target> running) {
        int equals = text.indexOf('=');
        int comma = text.indexOf(",pid=");
        if (equals < 1 || comma < equals) {
            throw new UsageException("--external: '" + text + "' is not NAME=HOST:PORT,pid=PID");
        }
        try {
            long pid = Long.parseLong(text.substring(comma + 5));
            if (ProcessHandle.of(pid).isEmpty()) {
                throw new UsageException("--external: there is no process " + pid + " on this machine");
            }
            if (running.containsKey(text.substring(0, equals))) {
                throw new UsageException("--external: '" + text.substring(0, equals) + "' is given twice");
            }
            running.put(text.substring(0, equals),
                    new Target(HostAndPort.parse(text.substring(equals + 1, comma)), OptionalLong.of(pid)));
        } catch (NumberFormatException e) {
            throw new UsageException("--external: '" + text.substring(comma + 5) + "' is not a process number");
        }
    }

    private String table(List<String> names, List<Sample> samples) {
        int forkCount = samples.stream().mapToInt(Sample::fork).max().orElse(0);
        String reference = names.getFirst();
        TextTable table = new TextTable("SERVER", "MESSAGES/S", "SERVER µs", "GENERATOR µs", "SERVER/GENERATOR",
                "SERVER µs ÷ " + reference, "SERVER/GENERATOR ÷ " + reference);
        for (String name : names) {
            table.row(name, spread(samples, name, forkCount, s -> s.messages() * 1e9 / s.nanos(), "%,.0f"),
                    spread(samples, name, forkCount, Sample::serverMicros, "%.2f"),
                    spread(samples, name, forkCount, Sample::generatorMicros, "%.2f"),
                    spread(samples, name, forkCount, Sample::quotient, "%.3f"),
                    ratios(samples, name, reference, forkCount, Sample::serverMicros),
                    ratios(samples, name, reference, forkCount, Sample::quotient));
        }
        return String.join(System.lineSeparator(), table.lines()) + System.lineSeparator()
                + "Medians over " + forkCount
                + " forks of medians over rounds; in brackets the least and the greatest fork. "
                + connections + " connections, " + active + " active, " + payload + " bytes.";
    }

    private static String spread(List<Sample> samples, String name, int forkCount, ToDoubleFunction<Sample> figure,
            String format) {
        double[] perFork = IntStream.rangeClosed(1, forkCount)
                .mapToDouble(fork -> SideBySide.median(samples.stream()
                        .filter(s -> s.fork() == fork && s.server().equals(name))
                        .mapToDouble(figure)
                        .toArray()))
                .toArray();
        return text(perFork, format);
    }

    /** Ratios of the slices of one round, so that a drift of the machine is in both. */
    private static String ratios(List<Sample> samples, String name, String reference, int forkCount,
            ToDoubleFunction<Sample> figure) {
        double[] perFork = IntStream.rangeClosed(1, forkCount).mapToDouble(fork -> {
            Map<Integer, Double> base = new LinkedHashMap<>();
            samples.stream()
                    .filter(s -> s.fork() == fork && s.server().equals(reference))
                    .forEach(s -> base.put(s.round(), figure.applyAsDouble(s)));
            return SideBySide.median(samples.stream()
                    .filter(s -> s.fork() == fork && s.server().equals(name))
                    .mapToDouble(s -> figure.applyAsDouble(s) / base.getOrDefault(s.round(), Double.NaN))
                    .toArray());
        }).toArray();
        return text(perFork, "%.3f");
    }

    private static String text(double[] perFork, String format) {
        return format(format, SideBySide.median(perFork)) + " ["
                + format(format, Arrays.stream(perFork).min().orElse(0))
                + " " + format(format, Arrays.stream(perFork).max().orElse(0)) + "]";
    }

    private static String format(String format, double value) {
        return String.format(Locale.ROOT, format, value);
    }
}

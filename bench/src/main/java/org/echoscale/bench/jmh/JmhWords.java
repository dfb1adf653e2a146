package org.echoscale.bench.jmh;

import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.openjdk.jmh.runner.BenchmarkList;
import org.openjdk.jmh.runner.BenchmarkListEntry;
import org.openjdk.jmh.runner.format.OutputFormatFactory;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.CommandLineOptionException;
import org.openjdk.jmh.runner.options.CommandLineOptions;
import org.openjdk.jmh.runner.options.Options;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.VerboseMode;

/**
 * A command line of JMH: the user's words, untouched, and behind them what this project adds where they leave it open.
 *
 * @param words all of them
 * @param options what JMH makes of them
 */
public record JmhWords(List<String> words, CommandLineOptions options) {
    /** What a JVM must be started with that makes downcalls and runs Netty, without a warning for each. */
    static final List<String> NEEDED_BY_JVM = List.of("--enable-native-access=ALL-UNNAMED",
            "--sun-misc-unsafe-memory-access=allow");

    static final String TRANSPORT = "transport";
    private static final String CONNECTIONS = "connections";

    public JmhWords {
        words = List.copyOf(words);
    }

    /**
     * These words.
     *
     * @throws CommandLineOptionException when JMH does not understand them
     */
    public static JmhWords of(List<String> words) throws CommandLineOptionException {
        return new JmhWords(words, new CommandLineOptions(words.toArray(String[]::new)));
    }

    /** The transports asked for; empty when it is left open. */
    public Optional<List<String>> transports() {
        Collection<String> asked = options.getParameter(TRANSPORT).orElse(List.of());
        return asked.isEmpty() ? Optional.empty() : Optional.of(List.copyOf(asked));
    }

    /**
     * The most connections that any of the suites asked for opens to each transport: the largest value of its parameter; 0
     * when none has it. Once {@link #wrongParameter} has found nothing.
     */
    public int mostConnections() {
        return selected().stream()
                .filter(suite -> !parameters(suite, TRANSPORT).isEmpty())
                .map(suite -> parameters(suite, CONNECTIONS))
                .flatMap(Collection::stream)
                .mapToInt(Integer::parseInt)
                .max()
                .orElse(0);
    }

    /** Whether any of the suites asked for has a server. */
    public boolean hasServers() {
        return selected().stream().anyMatch(suite -> !parameters(suite, TRANSPORT).isEmpty());
    }

    /** What is wrong with parameters ({@code -p}), in one line; empty when nothing is. */
    public Optional<String> wrongParameter() {
        Map<String, List<String>> asked = JmhParameters.asked(words);
        return new JmhParameters(find(List.of(), List.of())).wrongName(asked)
                .or(() -> new JmhParameters(selected()).wrongValue(asked));
    }

    private Collection<BenchmarkListEntry> selected() {
        return find(options.getIncludes(), options.getExcludes());
    }

    private static Collection<BenchmarkListEntry> find(List<String> includes, List<String> excludes) {
        return BenchmarkList.defaultList()
                .find(OutputFormatFactory.createFormatInstance(
                        new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8),
                        VerboseMode.SILENT),
                        includes, excludes);
    }

    private Collection<String> parameters(BenchmarkListEntry suite, String name) {
        Map<String, String[]> all = suite.getParams().orElse(Map.of());
        String[] own = all.get(name);
        return own == null ? List.of() : options.getParameter(name).orElse(Arrays.asList(own));
    }

    /**
     * The same, and behind it: that a failure ends the run, CPU time as a secondary result, and these transports, each of it
     * unless it was said.
     */
    public JmhWords completed(List<String> transports) throws CommandLineOptionException {
        List<String> more = new ArrayList<>(words);
        if (!options.shouldFailOnError().hasValue()) {
            more.addAll(List.of("-foe", "true"));
        }
        String profiler = CpuProfiler.class.getName();
        if (options.getProfilers().stream().noneMatch(asked -> asked.getKlass().equals(profiler))) {
            more.addAll(List.of("-prof", profiler));
        }
        if (transports().isEmpty() && !transports.isEmpty()) {
            more.addAll(List.of("-p", TRANSPORT + "=" + String.join(",", transports)));
        }
        return of(more);
    }

    /**
     * The options for a run. A fork inherits the arguments of the JVM that starts it, unless the user gives it others: then
     * those that it cannot do without are put before them.
     *
     * @param inherited arguments of this JVM
     * @param plugins jars that the forks are told of
     */
    public Options forRun(List<String> inherited, List<Path> plugins) {
        ChainedOptionsBuilder builder = new OptionsBuilder().parent(options);
        Collection<String> given = options.getJvmArgs().orElse(inherited);
        List<String> before = new ArrayList<>(options.getJvmArgsPrepend().orElse(List.of()));
        List<String> lacking = Stream.concat(NEEDED_BY_JVM.stream(), PluginProperty.arguments(plugins).stream())
                .filter(needed -> !given.contains(needed) && !before.contains(needed))
                .toList();
        if (!lacking.isEmpty()) {
            before.addAll(0, lacking);
            builder.jvmArgsPrepend(before.toArray(String[]::new));
        }
        return builder.build();
    }
}

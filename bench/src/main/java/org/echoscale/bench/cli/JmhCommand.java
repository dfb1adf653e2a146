package org.echoscale.bench.cli;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.echoscale.bench.jmh.JmhWords;
import org.echoscale.bench.jmh.PluginProperty;
import org.echoscale.bench.limits.Limits;
import org.echoscale.bench.plan.Nearest;
import org.echoscale.bench.server.Catalog;
import org.echoscale.core.EchoTransport;
import org.echoscale.core.Support.Supported;
import org.echoscale.core.Support.Unsupported;
import org.echoscale.results.files.PlainText;
import org.echoscale.results.model.Reason;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.infra.BenchmarkParams;
import org.openjdk.jmh.results.BenchmarkResult;
import org.openjdk.jmh.results.format.ResultFormatType;
import org.openjdk.jmh.runner.Defaults;
import org.openjdk.jmh.runner.NoBenchmarksException;
import org.openjdk.jmh.runner.ProfilersFailedException;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.format.OutputFormat;
import org.openjdk.jmh.runner.format.OutputFormatFactory;
import org.openjdk.jmh.runner.options.CommandLineOptionException;
import org.openjdk.jmh.runner.options.CommandLineOptions;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code jmh}: the JMH suites, run by JMH's own runner with JMH's own options. */
@Command(name = "jmh", description = {
    "Runs the JMH suites: RoundTrip, IdleAndActive, Churn, Registration, SyscallOverhead, Recorder, Codec and others (-l lists them).",
    "Every word but --help, --verbose and --plugin goes to JMH as it is, -h (JMH's own help) included; results are JMH's own.",
    "Three things are added where you do not say otherwise: -foe true (a failure ends the run), -prof for the CPU time of "
            + "server and client as secondary results, and -p transport=... with all transports that run here.",
    "Words that begin with -Djmh. set a property of JMH, as -Djmh.ignoreLock=true, which lets two run at the same time."}, footerHeading = "%nExamples:%n", footer = {
        "  echoscale jmh -l                                        which benchmarks there are; -lp: with their parameters",
        "  echoscale jmh RoundTrip -p transport=epoll-et,nio-select -p bytes=64",
        "  echoscale jmh IdleAndActive -p connections=10,1000 -rf json -rff jmh.json",
        "  echoscale jmh Recorder -f 1 -wi 3 -i 3 -prof gc         quick and rough",
        "  echoscale jmh --plugin theirs.jar RoundTrip -p transport=theirs,epoll-et",
        "  echoscale import jmh.json my-run                        makes trials of the result"})
final class JmhCommand implements Callable<Integer> {
    private static final String PROPERTY = "-Djmh.";
    private static final int END_SECONDS = 10;
    private static final Pattern RESULT_FORMAT = Pattern.compile("ResultFormatType\\.(\\w+)");

    private final Terminal terminal;

    @Option(names = "--help", usageHelp = true, description = "Show this help message and exit.")
    @SuppressWarnings("UnusedVariable") // picocli looks at the annotation
    private boolean help;

    @Parameters(paramLabel = "OPTION", arity = "0..*", description = "Any option of JMH, and regular expressions for names of benchmarks.")
    private List<String> words = new ArrayList<>();

    @Mixin
    private final PluginOption plugins = new PluginOption();

    JmhCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws IOException {
        try {
            return run(JmhWords.of(withoutProperties()));
        } catch (CommandLineOptionException e) {
            throw new UsageException("jmh: " + misunderstood(e) + "; see echoscale jmh -h", e);
        }
    }

    /** JMH's messages tell to set a property of the JVM, which nobody can do who uses the launcher. */
    private List<String> withoutProperties() {
        List<String> others = new ArrayList<>();
        for (String word : words) {
            if (word.startsWith(PROPERTY)) {
                String[] property = word.substring("-D".length()).split("=", 2);
                System.setProperty(property[0], property.length == 1 ? "true" : property[1]);
            } else {
                others.add(word);
            }
        }
        return others;
    }

    private int run(JmhWords asked) throws CommandLineOptionException, IOException {
        CommandLineOptions options = asked.options();
        if (options.shouldHelp()) {
            options.showHelp();
        } else if (options.shouldListProfilers()) {
            options.listProfilers();
        } else if (options.shouldListResultFormats()) {
            options.listResultFormats();
        } else if (options.shouldList()) {
            list(asked);
        } else {
            asked.wrongParameter().ifPresent(problem -> {
                throw new UsageException(problem);
            });
            Catalog catalog = plugins.catalog();
            JmhWords completed = asked.completed(transports(asked, catalog));
            if (options.shouldListWithParams()) {
                list(completed);
            } else {
                measure(completed, catalog.plugins());
            }
        }
        return ExitCode.FINE;
    }

    private void list(JmhWords words) throws IOException {
        CommandLineOptions options = words.options();
        try (PrintStream out = output(options)) {
            Runner runner = new Runner(options, format(options, out));
            if (options.shouldListWithParams()) {
                runner.listWithParams(options);
            } else {
                runner.list();
            }
        }
    }

    /**
     * The transports to measure when the user names none: all that run here and can serve as many connections as the suites
     * open. One that the user names must be able to.
     */
    private List<String> transports(JmhWords asked, Catalog catalog) {
        int connections = Math.max(1, asked.mostConnections());
        Limits limits = Limits.read();
        List<String> usable = new ArrayList<>();
        if (asked.transports().isPresent()) {
            for (String name : asked.transports().get()) {
                EchoTransport transport = PluginOption.find(catalog, name, "-p transport");
                if (transport.support() instanceof Unsupported no) {
                    throw new UsageException("-p transport: " + name + " does not run here: " + no.reason());
                }
                limits.reasonAgainst(name, transport.support(), connections).ifPresent(reason -> {
                    throw new UsageException("-p connections: " + reason.message());
                });
                usable.add(name);
            }
            return usable;
        }
        for (EchoTransport transport : catalog.transports()) {
            Optional<Reason> against = limits.reasonAgainst(transport.name(), transport.support(), connections);
            if (against.isEmpty()) {
                usable.add(transport.name());
            } else if (transport.support() instanceof Supported && asked.hasServers()) {
                terminal.err()
                        .println("echoscale: left out: " + against.get().message() + "; -p connections=N for fewer");
            }
        }
        return usable;
    }

    private void measure(JmhWords words, List<Path> jars) throws IOException {
        Path result = Path.of(words.options().getResult().orElse(""));
        if (words.options().getResult().hasValue() && Files.isDirectory(result)) {
            throw notWritten(result); // JMH would find out about a folder at the end
        }
        PluginProperty.set(jars);
        AtomicInteger unfinished = new AtomicInteger();
        Thread onSignal = new Thread(JmhCommand::endProcesses, "echoscale-jmh-end");
        Runtime.getRuntime().addShutdownHook(onSignal);
        try (PrintStream out = output(words.options())) {
            List<String> inherited = ManagementFactory.getRuntimeMXBean().getInputArguments();
            new Runner(words.forRun(inherited, jars), counting(format(words.options(), out), unfinished)).run();
        } catch (NoBenchmarksException e) {
            throw new UsageException("jmh: no benchmark matches " + String.join(" ", words.options().getIncludes())
                    + "; see echoscale jmh -l", e);
        } catch (ProfilersFailedException e) {
            throw new UsageException(
                    "-prof: one is unknown or does not work here: " + oneLine(e) + "; see echoscale jmh -lprof", e);
        } catch (RunnerException e) {
            if (String.valueOf(e.getMessage()).contains("touch the result file")) {
                throw notWritten(Path.of(words.options().getResult().orElse("?")));
            }
            throw new IOException("jmh: " + oneLine(e), e);
        } finally {
            forget(onSignal);
        }
        if (unfinished.get() > 0) {
            throw new IOException("jmh: " + Words.count(unfinished.get(), "benchmark")
                    + " failed and is not in the result as a whole; see what JMH says above");
        }
    }

    private static NotWrittenException notWritten(Path result) {
        return new NotWrittenException("-rff: the result",
                new IOException(result + " is a folder, is not allowed, or has no folder; name another file"));
    }

    private static OutputFormat format(CommandLineOptions options, PrintStream out) {
        return OutputFormatFactory.createFormatInstance(out, options.verbosity().orElse(Defaults.VERBOSITY));
    }

    /** As JMH does it: a file when asked for, else the standard output, which must stay open. */
    private PrintStream output(CommandLineOptions options) throws IOException {
        if (options.getOutput().hasValue()) {
            return new PrintStream(options.getOutput().get(), terminal.out().charset());
        }
        return new PrintStream(new FilterOutputStream(terminal.out()) {
            @Override
            public void write(byte[] bytes, int offset, int length) throws IOException {
                out.write(bytes, offset, length);
            }

            @Override
            public void close() throws IOException {
                flush();
            }
        }, true, terminal.out().charset());
    }

    /** With {@code -foe false}, JMH goes on after a failure and says so in passing only: iterations are missing then. */
    private static OutputFormat counting(OutputFormat format, AtomicInteger unfinished) {
        return (OutputFormat) Proxy.newProxyInstance(JmhCommand.class.getClassLoader(),
                new Class<?>[]{OutputFormat.class}, (proxy, method, arguments) -> {
                    if (method.getName().equals("startBenchmark")) {
                        unfinished.incrementAndGet();
                    } else if (method.getName().equals("endBenchmark")
                            && arguments[0] instanceof BenchmarkResult result && isWhole(result)) {
                        unfinished.decrementAndGet();
                    }
                    try {
                        return method.invoke(format, arguments);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
    }

    private static boolean isWhole(BenchmarkResult result) {
        BenchmarkParams asked = result.getParams();
        int iterations = Math.max(1, asked.getForks()) * asked.getMeasurement().getCount();
        return result.getIterationResults().size() >= iterations;
    }

    /** After a signal: ends the forks and their servers, which would go on to the end of their iteration. */
    private static void endProcesses() {
        List<ProcessHandle> all = ProcessHandle.current().descendants().toList();
        all.forEach(ProcessHandle::destroyForcibly);
        all.forEach(process -> process.onExit().completeOnTimeout(process, END_SECONDS, TimeUnit.SECONDS).join());
    }

    private static void forget(Thread hook) {
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException e) {
            // The JVM is ending this moment, and the hook runs.
        }
    }

    /** JMH tells of an unknown format by the name of a class. */
    private static String misunderstood(CommandLineOptionException e) {
        Matcher format = RESULT_FORMAT.matcher(String.valueOf(e.getMessage()));
        if (!format.find()) {
            return oneLine(e, e.getCause());
        }
        String word = format.group(1).toLowerCase(Locale.ROOT);
        return "-rf: '" + word + "' is no format of results; " + Nearest.hint(word,
                Arrays.stream(ResultFormatType.values()).map(known -> known.name().toLowerCase(Locale.ROOT)).toList());
    }

    /** What went wrong in the first place, also in a fork: JMH adds that to its own exception as suppressed. */
    private static @Nullable Throwable origin(Exception e) {
        Throwable origin = null;
        for (Throwable next = before(e); next != null; next = before(next)) {
            origin = next;
        }
        return origin;
    }

    private static @Nullable Throwable before(Throwable e) {
        if (e.getCause() != null) {
            return e.getCause();
        }
        return e.getSuppressed().length > 0 ? e.getSuppressed()[0] : null;
    }

    private static String oneLine(Exception e) {
        return oneLine(e, origin(e));
    }

    private static String oneLine(Exception e, @Nullable Throwable cause) {
        String message = String.valueOf(e.getMessage()).replaceFirst("^ERROR: ", "");
        return PlainText.line(cause == null || cause.getMessage() == null || message.contains(cause.getMessage())
                ? message
                : message + ": " + cause.getMessage(), 400).strip();
    }
}

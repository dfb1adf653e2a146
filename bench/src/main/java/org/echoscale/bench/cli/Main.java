package org.echoscale.bench.cli;

import org.echoscale.bench.plan.InvalidPlanException;
import org.echoscale.bench.plan.Nearest;
import org.echoscale.bench.run.ResultsNotWrittenException;
import org.echoscale.bench.server.PluginException;
import org.echoscale.results.files.ResultFileException;
import java.io.Console;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.FileSystemException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.UnmatchedArgumentException;

/** The program: reads the command line, runs one command, turns what went wrong into one line and an exit code. */
@Command(name = "echoscale", mixinStandardHelpOptions = true, versionProvider = Version.class, synopsisSubcommandLabel = "COMMAND", description = "Which I/O model, for how many connections? Echo servers behind one interface, measured.", exitCodeListHeading = "%nExit codes:%n", exitCodeList = {
    " 0:fine", "12:measured, but the figures must not be believed",
    "13:probed, and the server does not echo",
    "64:usage: a wrong option, name, file or plan", "70:could not run: an internal error, or something is missing",
    "74:the results cannot be written: the disk is full, or the standard output is closed",
    "130:interrupted by Ctrl-C; what was measured is kept",
    "141:the reader of the standard output has gone",
    "143:ended by SIGTERM"}, footerHeading = "%nExamples:%n", footer = {
        "  echoscale run                           measure all transports, write a report",
        "  echoscale run --transport epoll-et,poll --connections 10,1k",
        "  echoscale list                          what can be measured here",
        "  echoscale doctor                        what limits the number of connections",
        "  echoscale run --help                    every command has its own help and examples"})
public final class Main implements Runnable {
    private static final Pattern NO_NUMBER = Pattern
            .compile("Invalid value for option '(--[a-z-]+)'.*: '(.*)' is not an? (?:int|long)");

    private static final String DEBUG_VARIABLE = "ECHOSCALE_DEBUG";

    private final Terminal terminal;
    private final Map<String, String> environment;

    @Option(names = "--verbose", scope = ScopeType.INHERIT, description = "Show the stack trace of an error. The same as "
            + DEBUG_VARIABLE + "=1 in the environment.")
    private boolean verbose;

    Main(Terminal terminal, Map<String, String> environment) {
        this.terminal = terminal;
        this.environment = environment;
    }

    public static void main(String[] args) {
        System.exit(new Main(Terminal.system(), System.getenv()).run(args));
    }

    int run(String... args) {
        CommandLine line = new CommandLine(this);
        Map<String, Supplier<CommandLine>> commands = commands();
        // To read the annotations of all commands takes longer than a server takes to start: the one that is named is enough.
        if (args.length > 0 && commands.containsKey(args[0])) {
            commands.keySet().retainAll(Set.of(args[0]));
        }
        commands.forEach((name, command) -> line.addSubcommand(name, command.get()));
        line.setOut(new PrintWriter(terminal.out(), true, terminal.out().charset()));
        line.setErr(new PrintWriter(terminal.err(), true, terminal.err().charset()));
        line.setUsageHelpWidth(100);
        line.setParameterExceptionHandler((e, words) -> usage(e));
        line.setExecutionExceptionHandler((e, command, parsed) -> failed(e));
        line.setColorScheme(Help.defaultColorScheme(colours(environment)));
        int exitCode = line.execute(args);
        if (terminal.out().checkError()) {
            if (terminal.hasReader()) {
                return exitCode == ExitCode.FINE ? ExitCode.READER_GONE : exitCode; // it wants no more: no mistake
            }
            terminal.err()
                    .println("echoscale: the standard output cannot be written: is its disk full, or is it closed?");
            return ExitCode.OUTPUT;
        }
        return exitCode;
    }

    /** Each by its name, in the order of the help, made when asked for. */
    private Map<String, Supplier<CommandLine>> commands() {
        Map<String, Supplier<CommandLine>> commands = new LinkedHashMap<>();
        commands.put("run", () -> PlanTimes.describe(new CommandLine(new RunCommand(terminal))));
        commands.put("load", () -> new CommandLine(new LoadCommand(terminal)));
        commands.put("report", () -> new CommandLine(new ReportCommand(terminal)));
        commands.put("compare", () -> new CommandLine(new CompareCommand(terminal)));
        commands.put("diff", () -> new CommandLine(new DiffCommand(terminal)));
        commands.put("jmh",
                () -> new CommandLine(new JmhCommand(terminal)).setUnmatchedOptionsArePositionalParams(true));
        commands.put("import", () -> new CommandLine(new ImportCommand(terminal)));
        commands.put("claims", () -> new CommandLine(new ClaimsCommand(terminal)));
        commands.put("hold", () -> new CommandLine(new HoldCommand(terminal)));
        commands.put("waits", () -> new CommandLine(new WaitsCommand(terminal)));
        commands.put("wait-agent", () -> new CommandLine(new WaitAgentCommand(terminal)));
        commands.put("wait-peers", () -> new CommandLine(new WaitPeersCommand(terminal)));
        commands.put("list", () -> new CommandLine(new ListCommand(terminal)));
        commands.put("serve", () -> new CommandLine(new ServeCommand(terminal)));
        commands.put("probe", () -> new CommandLine(new ProbeCommand(terminal, environment)));
        commands.put("models", () -> new CommandLine(new ModelsCommand(terminal, environment)));
        commands.put("model-process", () -> new CommandLine(new ModelProcessCommand(terminal)));
        commands.put("doctor", () -> new CommandLine(new DoctorCommand(terminal)));
        return commands;
    }

    /** Called by picocli when no command was given. */
    @Override
    public void run() {
        throw new UsageException("no command given; see echoscale --help");
    }

    private static Help.Ansi colours(Map<String, String> environment) {
        boolean terminal = Optional.ofNullable(System.console()).filter(Console::isTerminal).isPresent();
        return terminal && !environment.containsKey("NO_COLOR") ? Help.Ansi.AUTO : Help.Ansi.OFF;
    }

    private int usage(ParameterException e) {
        CommandSpec spec = e.getCommandLine().getCommandSpec();
        String message = e instanceof UnmatchedArgumentException unmatched
                ? unknown(unmatched, spec)
                : lowered(Objects.requireNonNullElse(e.getMessage(), e.toString()));
        return report(message + "; see " + spec.qualifiedName() + " --help", ExitCode.USAGE, e);
    }

    /** Messages of the parser begin like sentences, and come after a colon here; its word for a number is Java's. */
    private static String lowered(String message) {
        Matcher number = NO_NUMBER.matcher(message);
        if (number.matches()) {
            return number.group(1) + ": '" + number.group(2) + "' is not a whole number";
        }
        return message.startsWith("Missing ") || message.startsWith("Expected ") || message.startsWith("Invalid ")
                ? Character.toLowerCase(message.charAt(0)) + message.substring(1)
                : message;
    }

    private static String unknown(UnmatchedArgumentException e, CommandSpec spec) {
        String word = e.getUnmatched().getFirst();
        List<String> options = spec.options()
                .stream()
                .filter(option -> !option.hidden())
                .flatMap(option -> Stream.of(option.names()))
                .filter(name -> name.startsWith("--"))
                .sorted()
                .toList();
        if (word.startsWith("-")) {
            return "unknown option '" + word + "'" + nearest(word, options);
        }
        List<String> commands = spec.subcommands()
                .entrySet()
                .stream()
                .filter(command -> !command.getValue().getCommandSpec().usageMessage().hidden())
                .map(Map.Entry::getKey)
                .sorted()
                .toList();
        return commands.isEmpty()
                ? "unexpected '" + word + "'"
                : "unknown command '" + word + "'; " + Nearest.hint(word, commands);
    }

    private static String nearest(String word, List<String> known) {
        String name = word.contains("=") ? word.substring(0, word.indexOf('=')) : word;
        return Nearest.to(name, known).map(near -> "; nearest: " + near).orElse("");
    }

    private int failed(Exception e) {
        String message = Objects.requireNonNullElse(e.getMessage(), e.toString());
        return switch (e) {
            case UsageException _,InvalidPlanException _,PluginException _,ResultFileException _ -> report(message,
                    ExitCode.USAGE, e);
            case ResultsNotWrittenException _,NotWrittenException _ -> report(message, ExitCode.OUTPUT, e);
            case FileSystemException file -> report(FileProblem.text(file), ExitCode.INTERNAL, e);
            case IOException _ -> report(message, ExitCode.INTERNAL, e);
            default -> report("internal error: " + e + " (the stack trace: --verbose)", ExitCode.INTERNAL, e);
        };
    }

    private int report(String message, int exitCode, Exception e) {
        terminal.err().println("echoscale: " + message.replace('\n', ' '));
        if (verbose || environment.containsKey(DEBUG_VARIABLE)) {
            e.printStackTrace(terminal.err());
        }
        return exitCode;
    }
}

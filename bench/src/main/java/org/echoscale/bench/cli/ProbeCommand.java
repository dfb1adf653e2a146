package org.echoscale.bench.cli;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import org.echoscale.bench.cli.Colours.Colour;
import org.echoscale.bench.plan.Units;
import org.echoscale.bench.probe.Problem;
import org.echoscale.bench.probe.ProbePlan;
import org.echoscale.bench.probe.ProbeResult;
import org.echoscale.bench.probe.Prober;
import org.echoscale.bench.probe.Step;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code probe}: whether a server of any kind echoes, step by step. */
@Command(name = "probe", mixinStandardHelpOptions = true, versionProvider = Version.class, description = {
    "Sees whether a server of any kind echoes: several connections in one process, messages sent in parts on each, every byte that comes back compared with what was sent. Shows each step, and the verdict in the last line.",
    "The exit code is 0 when the server echoes and 13 when it does not."}, footerHeading = "%nExamples:%n", footer = {
        "  echoscale probe 127.0.0.1:7007", "  echoscale probe 127.0.0.1:7007 --quiet && echo it echoes",
        "  echoscale probe '[::1]:7007' --connections 5 --parts 4 --timeout 500ms",
        "  echoscale probe 127.0.0.1:7007 --message 'I am {connection}' --message bye",
        "  echoscale probe 127.0.0.1:7007 --json"})
final class ProbeCommand implements Callable<Integer> {
    private final Terminal terminal;
    private final Colours colours;

    @Parameters(paramLabel = "HOST:PORT", description = "Where the server listens.")
    private String server = "";

    @Option(names = "--connections", paramLabel = "COUNT", description = "Connections that are open at the same time, 1 to 1000. Default: ${DEFAULT-VALUE}.")
    private String connections = "2";

    @Option(names = "--message", paramLabel = "TEXT", description = "What to send, in place of the three messages that come with it: plain text, text that is not ASCII, and 128 KiB. May be given several times. {connection} stands for the number of the connection.")
    private @Nullable List<String> messages;

    @Option(names = "--parts", paramLabel = "COUNT", description = "Parts that each message is sent in, 1 to 1000. Default: ${DEFAULT-VALUE}.")
    private String parts = "2";

    @Option(names = "--timeout", paramLabel = "TIME", description = "The longest time without a byte back. Default: ${DEFAULT-VALUE}.")
    private String timeout = "5s";

    @Option(names = "--no-half-close", description = "Leave out the last step: a message with the sending half closed right behind it.")
    private boolean noHalfClose;

    @Option(names = {"-q", "--quiet"}, description = "Print the verdict only.")
    private boolean quiet;

    @Option(names = "--json", description = "Print verdict and steps as JSON.")
    private boolean json;

    ProbeCommand(Terminal terminal, Map<String, String> environment) {
        this.terminal = terminal;
        this.colours = Colours.of(environment);
    }

    @Override
    public Integer call() throws IOException {
        ProbeResult result = Prober.probe(plan(), step -> {
            if (!quiet && !json) {
                print(step);
            }
        });
        if (json) {
            terminal.out().println(Json.text(result));
        } else {
            result.warnings()
                    .forEach(warning -> terminal.err().println(colours.paint(Colour.YELLOW, "warning: " + warning)));
            if (result.problem() != null && result.problem().kind() == Problem.Kind.LOST_AT_HALF_CLOSE) {
                terminal.err().println("Everything before it came back. To leave this step out: --no-half-close");
            }
            terminal.out().println(colours.paint(result.echoes() ? Colour.GREEN : Colour.RED, result.verdict()));
        }
        return result.echoes() ? ExitCode.FINE : ExitCode.NO_ECHO;
    }

    private ProbePlan plan() {
        try {
            Duration longest = OptionText.parse("--timeout", timeout, Units::duration);
            return new ProbePlan(HostAndPort.parse(server),
                    OptionText.parse("--connections", connections,
                            word -> Units.count(word, ProbePlan.MOST_CONNECTIONS)),
                    messages == null ? ProbePlan.defaultMessages() : new ArrayList<>(messages),
                    OptionText.parse("--parts", parts, word -> Units.count(word, ProbePlan.MOST_PARTS)),
                    longest, !noHalfClose);
        } catch (IllegalArgumentException e) {
            throw new UsageException("--" + e.getMessage(), e);
        }
    }

    private void print(Step step) {
        String who = step.connection() == 0 ? "first check" : "connection " + step.connection();
        String line = String.format(Locale.ROOT, "%7.3f s  %-13s  ", step.atNanos() / 1e9, who);
        terminal.out().println(colours.paint(Colour.GREY, line) + switch (step.kind()) {
            case COMPLETE -> colours.paint(Colour.GREEN, step.text());
            case PROBLEM -> colours.paint(Colour.RED, step.text());
            case WAITING, SERVED -> colours.paint(Colour.YELLOW, step.text());
            case SENT -> colours.paint(Colour.BLUE, step.text());
            case CONNECTING, CONNECTED, RECEIVED, HALF_CLOSED, END_OF_STREAM, CLOSED -> step.text();
        });
    }
}

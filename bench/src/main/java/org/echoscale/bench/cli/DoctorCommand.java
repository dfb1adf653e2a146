package org.echoscale.bench.cli;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.echoscale.bench.limits.Limit;
import org.echoscale.bench.limits.Limits;
import org.echoscale.core.EchoTransport;
import org.echoscale.core.Support.Unsupported;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code doctor}: what limits the number of connections on this machine, and how to raise it. */
@Command(name = "doctor", mixinStandardHelpOptions = true, versionProvider = Version.class, description = "Shows each limit of this machine: its value, the connections it allows, and how to raise it.", footerHeading = "%nExamples:%n", footer = {
    "  echoscale doctor", "  echoscale doctor --json", "  echoscale doctor --prove"})
final class DoctorCommand implements Callable<Integer> {
    private final Terminal terminal;

    @Option(names = "--json", description = "Print JSON.")
    private boolean json;

    @Mixin
    private final PluginOption plugins = new PluginOption();

    @ArgGroup(exclusive = false)
    private @Nullable ProveOptions prove;

    DoctorCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws IOException {
        if (prove != null) {
            return prove.run(terminal, plugins.catalog(), json);
        }
        Diagnosis diagnosis = new Diagnosis(Limits.read().all(), unsupported());
        if (json) {
            terminal.out().println(Json.text(diagnosis));
        } else {
            diagnosis.lines().forEach(terminal.out()::println);
        }
        return ExitCode.FINE;
    }

    private List<Diagnosis.Missing> unsupported() {
        List<Diagnosis.Missing> missing = new ArrayList<>();
        for (EchoTransport transport : plugins.catalog().transports()) {
            if (transport.support() instanceof Unsupported no) {
                missing.add(new Diagnosis.Missing(transport.name(), no.reason()));
            }
        }
        return missing;
    }

    /**
     * What was found.
     *
     * @param limits of this machine
     * @param unsupported transports that do not run here
     */
    private record Diagnosis(List<Limit> limits, List<Missing> unsupported) {

        /** A transport that does not run here, and why. */
        record Missing(String transport, String reason) {}

        List<String> lines() {
            TextTable table = new TextTable("LIMIT", "VALUE", "CONNECTIONS", "WHAT IT BOUNDS");
            for (Limit limit : limits) {
                Long allowed = limit.connections();
                table.row(limit.name(), limit.value().orElse("not known here"),
                        allowed == null ? "-" : allowed == Long.MAX_VALUE ? "any number" : allowed.toString(),
                        limit.meaning());
            }
            List<String> lines = new ArrayList<>(table.lines());
            lines.add("");
            lines.add("To raise them:");
            TextTable remedies = new TextTable("", "");
            limits.forEach(limit -> limit.raise().ifPresent(how -> remedies.row("  " + limit.name(), how)));
            lines.addAll(remedies.lines().subList(1, remedies.lines().size()));
            for (Missing missing : unsupported) {
                lines.add("");
                lines.add(missing.transport + " does not run here: " + missing.reason);
            }
            return lines;
        }
    }
}

package org.echoscale.bench.cli;

import java.io.IOException;
import java.util.concurrent.Callable;
import org.echoscale.bench.limits.Limits;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code doctor}: what limits the number of connections on this machine, and how to raise it. */
@Command(name = "doctor", mixinStandardHelpOptions = true, versionProvider = Version.class, description = "Shows each limit of this machine: its value, the connections it allows, whether it binds, and how to raise it.", footerHeading = "%nExamples:%n", footer = {
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
        Diagnosis diagnosis = Diagnosis.of(Limits.read(), plugins.catalog().transports());
        if (json) {
            terminal.out().println(Json.text(diagnosis));
        } else {
            diagnosis.lines().forEach(terminal.out()::println);
        }
        return ExitCode.FINE;
    }
}

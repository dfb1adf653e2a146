package org.echoscale.bench.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.echoscale.results.files.RunDirectory;
import org.echoscale.results.report.JmhTable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code report}: reads a run directory again and writes its report anew. */
@Command(name = "report", mixinStandardHelpOptions = true, versionProvider = Version.class, description = {
    "Reads the results in a run directory and writes report.html, summary.md and the charts anew.",
    "What claims, waits, models and import have put there becomes a section each. Nothing is measured."}, footerHeading = "%nExamples:%n", footer = {
        "  echoscale report results/runs/20260101-120000-quick", "  echoscale report my-run --json"})
final class ReportCommand implements Callable<Integer> {
    private final Terminal terminal;

    @Parameters(paramLabel = "DIR", description = "A run directory: the --out of a run.")
    private Path directory = Path.of(".");

    @Option(names = "--json", description = "Print the outcome as JSON.")
    private boolean json;

    ReportCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws IOException {
        if (Files.notExists(directory.resolve(RunDirectory.MANIFEST))
                && Files.isRegularFile(directory.resolve(JmhTable.FILE))) {
            throw new UsageException(directory + ": no run here, only what JMH measured: echoscale import "
                    + directory.resolve(JmhTable.FILE) + " " + directory + " shows that");
        }
        return new Findings(terminal, json).show(RunDirectory.open(directory));
    }
}

package org.echoscale.bench.cli;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.echoscale.results.charts.Chart;
import org.echoscale.results.files.ResultFileException;
import org.echoscale.results.files.WholeFile;
import org.echoscale.results.jmh.JmhFile;
import org.echoscale.results.jmh.JmhResult;
import org.echoscale.results.jmh.JmhTrial;
import org.echoscale.results.jmh.JmhTrialLog;
import org.echoscale.results.report.JmhTable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code import}: takes a result of JMH into a run directory and makes trials of it. */
@Command(name = "import", mixinStandardHelpOptions = true, versionProvider = Version.class, description = {
    "Takes a JSON result of JMH into a run directory: jmh.json is the file byte for byte, jmh-trials.jsonl has a trial for each fork.",
    "Shows the figures, which are those that JMH printed."}, footerHeading = "%nExamples:%n", footer = {
        "  echoscale jmh RoundTrip -rf json -rff out.json", "  echoscale import out.json my-run",
        "  echoscale import out.json my-run --json | jq '.[].primary.score'"})
final class ImportCommand implements Callable<Integer> {
    static final String TRIALS = "jmh-trials.jsonl";

    private final Terminal terminal;

    @Parameters(index = "0", paramLabel = "FILE", description = "What JMH wrote with -rf json.")
    private Path file = Path.of(".");

    @Parameters(index = "1", paramLabel = "DIR", description = "A run directory, or a folder to be made. It must not have a result of JMH yet, unless it is this one.")
    private Path directory = Path.of(".");

    @Option(names = "--json", description = "Print the figures as JSON.")
    private boolean json;

    ImportCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws IOException {
        byte[] bytes = JmhFile.bytes(file);
        List<JmhResult> results = JmhFile.parse(bytes, file);
        Path copy = directory.resolve(JmhTable.FILE);
        if (Files.exists(copy) && !Arrays.equals(Files.readAllBytes(copy), bytes)) {
            throw new ResultFileException(copy, "another result of JMH is there already; name another folder");
        }
        List<JmhTrial> trials = new ArrayList<>();
        for (JmhResult result : results) {
            trials.addAll(result.trials(trials.size() + 1));
        }
        try {
            Files.createDirectories(directory);
            WholeFile.write(copy, bytes);
            WholeFile.write(directory.resolve(TRIALS), JmhTrialLog.text(trials).getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new NotWrittenException("the result", e);
        }
        terminal.out().println(json ? Json.text(results) : String.join(System.lineSeparator(), table(results)));
        terminal.err()
                .println("echoscale: " + Words.count(results.size(), "benchmark") + ", "
                        + Words.count(trials.size(), "trial") + " in " + directory.resolve(TRIALS));
        return ExitCode.FINE;
    }

    private static List<String> table(List<JmhResult> results) {
        Chart.Table figures = JmhTable.of(results);
        TextTable table = new TextTable(
                figures.head().stream().map(head -> head.toUpperCase(Locale.ROOT)).toArray(String[]::new));
        figures.rows().forEach(row -> table.row(row.toArray(String[]::new)));
        return table.lines();
    }
}

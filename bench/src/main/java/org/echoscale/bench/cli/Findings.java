package org.echoscale.bench.cli;

import java.io.Console;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.echoscale.bench.run.ResultsNotWrittenException;
import org.echoscale.results.files.ResultFileException;
import org.echoscale.results.files.RunDirectory;
import org.echoscale.results.files.RunResults;
import org.echoscale.results.report.Report;
import org.echoscale.results.stats.Evidence;
import org.echoscale.results.stats.Figures;

/** What a run directory has to say, shown to the user: the verdict first, the table second, then where the report is. */
final class Findings {
    private final Terminal terminal;
    private final boolean json;

    Findings(Terminal terminal, boolean json) {
        this.terminal = terminal;
        this.json = json;
    }

    /** Writes the report and shows it in short. Returns the exit code that the trials deserve. */
    int show(RunDirectory directory) throws IOException {
        RunResults results = directory.read();
        String nothing = results.nothing();
        if (nothing != null) {
            throw new UsageException(directory.path() + ": no report: " + nothing);
        }
        results.warnings().forEach(warning -> terminal.err().println("warning: " + warning));
        Report report = write(directory);
        Path html = directory.path().resolve(Report.HTML);
        if (json) {
            terminal.out()
                    .println(Json.text(new Summary(directory.path().toString(), html.toString(), report.verdict(),
                            report.figures().evidence(), report.figures().cells())));
        } else {
            terminal.out().println(report.terminal(colour()));
            terminal.out().println("Report: " + html);
        }
        return report.figures().evidence().isBelievable() ? ExitCode.FINE : ExitCode.INVALID;
    }

    private static Report write(RunDirectory directory) throws IOException {
        Report report = RunReport.read(directory.path());
        try {
            report.write();
            return report;
        } catch (ResultFileException e) {
            throw RunReport.unusable(e);
        } catch (IOException e) {
            throw new ResultsNotWrittenException(directory.path(), e);
        }
    }

    /**
     * The outcome for programs.
     *
     * @param directory where the results are
     * @param report the page with the charts
     * @param verdict what was found, in sentences
     * @param evidence how many forks the cells rest on
     * @param cells figures of each cell over its forks
     */
    private record Summary(String directory, String report, List<String> verdict, Evidence evidence,
            List<Figures> cells) {}

    private static boolean colour() {
        return Optional.ofNullable(System.console()).filter(Console::isTerminal).isPresent()
                && System.getenv("NO_COLOR") == null && !"dumb".equals(System.getenv("TERM"));
    }
}

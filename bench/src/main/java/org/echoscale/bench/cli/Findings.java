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
import org.jspecify.annotations.Nullable;

/** What a run directory has to say, shown to the user: the verdict first, the table second, then where the report is. */
final class Findings {
    private final Terminal terminal;
    private final boolean json;

    Findings(Terminal terminal, boolean json) {
        this.terminal = terminal;
        this.json = json;
    }

    /**
     * Writes the report and shows it in short. Returns the exit code that the trials deserve.
     *
     * @throws ResultsNotWrittenException when the report cannot be written; what it says has been shown then
     */
    int show(RunDirectory directory) throws IOException {
        RunResults results = directory.read();
        String nothing = results.nothing();
        if (nothing != null) {
            throw new UsageException(directory.path() + ": no report: " + nothing);
        }
        results.warnings().forEach(warning -> terminal.err().println("warning: " + warning));
        Report report = RunReport.read(directory.path());
        ResultsNotWrittenException lost = write(report, directory.path());
        Path html = directory.path().resolve(Report.HTML);
        if (json) {
            terminal.out()
                    .println(Json.text(new Summary(directory.path().toString(), lost == null ? html.toString() : null,
                            report.verdict(), report.figures().evidence(), report.figures().cells())));
        } else {
            terminal.out().println(report.terminal(colour()));
        }
        if (lost != null) {
            throw lost;
        }
        if (!json) {
            terminal.out().println("Report: " + html);
        }
        return report.figures().evidence().isBelievable() ? ExitCode.FINE : ExitCode.INVALID;
    }

    /** Null when it is written; otherwise why it is not, to be said once what was measured is out. */
    private static @Nullable ResultsNotWrittenException write(Report report, Path directory) {
        try {
            report.write();
            return null;
        } catch (ResultFileException e) {
            throw RunReport.unusable(e);
        } catch (IOException e) {
            return new ResultsNotWrittenException(directory, e);
        }
    }

    /**
     * The outcome for programs.
     *
     * @param directory where the results are
     * @param report the page with the charts; absent when it could not be written
     * @param verdict what was found, in sentences
     * @param evidence how many forks the cells rest on
     * @param cells figures of each cell over its forks
     */
    private record Summary(String directory, @Nullable String report, List<String> verdict, Evidence evidence,
            List<Figures> cells) {}

    private static boolean colour() {
        return Optional.ofNullable(System.console()).filter(Console::isTerminal).isPresent()
                && System.getenv("NO_COLOR") == null && !"dumb".equals(System.getenv("TERM"));
    }
}

package org.echoscale.bench.cli;

import java.io.IOException;
import java.util.List;
import org.echoscale.results.files.RunDirectory;
import org.echoscale.results.files.RunResults;
import org.echoscale.results.model.Outcome;
import org.echoscale.results.stats.Figures;
import org.echoscale.results.stats.RunFigures;
import org.echoscale.results.stats.Verdict;

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
        results.warnings().forEach(warning -> terminal.err().println("warning: " + warning));
        RunFigures figures = RunFigures.of(results);
        List<String> verdict = Verdict.of(figures);
        if (json) {
            terminal.out().println(Json.text(new Summary(directory.path().toString(), verdict, figures.cells())));
        } else {
            verdict.forEach(terminal.out()::println);
        }
        boolean believable = results.trials()
                .stream()
                .noneMatch(trial -> trial.outcome() == Outcome.INVALID || trial.outcome() == Outcome.FAILED);
        return believable ? ExitCode.FINE : ExitCode.INVALID;
    }

    /**
     * The outcome for programs.
     *
     * @param directory where the results are
     * @param verdict what was found, in sentences
     * @param cells figures of each cell over its forks
     */
    private record Summary(String directory, List<String> verdict, List<Figures> cells) {}
}

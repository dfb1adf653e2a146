package org.echoscale.bench.cli;

import java.io.Console;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.echoscale.bench.run.Progress;
import org.echoscale.results.model.Cell;
import org.echoscale.results.model.Outcome;
import org.echoscale.results.model.Plan;
import org.echoscale.results.model.Trial;

/**
 * Shows how a run goes on, on the error stream: on a terminal one line that is written over, elsewhere a line for each tenth
 * of the run. What fails stays on a line of its own. For any thread.
 */
final class RunTerminal implements Progress {
    private static final String CLEAR_LINE = "\r\u001b[K";

    private final Terminal terminal;
    private final boolean live = Optional.ofNullable(System.console()).filter(Console::isTerminal).isPresent()
            && !"dumb".equals(System.getenv("TERM"));
    private int tenths = -1;
    private boolean stopping;

    RunTerminal(Terminal terminal) {
        this.terminal = terminal;
    }

    /** @param overrides the flags that change the plan, or empty */
    void starts(Plan plan, String overrides, Path path) {
        line("Plan " + plan.name() + (overrides.isEmpty() ? "" : " with " + overrides) + ": "
                + Words.count(plan.transports().size(), "transport")
                + ", " + plan.connections()
                + (plan.connections().equals(List.of(1)) ? " connection, " : " connections, ")
                + Words.count(plan.forks(), "fork") + ", seed " + plan.seed()
                + ". Results go to " + path);
    }

    @Override
    public synchronized void begins(Cell cell, int fork, int done, int total, Duration left) {
        if (stopping) {
            return;
        }
        String text = String.format(Locale.ROOT, "[%d/%d] %s, %s, fork %d%s", done + 1, total,
                cell.subject(),
                Words.count(cell.connections(), "connection"), fork, ", about " + Words.time(left) + " left");
        if (live) {
            terminal.err().print(CLEAR_LINE + text);
            terminal.err().flush();
        } else if (done * 10 / total > tenths) {
            tenths = done * 10 / total;
            terminal.err().println(text);
        }
    }

    @Override
    public synchronized void ended(Trial trial) {
        if (trial.outcome() == Outcome.INVALID || trial.outcome() == Outcome.FAILED) {
            line(trial.outcome() + ": " + trial.cell() + ", fork " + trial.fork() + ": "
                    + trial.reasons().getFirst().message());
        }
    }

    @Override
    public synchronized void warn(String text) {
        if (!stopping) { // then servers are killed, and what they say about it interests nobody
            line("warning: " + text);
        }
    }

    /** Ctrl-C was pressed: what was measured is being put away. */
    synchronized void stopping() {
        line("Interrupted: writing what was measured…");
        stopping = true;
    }

    synchronized void ends() {
        if (live) {
            terminal.err().print(CLEAR_LINE);
            terminal.err().flush();
        }
    }

    private void line(String text) {
        terminal.err().println((live ? CLEAR_LINE : "") + text);
    }
}

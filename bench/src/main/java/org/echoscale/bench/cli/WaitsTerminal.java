package org.echoscale.bench.cli;

import java.io.Console;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.echoscale.bench.waits.WaitStudy;
import org.echoscale.results.model.WaitCosts.Slice;

/**
 * Keeps the complete rounds of a study, and shows on the error stream how it goes on: on a terminal one line that is
 * written over, elsewhere a line for each tenth.
 */
final class WaitsTerminal implements WaitStudy.Watcher {
    private static final String CLEAR_LINE = "\r\u001b[K";

    private final Terminal terminal;
    private final List<Slice> slices = new ArrayList<>();
    private final long startNanos = System.nanoTime();
    private final boolean live = Optional.ofNullable(System.console()).filter(Console::isTerminal).isPresent()
            && !"dumb".equals(System.getenv("TERM"));
    private int tenths = -1;

    WaitsTerminal(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public void at(String what, double done) {
        double seconds = (System.nanoTime() - startNanos) / 1e9;
        String text = String.format(Locale.ROOT, "[%.0f %%] %s%s", Math.floor(done * 100), what,
                done < 0.01 ? "" : String.format(Locale.ROOT, ", about %.0f s left", seconds / done * (1 - done)));
        if (live) {
            terminal.err().print(CLEAR_LINE + text);
            terminal.err().flush();
        } else if ((int) (done * 10) > tenths) {
            tenths = (int) (done * 10);
            terminal.err().println(text);
        }
    }

    @Override
    public void measured(List<Slice> round) {
        slices.addAll(round);
    }

    /** Of all complete rounds so far. */
    List<Slice> slices() {
        return List.copyOf(slices);
    }

    /** Nothing more is under way. */
    void ends() {
        if (live) {
            terminal.err().print(CLEAR_LINE);
            terminal.err().flush();
        }
    }
}

package org.echoscale.bench.cli;

import java.io.Console;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.echoscale.bench.run.SideBySide;
import org.echoscale.bench.run.SideBySide.Sample;

/**
 * Keeps the complete rounds of a comparison, and shows on the error stream how it goes on: on a terminal one line that is
 * written over, elsewhere a line for each tenth.
 */
final class ComparisonTerminal implements SideBySide.Watcher {
    private static final String CLEAR_LINE = "\r\u001b[K";

    private final Terminal terminal;
    private final List<Sample> samples = new ArrayList<>();
    private final boolean live = Optional.ofNullable(System.console()).filter(Console::isTerminal).isPresent()
            && !"dumb".equals(System.getenv("TERM"));
    private long tenths = -1;

    ComparisonTerminal(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public void at(String what, Duration left, Duration total) {
        long done = Math.clamp(100 - left.toNanos() * 100 / Math.max(1, total.toNanos()), 0, 99);
        String text = "[" + done + " %] " + what + ", about " + text(left) + " left";
        if (live) {
            terminal.err().print(CLEAR_LINE + text);
            terminal.err().flush();
        } else if (done / 10 > tenths) {
            tenths = done / 10;
            terminal.err().println(text);
        }
    }

    @Override
    public void measured(List<Sample> round) {
        samples.addAll(round);
    }

    @Override
    public void warn(String line) {
        line("warning: " + line);
    }

    /** Of all complete rounds so far. */
    List<Sample> samples() {
        return List.copyOf(samples);
    }

    /** A line of its own, once what was written over is gone. */
    void line(String text) {
        terminal.err().println((live ? CLEAR_LINE : "") + text);
    }

    /** Nothing more is under way. */
    void ends() {
        if (live) {
            terminal.err().print(CLEAR_LINE);
            terminal.err().flush();
        }
    }

    private static String text(Duration left) {
        return left.toSeconds() >= 90 ? (left.toSeconds() + 30) / 60 + " min" : (left.toMillis() + 999) / 1000 + " s";
    }
}

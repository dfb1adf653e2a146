package org.echoscale.bench.server;

import java.util.ArrayDeque;
import java.util.Deque;

/** The last lines of something long. One thread adds, any thread reads. */
final class Tail {
    private static final int MAX_LINES = 20;
    private static final int MAX_LINE_LENGTH = 500;

    private final Deque<String> lines = new ArrayDeque<>();

    synchronized void add(String line) {
        if (lines.size() == MAX_LINES) {
            lines.removeFirst();
        }
        lines.addLast(line.length() <= MAX_LINE_LENGTH ? line : line.substring(0, MAX_LINE_LENGTH) + "…");
    }

    /** The lines in one, or empty. */
    synchronized String text() {
        return String.join(" | ", lines);
    }
}

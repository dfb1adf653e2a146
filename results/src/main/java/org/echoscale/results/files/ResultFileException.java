package org.echoscale.results.files;

import java.io.IOException;
import java.nio.file.Path;

/**
 * A result file that cannot be believed: its message is one line that names the file, the line in it where there is
 * one, and what is wrong there. The files of a run may come from anywhere, so nothing of them is printed as it stands.
 */
public final class ResultFileException extends IOException {
    private static final long serialVersionUID = 1;

    ResultFileException(Path file, String problem) {
        super(printable(file.toString(), 300) + ": " + printable(problem, 400));
    }

    ResultFileException(Path file, long line, String problem, Throwable cause) {
        super(printable(file.toString(), 300) + ", line " + line + ": " + printable(problem, 400), cause);
    }

    ResultFileException(Path file, long line, String problem) {
        super(printable(file.toString(), 300) + ", line " + line + ": " + printable(problem, 400));
    }

    /** The text on one line, without characters that a terminal would obey, cut to a length. */
    static String printable(String text, int longest) {
        StringBuilder shown = new StringBuilder();
        for (int i = 0; i < text.length() && shown.length() < longest; i++) {
            char c = text.charAt(i);
            shown.append(Character.isISOControl(c) || Character.getType(c) == Character.FORMAT ? ' ' : c);
        }
        return shown.length() < text.length() ? shown + "…" : shown.toString();
    }
}

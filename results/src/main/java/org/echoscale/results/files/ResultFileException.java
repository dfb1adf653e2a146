package org.echoscale.results.files;

import java.io.IOException;
import java.nio.file.Path;

/**
 * A result file that cannot be believed: its message is one line that names the file, the line in it where there is
 * one, and what is wrong there. The files of a run may come from anywhere, so nothing of them is printed as it stands.
 */
public final class ResultFileException extends IOException {
    private static final long serialVersionUID = 1;
    private static final int LONGEST = 400;

    public ResultFileException(Path file, String problem) {
        super(PlainText.line(file.toString(), LONGEST) + ": " + PlainText.line(problem, LONGEST));
    }

    ResultFileException(Path file, long line, String problem, Throwable cause) {
        super(PlainText.line(file.toString(), LONGEST) + ", " + place(line, problem), cause);
    }

    ResultFileException(Path file, long line, String problem) {
        super(PlainText.line(file.toString(), LONGEST) + ", " + place(line, problem));
    }

    private static String place(long line, String problem) {
        return "line " + line + ": " + PlainText.line(problem, LONGEST);
    }
}

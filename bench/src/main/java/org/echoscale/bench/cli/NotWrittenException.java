package org.echoscale.bench.cli;

import java.io.IOException;

/** A file that was asked for cannot be written, say because the disk is full. */
final class NotWrittenException extends IOException {
    private static final long serialVersionUID = 1;

    /**
     * @param what the file is: {@code "the comparison"}
     */
    NotWrittenException(String what, IOException cause) {
        super(what + " cannot be written: " + FileProblem.text(cause), cause);
    }
}

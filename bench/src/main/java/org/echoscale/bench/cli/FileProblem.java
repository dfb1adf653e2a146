package org.echoscale.bench.cli;

import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;

/** What is wrong with a file, in words: the JDK's messages are at times the bare name of the file. */
final class FileProblem {
    private FileProblem() {}

    static String text(FileSystemException e) {
        String reason = e.getReason();
        if (reason != null) {
            return e.getFile() + ": " + reason;
        }
        return e.getFile() + ": " + switch (e) {
            case NoSuchFileException _ -> "no such file or folder";
            case AccessDeniedException _ -> "no permission";
            case FileAlreadyExistsException _ -> "is there already, and is no folder";
            default -> e.getClass().getSimpleName();
        };
    }
}

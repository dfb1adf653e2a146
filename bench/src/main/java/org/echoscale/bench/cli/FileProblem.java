package org.echoscale.bench.cli;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.util.Objects;
import java.util.Set;

/** What is wrong with a file, in words: the JDK's messages are at times the bare name of the file. */
final class FileProblem {
    /** strerror(3) of ENOSPC, EDQUOT and EFBIG. */
    private static final Set<String> FULL = Set.of("No space left on device", "Disk quota exceeded", "File too large");

    private FileProblem() {}

    /** Whether there is no room for what was to be written. */
    static boolean isFull(FileSystemException e) {
        String reason = e.getReason();
        return reason != null && FULL.contains(reason);
    }

    /** What the exception says, with the file in it. */
    static String text(IOException e) {
        return e instanceof FileSystemException file
                ? text(file)
                : Objects.requireNonNullElse(e.getMessage(), e.toString());
    }

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

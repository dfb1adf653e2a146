package org.echoscale.bench.server;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;

/**
 * The files of a class path as they were at one moment. A build replaces the jar under a run that goes on; servers started
 * after that would be another program than the one that the run's records name. Immutable; any thread.
 */
final class ProgramFiles {
    /** What a build changes. */
    private record Seen(Path file, long size, FileTime modified) {
        static Seen of(Path file) throws IOException {
            BasicFileAttributes now = Files.readAttributes(file, BasicFileAttributes.class);
            return new Seen(file, now.size(), now.lastModifiedTime());
        }

        boolean isUnchanged() {
            try {
                return equals(of(file));
            } catch (IOException e) {
                return false; // it is gone
            }
        }
    }

    private final List<Seen> seen;

    private ProgramFiles(List<Seen> seen) {
        this.seen = List.copyOf(seen);
    }

    /** Those of this class path now. Folders are left out: what is in them is no program that was built as a whole. */
    static ProgramFiles of(String classPath) {
        List<Seen> seen = new ArrayList<>();
        for (String entry : classPath.split(File.pathSeparator, -1)) {
            Path file = Path.of(entry);
            if (Files.isRegularFile(file)) {
                try {
                    seen.add(Seen.of(file));
                } catch (IOException e) {
                    throw new IllegalStateException("cannot look at " + file + ", which this program runs from", e);
                }
            }
        }
        return new ProgramFiles(seen);
    }

    /** @throws IllegalStateException when one of them is another now; the message names it */
    void requireUnchanged() {
        for (Seen each : seen) {
            if (!each.isUnchanged()) {
                throw new IllegalStateException("the program was rebuilt meanwhile: " + each.file
                        + " is not what this run was started with (start it again)");
            }
        }
    }
}

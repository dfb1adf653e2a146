package org.echoscale.bench.cli;

import java.io.IOException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A folder for results, known to be writable before anything is measured, and gone again if nothing comes into it. */
final class OutFolder implements AutoCloseable {
    /** Those that were made for it, itself the first. */
    private final List<Path> made;

    private OutFolder(List<Path> made) {
        this.made = made;
    }

    /** Makes it where there is none, with those above it, and writes a file into it for a moment. */
    static OutFolder prepare(Path folder) throws NotWrittenException {
        if (Files.exists(folder) && !Files.isDirectory(folder)) {
            throw new UsageException("--out: " + folder + " is there already, and is no folder; name another");
        }
        List<Path> made = new ArrayList<>();
        for (Path one = folder.toAbsolutePath(); one != null && Files.notExists(one); one = one.getParent()) {
            made.add(one);
        }
        try {
            Files.createDirectories(folder);
            Files.delete(Files.createTempFile(folder, ".echoscale", ".new"));
            return new OutFolder(made);
        } catch (IOException e) {
            throw new NotWrittenException("the results", e);
        }
    }

    /** Removes what was made for nothing. */
    @Override
    public void close() throws IOException {
        for (Path one : made) {
            try {
                if (Files.isDirectory(one, LinkOption.NOFOLLOW_LINKS)) {
                    Files.delete(one);
                }
            } catch (DirectoryNotEmptyException e) {
                return; // there are results in it
            }
        }
    }
}

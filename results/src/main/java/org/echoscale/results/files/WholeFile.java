package org.echoscale.results.files;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/** A file that appears whole or not at all, and never through a link that lies in its place. */
public final class WholeFile {
    private WholeFile() {}

    /**
     * Writes it, over an earlier one of this name if there is one. Its content is on the disk before it has the name. A thread
     * that is interrupted writes all the same, and stays interrupted.
     */
    public static void write(Path file, byte[] content) throws IOException {
        Path fresh = file.resolveSibling("." + file.getFileName() + ".new");
        Files.deleteIfExists(fresh);
        try {
            writeAll(fresh, content);
            Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            Files.deleteIfExists(fresh);
            throw e;
        }
    }

    /** Not through a channel: that would close when its thread is interrupted, as Ctrl-C does, and lose what was measured. */
    private static void writeAll(Path file, byte[] bytes) throws IOException {
        Files.write(file, bytes, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        try (RandomAccessFile written = new RandomAccessFile(file.toFile(), "rw")) {
            written.getFD().sync();
        }
    }

    /**
     * A folder for such files, made where there is none.
     *
     * @throws ResultFileException when something else lies there, a link to a folder included
     */
    public static Path folder(Path folder) throws IOException {
        if (Files.notExists(folder, LinkOption.NOFOLLOW_LINKS)) {
            Files.createDirectory(folder);
        } else if (!Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS)) {
            throw new ResultFileException(folder, "in the way of the charts: not a directory of its own");
        }
        return folder;
    }
}

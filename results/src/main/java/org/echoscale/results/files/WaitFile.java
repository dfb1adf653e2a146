package org.echoscale.results.files;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Optional;
import org.echoscale.results.model.WaitCosts;

/**
 * {@code waits.json}: a study of wait calls, everything else about which is made from it. It may lie in a run directory, whose
 * report then has it as a section.
 */
public final class WaitFile {
    public static final String NAME = "waits.json";

    private static final long LARGEST = 256 << 20;

    private WaitFile() {}

    /**
     * Writes it into a directory, whole or not at all.
     *
     * @throws FileAlreadyExistsException when there is one already
     */
    public static void write(Path directory, WaitCosts costs) throws IOException {
        Files.createDirectories(directory);
        Path file = directory.resolve(NAME);
        if (Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
            throw new FileAlreadyExistsException(file.toString(), null, "there is a study in this directory already");
        }
        WholeFile.write(file, ResultJson.prettyBytes(costs));
    }

    /**
     * Reads it from a directory; empty when there is none.
     *
     * @throws ResultFileException when it is not what it should be
     */
    public static Optional<WaitCosts> readIfThere(Path directory) throws IOException {
        return Files.notExists(directory.resolve(NAME), LinkOption.NOFOLLOW_LINKS)
                ? Optional.empty()
                : Optional.of(read(directory));
    }

    /**
     * Reads it from a directory.
     *
     * @throws ResultFileException when it is not what it should be
     */
    public static WaitCosts read(Path directory) throws IOException {
        Path file = directory.resolve(NAME);
        if (!Files.isRegularFile(file)) {
            throw new ResultFileException(file, "not a file");
        }
        if (Files.size(file) > LARGEST) {
            throw new ResultFileException(file, Files.size(file) + " bytes; at most " + LARGEST + " are read");
        }
        return ResultJson.parse(Files.readAllBytes(file), WaitCosts.class, Shape.WAITS, file, 1);
    }
}

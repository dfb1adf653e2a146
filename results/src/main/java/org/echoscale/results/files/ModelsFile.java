package org.echoscale.results.files;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Optional;
import org.echoscale.results.models.ModelsResult;

/**
 * {@code models.json}: what programming models made of the same work, everything else about which is made from it. It may lie in a
 * run directory, whose report then has it as a section.
 */
public final class ModelsFile {
    public static final String NAME = "models.json";

    /** Room for the most tasks, each with the most steps, under all models. */
    private static final long LARGEST = 256 << 20;

    private ModelsFile() {}

    /** Writes it into a directory, over an earlier one; whole or not at all. */
    public static void write(Path directory, ModelsResult result) throws IOException {
        Files.createDirectories(directory);
        WholeFile.write(directory.resolve(NAME), ResultJson.prettyBytes(result));
    }

    /**
     * Reads it from a directory; empty when there is none.
     *
     * @throws ResultFileException when it is not what it should be
     */
    public static Optional<ModelsResult> readIfThere(Path directory) throws IOException {
        return Files.notExists(directory.resolve(NAME), LinkOption.NOFOLLOW_LINKS)
                ? Optional.empty()
                : Optional.of(read(directory));
    }

    /**
     * Reads it from a directory.
     *
     * @throws ResultFileException when it is not what it should be
     */
    public static ModelsResult read(Path directory) throws IOException {
        Path file = directory.resolve(NAME);
        if (!Files.isRegularFile(file)) {
            throw new ResultFileException(file, "not a file");
        }
        if (Files.size(file) > LARGEST) {
            throw new ResultFileException(file, Files.size(file) + " bytes; at most " + LARGEST + " are read");
        }
        return ResultJson.parse(Files.readAllBytes(file), ModelsResult.class, Shape.MODELS, file, 1);
    }
}

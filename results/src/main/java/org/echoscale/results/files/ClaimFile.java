package org.echoscale.results.files;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Optional;
import org.echoscale.results.model.ClaimResults;

/** {@code claims.json}: what became of the claims. It may lie in a run directory, whose report then has it as a section. */
public final class ClaimFile {
    public static final String NAME = "claims.json";

    private static final long LARGEST = 16 << 20;

    private ClaimFile() {}

    /** Writes it into a directory, over an earlier one; whole or not at all. */
    public static void write(Path directory, ClaimResults results) throws IOException {
        Files.createDirectories(directory);
        WholeFile.write(directory.resolve(NAME), ResultJson.prettyBytes(results));
    }

    /**
     * Reads it from a directory; empty when there is none.
     *
     * @throws ResultFileException when it is not what it should be
     */
    public static Optional<ClaimResults> read(Path directory) throws IOException {
        Path file = directory.resolve(NAME);
        if (Files.notExists(file, LinkOption.NOFOLLOW_LINKS)) {
            return Optional.empty();
        }
        if (!Files.isRegularFile(file)) {
            throw new ResultFileException(file, "not a file");
        }
        if (Files.size(file) > LARGEST) {
            throw new ResultFileException(file, Files.size(file) + " bytes; at most " + LARGEST + " are read");
        }
        return Optional.of(ResultJson.parse(Files.readAllBytes(file), ClaimResults.class, Shape.CLAIMS, file, 1));
    }
}

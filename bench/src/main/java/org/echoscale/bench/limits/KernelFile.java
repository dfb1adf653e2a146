package org.echoscale.bench.limits;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Collectors;

/** A small file of text below {@code /proc} or {@code /sys}, which the kernel writes at the moment it is read. */
public final class KernelFile {
    private KernelFile() {}

    /**
     * Its content without the last line's end; empty when it is absent on this system or not for this user. It is fetched
     * with one large read: files below {@code /proc/sys} give only their beginning to a reader that starts with a single
     * byte, as {@link Files#readString} does for a file that says its size is 0. What is no UTF-8 is a replacement character:
     * the kernel cuts a program's name at 15 bytes, be it in the middle of a letter.
     */
    public static Optional<String> text(Path file) {
        try (BufferedReader reader = new BufferedReader(
                new InputStreamReader(Files.newInputStream(file), StandardCharsets.UTF_8))) {
            return Optional.of(reader.lines().collect(Collectors.joining("\n")));
        } catch (IOException | UncheckedIOException e) {
            return Optional.empty();
        }
    }
}

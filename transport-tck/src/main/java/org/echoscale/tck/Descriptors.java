package org.echoscale.tck;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;
import java.util.regex.Pattern;

/** The descriptors that this process has open, with what each points at: Linux's {@code /proc/self/fd}. */
final class Descriptors {
    private static final Path DIRECTORY = Path.of("/proc/self/fd");

    /** What loading a class opens, and the directory that is being read. */
    private static final Pattern JVMS_OWN = Pattern.compile(".*\\.(jar|class|so)|.*/modules|/dev/u?random|/proc/.*/fd");

    /** A descriptor and its target; a socket's is unique, as in {@code socket:[137349]}. */
    record Open(int number, String target) {
        @Override
        public String toString() {
            return "descriptor " + number + " (" + target + ")";
        }
    }

    private Descriptors() {}

    static Set<Open> now() throws IOException {
        Set<Open> open = new HashSet<>();
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(DIRECTORY)) {
            for (Path entry : entries) {
                String target = target(entry);
                if (!JVMS_OWN.matcher(target).matches()) {
                    open.add(new Open(Integer.parseInt(entry.getFileName().toString()), target));
                }
            }
        }
        return open;
    }

    private static String target(Path entry) {
        try {
            return Files.readSymbolicLink(entry).toString();
        } catch (IOException e) {
            return "/proc/gone/fd"; // closed since the directory was read: the stream's own
        }
    }
}

package org.echoscale.tck;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import com.sun.management.HotSpotDiagnosticMXBean;
import com.sun.management.HotSpotDiagnosticMXBean.ThreadDumpFormat;

/** The live virtual threads, which only a thread dump lists. */
final class VirtualThreads {

    /** A line of the dump: {@code #27 "SubPoller-0" virtual WAITING 2026-01-01T00:00:00Z}. */
    private static final Pattern LINE = Pattern.compile("#(\\d+) \"(.*)\" virtual( .*)?");

    /** The JDK's own: each waits for the sockets of a carrier's virtual threads. Another name before JDK 25. */
    private static final Pattern JDK_POLLER = Pattern.compile("SubPoller-\\d+|(Read|Write)-Poller(-\\d+)?");

    /** A virtual thread by its identifier, which is never used again. */
    record Seen(long id, String name) {
        @Override
        public String toString() {
            return "virtual thread '" + name + "'";
        }
    }

    private VirtualThreads() {}

    static Set<Seen> now() throws IOException {
        Path directory = Files.createTempDirectory("threads");
        Path dump = directory.resolve("dump.txt");
        try {
            ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class)
                    .dumpThreads(dump.toString(), ThreadDumpFormat.TEXT_PLAIN);
            try (Stream<String> lines = Files.lines(dump)) {
                return lines.map(LINE::matcher)
                        .filter(Matcher::matches)
                        .filter(line -> !JDK_POLLER.matcher(line.group(2)).matches())
                        .map(line -> new Seen(Long.parseLong(line.group(1)), line.group(2)))
                        .collect(Collectors.toSet());
            }
        } finally {
            Files.deleteIfExists(dump);
            Files.delete(directory);
        }
    }

    static boolean noneSince(Set<Seen> before) {
        try {
            return before.containsAll(now());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

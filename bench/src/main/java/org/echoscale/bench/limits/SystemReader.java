package org.echoscale.bench.limits;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.echoscale.bench.limits.SystemValues.Privilege;
import org.jspecify.annotations.Nullable;

/**
 * Reads {@link SystemValues} from the small files of {@code /proc} and {@code /sys}. What cannot be read is absent from
 * the result: other systems, other kernels and containers each lack some of it.
 */
record SystemReader(Path root) {
    private static final String CGROUPS = "sys/fs/cgroup";
    private static final Pattern MEM_AVAILABLE = Pattern.compile("(?m)^MemAvailable:\\s+(\\d+) kB");
    private static final Pattern THREADS = Pattern.compile("\\d+/(\\d+)");
    /** Page cache of a control group, in version 1 and in version 2. */
    private static final Pattern CACHED = Pattern.compile("(?m)^(?:total_cache|file) (\\d+)");
    private static final Pattern ROOT_USER = Pattern.compile("(?m)^Uid:\\s+\\d+\\s+0\\s");
    private static final Pattern CAPABILITIES = Pattern.compile("(?m)^CapEff:\\s+([0-9a-f]{1,16})$");
    /** capabilities(7): overrides hard limits. */
    private static final int CAP_SYS_RESOURCE = 24;
    /** Version 1 of the memory controller says "no limit" with a number near 2^63. */
    private static final long UNLIMITED_FROM = Long.MAX_VALUE / 2;

    SystemValues read() {
        return new SystemValues(limit("Max open files", 1), limit("Max open files", 2), processes(1), processes(2),
                number("proc/sys/net/ipv4/ip_local_port_range", 0),
                number("proc/sys/net/ipv4/ip_local_port_range", 1), number("proc/sys/net/core/somaxconn", 0),
                number("proc/sys/net/ipv4/tcp_max_syn_backlog", 0), number("proc/sys/kernel/pid_max", 0),
                number("proc/sys/kernel/threads-max", 0),
                smallest(Stream.of(left("", "pids.max", "pids.current"), left("pids", "pids.max", "pids.current"))),
                first(THREADS, "proc/loadavg"), availableBytes(), number("proc/sys/net/netfilter/nf_conntrack_max", 0),
                number("proc/sys/net/netfilter/nf_conntrack_count", 0),
                number("proc/sys/kernel/io_uring_disabled", 0), privilege());
    }

    /** RLIMIT_NPROC, which does not hold for root. */
    private @Nullable Long processes(int column) {
        return isRoot() ? Long.valueOf(Long.MAX_VALUE) : limit("Max processes", column);
    }

    private boolean isRoot() {
        return text("proc/self/status").filter(status -> ROOT_USER.matcher(status).find()).isPresent();
    }

    private Privilege privilege() {
        boolean raises = text("proc/self/status").map(CAPABILITIES::matcher)
                .filter(Matcher::find)
                .map(found -> Long.parseUnsignedLong(found.group(1), 16) >> CAP_SYS_RESOURCE & 1)
                .orElse(0L) == 1;
        return new Privilege(isRoot(), raises, isReadOnly(root.resolve("proc/sys")));
    }

    private static boolean isReadOnly(Path folder) {
        try {
            return Files.getFileStore(folder).isReadOnly();
        } catch (IOException e) {
            return false; // there is none on this system
        }
    }

    private @Nullable Long availableBytes() {
        Long machine = first(MEM_AVAILABLE, "proc/meminfo");
        return smallest(Stream.of(machine == null ? OptionalLong.empty() : OptionalLong.of(machine * 1024),
                left("", "memory.max", "memory.current"),
                left("memory", "memory.limit_in_bytes", "memory.usage_in_bytes")));
    }

    /** Column 1 (soft) or 2 (hard) of a line of {@code /proc/self/limits}. */
    private @Nullable Long limit(String name, int column) {
        Pattern line = Pattern.compile("(?m)^" + name + "\\s+(\\S+)\\s+(\\S+)");
        return text("proc/self/limits").map(line::matcher)
                .filter(Matcher::find)
                .map(found -> parse(found.group(column)))
                .orElse(null);
    }

    /** What the control groups, from this process's own up to the root, leave of a resource. */
    private OptionalLong left(String controller, String maximum, String current) {
        return groups(controller).stream()
                .map(folder -> left(number(folder + "/" + maximum, 0), number(folder + "/" + current, 0),
                        maximum.startsWith("memory") ? first(CACHED, folder + "/memory.stat") : null))
                .flatMapToLong(OptionalLong::stream)
                .min();
    }

    private static OptionalLong left(@Nullable Long maximum, @Nullable Long current, @Nullable Long cached) {
        if (maximum == null || current == null || maximum >= UNLIMITED_FROM) {
            return OptionalLong.empty();
        }
        // Page cache is given back under pressure, so it does not count as used.
        long used = Math.max(0, current - (cached == null ? 0 : cached));
        return OptionalLong.of(Math.max(0, maximum - used));
    }

    /**
     * Folders of the control groups that this process is in, the innermost first: for a controller of version 1, or for
     * version 2 when the name is empty.
     */
    private List<String> groups(String controller) {
        Pattern line = Pattern.compile("(?m)^\\d+:" + controller + ":(/.*)$");
        String mount = controller.isEmpty() ? CGROUPS : CGROUPS + "/" + controller;
        return text("proc/self/cgroup").map(line::matcher)
                .filter(Matcher::find)
                .map(found -> Stream.<Path>iterate(Path.of(found.group(1)), path -> path != null, Path::getParent)
                        .map(path -> mount + path)
                        .toList())
                .orElse(List.of());
    }

    private @Nullable Long number(String file, int column) {
        return text(file).map(content -> content.strip().split("\\s+"))
                .filter(words -> words.length > column)
                .map(words -> parse(words[column]))
                .orElse(null);
    }

    private @Nullable Long first(Pattern pattern, String file) {
        return text(file).map(pattern::matcher).filter(Matcher::find).map(found -> parse(found.group(1))).orElse(null);
    }

    private static @Nullable Long parse(String word) {
        if (word.equals("unlimited") || word.equals("max")) {
            return Long.MAX_VALUE;
        }
        try {
            return Long.valueOf(word);
        } catch (NumberFormatException e) {
            return null; // not a file of numbers on this system
        }
    }

    private static @Nullable Long smallest(Stream<OptionalLong> values) {
        OptionalLong smallest = values.flatMapToLong(OptionalLong::stream).min();
        return smallest.isPresent() ? Long.valueOf(smallest.getAsLong()) : null;
    }

    private Optional<String> text(String file) {
        return KernelFile.text(root.resolve(file));
    }
}

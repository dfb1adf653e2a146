package org.echoscale.bench.run;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Stream;
import org.echoscale.bench.limits.KernelFile;

/**
 * What control groups allow this process, of version 1 and of version 2: the least of what its own group and those around
 * it have, as each of them binds.
 *
 * @param root where {@code proc} and {@code sys} are
 */
record CgroupFacts(Path root) {
    private static final String MOUNT = "sys/fs/cgroup";
    /** Version 1 says "no limit" with a number near 2^63. */
    private static final double UNLIMITED_FROM = 0x1p62;

    SortedMap<String, String> read() {
        SortedMap<String, String> facts = new TreeMap<>();
        facts.put("cgroup.version", version());
        facts.put("cgroup.cpu.max", limit("cpu", this::cpus, cpus -> String.format(Locale.ROOT, "%.2f CPUs", cpus)));
        facts.put("cgroup.cpu.weight", innermost("cpu", "cpu.weight", "cpu.shares"));
        facts.put("cgroup.cpuset.cpus",
                innermost("cpuset", "cpuset.cpus.effective", "cpuset.effective_cpus", "cpuset.cpus"));
        facts.put("cgroup.memory.max", limit("memory", group -> number(group, "memory.max", "memory.limit_in_bytes"),
                bytes -> String.format(Locale.ROOT, "%.0f", bytes)));
        facts.put("cgroup.memory.high", limit("memory", group -> number(group, "memory.high"),
                bytes -> String.format(Locale.ROOT, "%.0f", bytes)));
        facts.put("cgroup.pids.max",
                limit("pids", group -> number(group, "pids.max"), pids -> String.format(Locale.ROOT, "%.0f", pids)));
        return facts;
    }

    private String version() {
        boolean second = Files.exists(root.resolve(MOUNT).resolve("cgroup.controllers"));
        boolean first = Files.isDirectory(root.resolve(MOUNT).resolve("cpu"))
                || Files.isDirectory(root.resolve(MOUNT).resolve("memory"));
        return second ? "2" : first ? "1" : MachineFacts.UNKNOWN;
    }

    /** The least that is set; {@value MachineFacts#NONE} where groups are there and set nothing. */
    private String limit(String controller, Function<Path, OptionalDouble> value, Function<Double, String> words) {
        List<Path> groups = groups(controller);
        OptionalDouble least = groups.stream()
                .map(value)
                .flatMapToDouble(OptionalDouble::stream)
                .filter(number -> number < UNLIMITED_FROM)
                .min();
        return least.isPresent()
                ? words.apply(least.getAsDouble())
                : groups.isEmpty() || version().equals(MachineFacts.UNKNOWN) ? MachineFacts.UNKNOWN : MachineFacts.NONE;
    }

    /** Time per period: in version 2 one file with {@code max} or a number, in version 1 two, with -1 for no limit. */
    private OptionalDouble cpus(Path group) {
        String[] second = text(group, "cpu.max").orElse("").split(" ", -1);
        if (second.length == 2) {
            return quotient(second[0], second[1]);
        }
        return quotient(text(group, "cpu.cfs_quota_us").orElse(""), text(group, "cpu.cfs_period_us").orElse(""));
    }

    private static OptionalDouble quotient(String quota, String period) {
        OptionalDouble time = number(quota);
        OptionalDouble per = number(period);
        return time.isPresent() && per.isPresent() && time.getAsDouble() > 0 && per.getAsDouble() > 0
                ? OptionalDouble.of(time.getAsDouble() / per.getAsDouble())
                : OptionalDouble.empty();
    }

    private static OptionalDouble number(Path group, String... files) {
        return Arrays.stream(files)
                .map(file -> number(text(group, file).orElse("")))
                .flatMapToDouble(
                        OptionalDouble::stream)
                .findFirst();
    }

    private static OptionalDouble number(String word) {
        return word.matches("\\d{1,20}") ? OptionalDouble.of(Double.parseDouble(word)) : OptionalDouble.empty();
    }

    private String innermost(String controller, String... files) {
        return groups(controller).stream()
                .flatMap(group -> Arrays.stream(files).flatMap(file -> text(group, file).stream()))
                .findFirst()
                .orElse(MachineFacts.UNKNOWN);
    }

    /** The groups that this process is in, the innermost first, in the hierarchies of both versions. */
    List<Path> groups(String controller) {
        return groups("self", controller);
    }

    /**
     * The same for another process; none when they cannot be read, say because it is gone, or because they are outside of the
     * part of the hierarchy that is seen here. See cgroup_namespaces(7).
     *
     * @param process its number
     */
    List<Path> groups(String process, String controller) {
        return KernelFile.text(root.resolve("proc").resolve(process).resolve("cgroup"))
                .map(text -> text.lines()
                        .map(line -> line.split(":", 3))
                        .filter(parts -> parts.length == 3 && parts[2].startsWith("/") && !isOutside(parts[2]))
                        .flatMap(parts -> upwards(parts[1], parts[2], controller))
                        .toList())
                .orElse(List.of());
    }

    /** The mount shows none of it: without its dots it would be the name of another group, inside. */
    private static boolean isOutside(String group) {
        return group.equals("/..") || group.startsWith("/../");
    }

    private Stream<Path> upwards(String controllers, String group, String controller) {
        boolean second = controllers.isEmpty();
        if (!second && !Arrays.asList(controllers.split(",", -1)).contains(controller)) {
            return Stream.empty();
        }
        Path mount = root.resolve(second ? MOUNT : MOUNT + "/" + controller);
        return Stream.<Path>iterate(Path.of(group), path -> path != null, Path::getParent)
                .map(path -> mount.resolve(path.toString().substring(1)));
    }

    private static Optional<String> text(Path group, String file) {
        return KernelFile.text(group.resolve(file)).map(String::strip).filter(value -> !value.isEmpty());
    }
}

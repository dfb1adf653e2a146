package org.echoscale.bench.run;

import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.echoscale.bench.limits.KernelFile;
import org.echoscale.bench.limits.ProcessFiles;
import org.echoscale.bench.limits.SafepointCounters;
import org.echoscale.results.model.Machine;
import org.jspecify.annotations.Nullable;

/**
 * What else goes on in the machine during a window: made when it begins, asked when it is over. The kernel counts CPU time
 * in ticks of 10 ms, so that a share is good to a hundredth over a second.
 */
final class MachineWatch {
    private static final long NANOS_A_TICK = 10_000_000;
    // Fields of the first lines of /proc/stat, see proc(5).
    private static final int STEAL = 7;
    /** User, nice and system. Interrupts are nobody's: on loopback they carry the load itself. */
    private static final int PROCESSES = 3;

    private final Path proc;
    /** The control groups that may hold this process or a server back: their own and those around them. */
    private final Set<Path> groups;
    private final List<GarbageCollectorMXBean> collectors = ManagementFactory.getGarbageCollectorMXBeans();
    private final @Nullable Double loadAverage;
    /** CPUs that generator and servers may use; null when that is not known of one of them. */
    private final @Nullable BitSet cpusInUse;
    private final long @Nullable [] ticks;
    private final Map<Integer, long[]> ticksByCpu;
    private final Map<Path, Long> throttled;
    private final long pauses;
    private final long pauseMillis;
    private final SafepointCounters.@Nullable Reading safepoints;

    /**
     * A watch of this machine.
     *
     * @param generator the CPU that the generator's thread is pinned to; empty when it is not
     * @param servers numbers of the processes that are measured; null when they are not known
     */
    MachineWatch(OptionalInt generator, @Nullable Collection<Long> servers) {
        this(Path.of("/"), generator, servers);
    }

    /**
     * A watch of a machine.
     *
     * @param root where {@code proc} and {@code sys} are
     */
    MachineWatch(Path root, OptionalInt generator, @Nullable Collection<Long> servers) {
        this.proc = root.resolve("proc");
        this.groups = groups(new CgroupFacts(root), servers == null ? List.of() : servers);
        this.cpusInUse = cpusInUse(generator, servers);
        this.loadAverage = KernelFile.text(proc.resolve("loadavg"))
                .map(text -> Double.valueOf(text.split(" ", -1)[0]))
                .orElse(null);
        this.ticks = ticks();
        this.ticksByCpu = ticksByCpu();
        this.throttled = throttledNanos();
        this.pauses = pauses();
        this.pauseMillis = pauseMillis();
        this.safepoints = SafepointCounters.read();
    }

    private static Set<Path> groups(CgroupFacts facts, Collection<Long> servers) {
        Set<Path> groups = new LinkedHashSet<>(facts.groups("cpu"));
        servers.forEach(pid -> groups.addAll(facts.groups(Long.toString(pid), "cpu")));
        return groups;
    }

    /**
     * The window is over.
     *
     * @param ownCpuNanos CPU time that generator and server took in it; negative when that of the server is not known
     */
    Machine end(long ownCpuNanos) {
        SafepointCounters.Reading now = SafepointCounters.read();
        SafepointCounters.Reading stopped = now == null || safepoints == null ? null : now.minus(safepoints);
        long[] before = ticks;
        long[] after = ticks();
        Double others = null;
        if (before != null && after != null) {
            double all = total(after) - total(before);
            if (all > 0) {
                double busy = processes(after) - processes(before);
                others = ownCpuNanos < 0
                        ? null
                        : Double.valueOf(Math.clamp((busy - (double) ownCpuNanos / NANOS_A_TICK) / all, 0, 1));
            }
        }
        long count = pauses() - pauses;
        // The longest is not told; together they are as long at least.
        return new Machine(steal(), throttledSince(), loadAverage,
                others, count, count == 0 ? 0 : (pauseMillis() - pauseMillis) * 1_000_000,
                stopped == null ? null : stopped.nanos(), stopped == null ? null : stopped.count());
    }

    /** CPUs of this machine, of which the shares are; 1 at least. */
    static int cpus() {
        return cpus(Path.of("/"));
    }

    static int cpus(Path root) {
        return KernelFile.text(root.resolve("proc/stat"))
                .map(text -> (int) text.lines().filter(line -> line.matches("cpu\\d+ .*")).count())
                .map(count -> Math.max(1, count))
                .orElse(1);
    }

    private @Nullable BitSet cpusInUse(OptionalInt generator, @Nullable Collection<Long> servers) {
        if (servers == null) {
            return null;
        }
        BitSet cpus = new BitSet();
        List<String> processes = new ArrayList<>(servers.stream().map(pid -> Long.toString(pid)).toList());
        if (generator.isPresent()) {
            cpus.set(generator.getAsInt());
        } else {
            processes.add("self");
        }
        for (String process : processes) {
            Optional<BitSet> allowed = new ProcessFiles(proc.resolve(process)).allowedCpuSet();
            if (allowed.isEmpty()) {
                return null;
            }
            cpus.or(allowed.get());
        }
        return cpus;
    }

    /**
     * Of the CPU that most was stolen from: on a machine with many, the mean over all of them would hide that the only one that
     * matters was taken away.
     */
    private @Nullable Double steal() {
        Map<Integer, long[]> now = ticksByCpu();
        Double worst = null;
        for (Map.Entry<Integer, long[]> cpu : ticksByCpu.entrySet()) {
            long[] before = cpu.getValue();
            long[] after = now.get(cpu.getKey());
            if (after == null || (cpusInUse != null && !cpusInUse.get(cpu.getKey()))) {
                continue;
            }
            double all = total(after) - total(before);
            if (all > 0) {
                double share = Math.clamp((after[STEAL] - before[STEAL]) / all, 0, 1);
                worst = worst == null ? share : Math.max(worst, share);
            }
        }
        return worst;
    }

    private static long total(long[] ticks) {
        return Arrays.stream(ticks, 0, STEAL + 1).sum(); // guests are counted as user time already
    }

    private static long processes(long[] ticks) {
        return Arrays.stream(ticks, 0, PROCESSES).sum();
    }

    /** Of all CPUs together: the first line. */
    private long @Nullable [] ticks() {
        return statLines().filter(fields -> fields[0].equals("cpu")).findFirst().map(MachineWatch::ticks).orElse(null);
    }

    private Map<Integer, long[]> ticksByCpu() {
        return statLines().filter(fields -> fields[0].matches("cpu\\d{1,9}"))
                .collect(Collectors.toMap(fields -> Integer.valueOf(fields[0].substring(3)), MachineWatch::ticks));
    }

    private Stream<String[]> statLines() {
        return KernelFile.text(proc.resolve("stat"))
                .stream()
                .flatMap(String::lines)
                .takeWhile(line -> line.startsWith("cpu"))
                .map(line -> line.strip().split("\\s+", -1))
                .filter(fields -> fields.length > STEAL + 1);
    }

    private static long[] ticks(String[] fields) {
        return Arrays.stream(fields, 1, fields.length).mapToLong(Long::parseLong).toArray();
    }

    /** So far, of each group that tells. */
    private Map<Path, Long> throttledNanos() {
        Map<Path, Long> nanos = new HashMap<>();
        groups.forEach(group -> KernelFile.text(group.resolve("cpu.stat"))
                .flatMap(MachineWatch::throttled)
                .ifPresent(time -> nanos.put(group, time)));
        return nanos;
    }

    /** By the group that was held back the most: in all it is as long at least, as the groups' times may overlap. */
    private @Nullable Long throttledSince() {
        Map<Path, Long> now = throttledNanos();
        return throttled.entrySet()
                .stream()
                .filter(before -> now.containsKey(before.getKey()))
                .map(before -> Math.max(0, now.getOrDefault(before.getKey(), 0L) - before.getValue()))
                .max(Comparator.naturalOrder())
                .orElse(null);
    }

    /** Version 2 counts microseconds, version 1 nanoseconds. */
    static Optional<Long> throttled(String text) {
        return text.lines()
                .map(line -> line.split(" ", -1))
                .filter(words -> words.length == 2)
                .flatMap(words -> switch (words[0]) {
                    case "throttled_usec" -> Optional.of(Long.parseLong(words[1]) * 1000).stream();
                    case "throttled_time" -> Optional.of(Long.parseLong(words[1])).stream();
                    default -> Optional.<Long>empty().stream();
                })
                .findFirst();
    }

    private long pauses() {
        return collectors.stream().mapToLong(GarbageCollectorMXBean::getCollectionCount).sum();
    }

    private long pauseMillis() {
        return collectors.stream().mapToLong(GarbageCollectorMXBean::getCollectionTime).sum();
    }
}

package org.echoscale.bench.limits;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.echoscale.results.files.PlainText;

/** What the kernel tells of any process in its folder below {@code /proc}; see proc(5). */
public final class ProcessFiles {
    /** USER_HZ is 100 on every architecture that this runs on. */
    private static final long NANOS_A_TICK = 10_000_000;
    private static final Pattern RESIDENT = Pattern.compile("(?m)^VmRSS:\\s+(\\d+) kB");
    private static final Pattern THREADS = Pattern.compile("(?m)^Threads:\\s+(\\d+)");
    private static final Pattern VOLUNTARY = Pattern.compile("(?m)^voluntary_ctxt_switches:\\s+(\\d+)");
    private static final Pattern INVOLUNTARY = Pattern.compile("(?m)^nonvoluntary_ctxt_switches:\\s+(\\d+)");
    private static final Pattern CPUS = Pattern.compile("(?m)^Cpus_allowed_list:\\s+(\\S+)");
    /** In {@code stat}, counted behind the name, which is in parentheses and may contain anything. */
    private static final int USER_TICKS = 11;
    private static final int SYSTEM_TICKS = 12;
    private static final int LIVE_THREADS = 17;
    private static final int BEGAN_AT = 19;
    /** What the kernel shows of a process that has ended and whose exit code nobody has fetched yet. */
    private static final Set<String> ENDED = Set.of("Z", "X");
    private static final int ENDED_USER_TICKS = 13;
    private static final int ENDED_SYSTEM_TICKS = 14;

    /** The just-in-time compiler's threads in a JVM: their work is not done in the course of a message. */
    private static final Pattern COMPILER = Pattern.compile("C[12] Compiler.*");

    private final Path folder;

    /**
     * What a process has used since it began.
     *
     * @param userNanos CPU time in user mode, to a tick
     * @param systemNanos CPU time in the kernel, to a tick
     * @param voluntarySwitches of the threads that live now
     * @param involuntarySwitches of the threads that live now
     * @param threads that live now
     * @param residentBytes in memory now
     */
    public record Usage(long userNanos, long systemNanos, long voluntarySwitches, long involuntarySwitches, int threads,
            long residentBytes) {}

    /**
     * @param folder {@code /proc/PID}
     */
    public ProcessFiles(Path folder) {
        this.folder = folder;
    }

    /** What it has used; empty when it has ended, or the kernel does not tell. */
    public Optional<Usage> usage() {
        Optional<String> stat = KernelFile.text(folder.resolve("stat"));
        Optional<String> status = KernelFile.text(folder.resolve("status"));
        if (stat.isEmpty() || status.isEmpty()) {
            return Optional.empty();
        }
        String[] fields = behindTheName(stat.get());
        Optional<Long> resident = number(RESIDENT, status.get());
        Optional<Long> threads = number(THREADS, status.get());
        if (fields.length <= SYSTEM_TICKS || resident.isEmpty() || threads.isEmpty()) {
            return Optional.empty();
        }
        List<String> tasks = tasks();
        return Optional.of(new Usage(Long.parseLong(fields[USER_TICKS]) * NANOS_A_TICK,
                Long.parseLong(fields[SYSTEM_TICKS]) * NANOS_A_TICK, sum(VOLUNTARY, tasks), sum(INVOLUNTARY, tasks),
                Math.toIntExact(threads.get()), resident.get() * 1024));
    }

    private static String[] behindTheName(String stat) {
        return stat.substring(stat.lastIndexOf(')') + 1).strip().split(" ", -1);
    }

    /**
     * When it began, in ticks since the machine did; empty when it has ended. One whose first thread has ended lives as long as
     * another of its threads does.
     */
    public Optional<Long> beganAt() {
        return KernelFile.text(folder.resolve("stat"))
                .map(ProcessFiles::behindTheName)
                .filter(fields -> fields.length > BEGAN_AT)
                .filter(fields -> !ENDED.contains(fields[0]) || Integer.parseInt(fields[LIVE_THREADS]) > 1)
                .map(fields -> Long.valueOf(fields[BEGAN_AT]));
    }

    /** The name of its program, of which the kernel keeps 15 bytes; what a terminal would obey is a space. */
    public Optional<String> name() {
        return KernelFile.text(folder.resolve("comm")).map(PlainText::line);
    }

    /** CPU time of its children that have ended and that it has waited for, to a tick. */
    public Optional<Long> endedChildrenNanos() {
        return KernelFile.text(folder.resolve("stat"))
                .map(ProcessFiles::behindTheName)
                .filter(fields -> fields.length > ENDED_SYSTEM_TICKS)
                .map(fields -> (Long.parseLong(fields[ENDED_USER_TICKS]) + Long.parseLong(fields[ENDED_SYSTEM_TICKS]))
                        * NANOS_A_TICK);
    }

    /** What it has in memory now. */
    public Optional<Long> residentBytes() {
        return KernelFile.text(folder.resolve("status"))
                .flatMap(status -> number(RESIDENT, status))
                .map(kilobytes -> kilobytes * 1024);
    }

    /** Its threads that live now. */
    public Optional<Integer> threads() {
        return KernelFile.text(folder.resolve("status"))
                .flatMap(status -> number(THREADS, status))
                .map(Math::toIntExact);
    }

    /**
     * CPU time of each thread that lives now, by its number, to a tick; without those of a JVM's compiler. Reads a file a thread.
     */
    public Map<String, Long> threadNanos() {
        Map<String, Long> nanos = new HashMap<>();
        try (Stream<Path> folders = Files.list(folder.resolve("task"))) {
            folders.forEach(task -> KernelFile.text(task.resolve("stat")).ifPresent(stat -> {
                String name = stat.substring(stat.indexOf('(') + 1, stat.lastIndexOf(')'));
                String[] fields = behindTheName(stat);
                if (fields.length > SYSTEM_TICKS && !COMPILER.matcher(name).matches()) {
                    nanos.put(String.valueOf(task.getFileName()),
                            (Long.parseLong(fields[USER_TICKS]) + Long.parseLong(fields[SYSTEM_TICKS])) * NANOS_A_TICK);
                }
            }));
        } catch (IOException | UncheckedIOException e) {
            return Map.of();
        }
        return nanos;
    }

    /** The CPUs that it may run on, as the kernel writes them: {@code 0-3,6}. */
    public Optional<String> allowedCpus() {
        return KernelFile.text(folder.resolve("status"))
                .map(CPUS::matcher)
                .filter(Matcher::find)
                .map(found -> found.group(1));
    }

    /** How many CPUs it may run on. */
    public Optional<Integer> allowedCpuCount() {
        return allowedCpuSet().map(BitSet::cardinality);
    }

    /** Their numbers. */
    public Optional<BitSet> allowedCpuSet() {
        return allowedCpus().filter(list -> list.matches("\\d+(-\\d+)?(,\\d+(-\\d+)?)*")).map(list -> {
            BitSet cpus = new BitSet();
            for (String range : list.split(",", -1)) {
                int dash = range.indexOf('-');
                cpus.set(Integer.parseInt(range.substring(0, dash < 0 ? range.length() : dash)),
                        Integer.parseInt(range.substring(dash + 1)) + 1);
            }
            return cpus;
        });
    }

    private List<String> tasks() {
        try (Stream<Path> folders = Files.list(folder.resolve("task"))) {
            return folders.flatMap(task -> KernelFile.text(task.resolve("status")).stream()).toList();
        } catch (IOException | UncheckedIOException e) {
            return List.of();
        }
    }

    private static long sum(Pattern pattern, List<String> tasks) {
        return tasks.stream().mapToLong(task -> number(pattern, task).orElse(0L)).sum();
    }

    private static Optional<Long> number(Pattern pattern, String text) {
        return Optional.of(pattern.matcher(text)).filter(Matcher::find).map(found -> Long.valueOf(found.group(1)));
    }
}

package org.echoscale.bench.run;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.echoscale.bench.limits.ProcessFiles;
import org.echoscale.results.stats.Units;
import org.echoscale.syscalls.Syscalls;

/**
 * The processes below one that is taken for a server: made before its connections are opened, asked when all of them have echoed
 * again. What children use is in none of the figures of the process, so a server that forks, beforehand or for each connection, would
 * pass for a very cheap one. A child that used no CPU at all has accepted no connection, and does not matter. Looks at every process of
 * the machine, so never within a window. For one thread at a time.
 */
final class ChildProcesses {
    private final long pid;
    private final Family before;

    /**
     * @param cpuNanos of each descendant that lives
     * @param endedNanos CPU time of the children that have ended, as far as the process has waited for them; to a tick
     */
    private record Family(Map<Long, Long> cpuNanos, long endedNanos) {}

    ChildProcesses(long pid) {
        this.pid = pid;
        this.before = now();
    }

    /** How much of what was done since is not in the figures of the process, in words; empty when all of it is. */
    Optional<String> uncounted() {
        Family after = now();
        if (!after.cpuNanos().keySet().equals(before.cpuNanos().keySet()) || after.endedNanos() > before.endedNanos()) {
            return Optional.of("children of process " + pid
                    + " began or ended meanwhile, so its figures are not all of the server's");
        }
        long nanos = after.cpuNanos()
                .entrySet()
                .stream()
                .mapToLong(child -> child.getValue() - before.cpuNanos().getOrDefault(child.getKey(), 0L))
                .sum();
        return nanos == 0
                ? Optional.empty()
                : Optional.of("process " + pid + " has " + Units.count(after.cpuNanos().size())
                        + (after.cpuNanos().size() == 1 ? " child" : " children") + " that used "
                        + Units.micros(nanos / 1e3)
                        + " of CPU time from the first connection on, so its figures are not all of the server's");
    }

    /** A server in this process has no children: what runs below it are servers to be measured. */
    private Family now() {
        Map<Long, Long> nanos = new TreeMap<>();
        if (pid == ProcessHandle.current().pid()) {
            return new Family(nanos, 0);
        }
        try (Syscalls calls = Syscalls.open()) {
            ProcessHandle.of(pid)
                    .stream()
                    .flatMap(ProcessHandle::descendants)
                    .forEach(child -> nanos.put(child.pid(),
                            Math.max(0, calls.clockNanos(Syscalls.processCpuClock(child.pid())))));
        }
        return new Family(nanos,
                new ProcessFiles(Path.of("/proc", Long.toString(pid))).endedChildrenNanos().orElse(0L));
    }
}

package org.echoscale.bench.run;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
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
    private final ProcessFiles process;
    private final Family before;

    /**
     * @param cpuNanos of each descendant that lives
     * @param endedNanos CPU time of the children that have ended, as far as the process has waited for them; to a tick
     */
    private record Family(Map<Long, Long> cpuNanos, long endedNanos) {}

    ChildProcesses(long pid) {
        this.pid = pid;
        this.process = new ProcessFiles(Path.of("/proc", Long.toString(pid)));
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

    private Family now() {
        Map<Long, Long> nanos = new TreeMap<>();
        if (pid == ProcessHandle.current().pid()) {
            return new Family(nanos, 0); // what runs below this program is no worker of a server in it
        }
        try (Syscalls calls = Syscalls.open()) {
            for (long child : foreignDescendants()) {
                nanos.put(child, Math.max(0, calls.clockNanos(Syscalls.processCpuClock(child))));
            }
        }
        return new Family(nanos, process.endedChildrenNanos().orElse(0L));
    }

    /** Without this program and what it has started, where the process is one that this program runs below. */
    private List<Long> foreignDescendants() {
        ProcessHandle self = ProcessHandle.current();
        List<Long> own = descendants(Optional.of(self)); // one of them may end before the others are found …
        List<Long> all = new ArrayList<>(descendants(ProcessHandle.of(pid)));
        if (all.remove(self.pid())) {
            all.removeAll(own);
            all.removeAll(descendants(Optional.of(self))); // … or may have begun after those before were
        }
        return all;
    }

    private static List<Long> descendants(Optional<ProcessHandle> process) {
        return process.stream().flatMap(ProcessHandle::descendants).map(ProcessHandle::pid).toList();
    }
}

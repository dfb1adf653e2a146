package org.echoscale.bench.run;

import java.util.Collection;
import java.util.Set;
import java.util.TreeSet;
import org.echoscale.syscalls.Syscalls;

/**
 * CPU time of this process and of the servers that it measures, from the moment when this is made: what of a machine's time is
 * not that of others. It covers all that is done meanwhile, not the windows alone: the wait for the last replies and what
 * is prepared between two windows are no others' work. Made and asked by any thread.
 */
final class OwnCpu {
    private final Set<Long> servers;
    private final long before;

    /**
     * @param servers numbers of their processes; this one may be among them
     */
    OwnCpu(Collection<Long> servers) {
        this.servers = new TreeSet<>(servers);
        this.servers.remove(ProcessHandle.current().pid());
        this.before = now();
    }

    /** So far; -1 when the clock of a server cannot be read. */
    long nanos() {
        long now = now();
        return now < 0 || before < 0 ? -1 : now - before;
    }

    private long now() {
        try (Syscalls calls = Syscalls.open()) {
            long sum = calls.clockNanos(Syscalls.CLOCK_PROCESS_CPUTIME_ID);
            for (long pid : servers) {
                long nanos = calls.clockNanos(Syscalls.processCpuClock(pid));
                if (nanos < 0) {
                    return -1;
                }
                sum += nanos;
            }
            return sum;
        }
    }
}

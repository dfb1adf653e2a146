package org.echoscale.bench.server;

import com.sun.management.ThreadMXBean;
import java.lang.management.CompilationMXBean;
import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryUsage;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.echoscale.bench.limits.ProcessFiles;
import org.echoscale.bench.limits.SafepointCounters;
import org.echoscale.core.EchoServer;
import org.echoscale.syscalls.SyscallException;
import org.echoscale.syscalls.Syscalls;
import org.jspecify.annotations.Nullable;

/** Takes snapshots of the process that it runs in. For one thread, the one that opened it. */
final class ProcessAccount implements AutoCloseable {
    private static final ProcessFiles OWN = new ProcessFiles(Path.of("/proc/self"));

    private final @Nullable Syscalls calls;
    private final long pid = ProcessHandle.current().pid();
    private final List<GarbageCollectorMXBean> collectors = ManagementFactory.getGarbageCollectorMXBeans();
    private final @Nullable CompilationMXBean compiler = ManagementFactory.getCompilationMXBean();

    private ProcessAccount(@Nullable Syscalls calls) {
        this.calls = calls;
    }

    static ProcessAccount open() {
        return new ProcessAccount(Syscalls.unavailable().isPresent() ? null : Syscalls.open());
    }

    ServerSnapshot snapshot(EchoServer server) {
        Optional<Syscalls.ResourceUsage> usage = usage();
        SafepointCounters.Reading safepoints = SafepointCounters.read();
        return new ServerSnapshot(server.stats(), pid, usage.map(Syscalls.ResourceUsage::userNanos).orElse(null),
                usage.map(Syscalls.ResourceUsage::systemNanos).orElse(null),
                usage.map(Syscalls.ResourceUsage::voluntarySwitches).orElse(null),
                usage.map(Syscalls.ResourceUsage::involuntarySwitches).orElse(null),
                OWN.threads().orElse(null),
                OWN.residentBytes().map(ProcessAccount::inUse).orElse(null),
                allocatedBytes(), collectors.stream().mapToLong(GarbageCollectorMXBean::getCollectionCount).sum(),
                1_000_000 * collectors.stream().mapToLong(GarbageCollectorMXBean::getCollectionTime).sum(),
                compiler != null && compiler.isCompilationTimeMonitoringSupported()
                        ? Long.valueOf(1_000_000 * compiler.getTotalCompilationTime())
                        : null,
                safepoints == null ? null : safepoints.count(), safepoints == null ? null : safepoints.nanos());
    }

    @Override
    public void close() {
        if (calls != null) {
            calls.close();
        }
    }

    /** The heap is resident as a whole from the start: of it, only what is used counts. */
    private static long inUse(long residentBytes) {
        MemoryUsage heap = ManagementFactory.getMemoryMXBean().getHeapMemoryUsage();
        return Math.max(0, residentBytes - heap.getCommitted() + heap.getUsed());
    }

    private Optional<Syscalls.ResourceUsage> usage() {
        try {
            return calls == null ? Optional.empty() : Optional.of(calls.resourceUsage());
        } catch (SyscallException e) {
            throw new IllegalStateException(e.getMessage(), e); // getrusage fails for wrong arguments only
        }
    }

    private static @Nullable Long allocatedBytes() {
        return ManagementFactory.getThreadMXBean() instanceof ThreadMXBean threads
                && threads.getTotalThreadAllocatedBytes() >= 0 ? threads.getTotalThreadAllocatedBytes() : null;
    }
}

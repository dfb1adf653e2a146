package org.echoscale.bench.server;

import com.sun.management.ThreadMXBean;
import java.lang.management.CompilationMXBean;
import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryUsage;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.echoscale.bench.limits.KernelFile;
import org.echoscale.core.EchoServer;
import org.echoscale.syscalls.SyscallException;
import org.echoscale.syscalls.Syscalls;
import org.jspecify.annotations.Nullable;

/** Takes snapshots of the process that it runs in. For one thread, the one that opened it. */
final class ProcessAccount implements AutoCloseable {
    private static final Path STATUS = Path.of("/proc/self/status");
    private static final Pattern RESIDENT = Pattern.compile("(?m)^VmRSS:\\s+(\\d+) kB");
    private static final Pattern THREADS = Pattern.compile("(?m)^Threads:\\s+(\\d+)");

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
        Optional<String> status = KernelFile.text(STATUS);
        return new ServerSnapshot(server.stats(), pid, usage.map(Syscalls.ResourceUsage::userNanos).orElse(null),
                usage.map(Syscalls.ResourceUsage::systemNanos).orElse(null),
                usage.map(Syscalls.ResourceUsage::voluntarySwitches).orElse(null),
                usage.map(Syscalls.ResourceUsage::involuntarySwitches).orElse(null),
                status.flatMap(text -> number(THREADS, text)).map(Math::toIntExact).orElse(null),
                status.flatMap(text -> number(RESIDENT, text)).map(kilobytes -> inUse(kilobytes * 1024)).orElse(null),
                allocatedBytes(), collectors.stream().mapToLong(GarbageCollectorMXBean::getCollectionCount).sum(),
                1_000_000 * collectors.stream().mapToLong(GarbageCollectorMXBean::getCollectionTime).sum(),
                compiler != null && compiler.isCompilationTimeMonitoringSupported()
                        ? Long.valueOf(1_000_000 * compiler.getTotalCompilationTime())
                        : null);
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

    private static Optional<Long> number(Pattern pattern, String text) {
        return Optional.of(pattern.matcher(text)).filter(Matcher::find).map(found -> Long.valueOf(found.group(1)));
    }
}

package org.echoscale.bench.run;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.echoscale.bench.limits.ProcessFiles;
import org.echoscale.bench.server.ServerEnd;
import org.echoscale.results.model.KernelGrowth;
import org.echoscale.results.model.Measurement.ServerCost;
import org.echoscale.results.model.Measurement.Slice;
import org.jspecify.annotations.Nullable;

/**
 * The account of a server that somebody else started, in any language: what {@code /proc} tells of its process when its
 * number is known, and nothing otherwise. See proc(5). User and system time come in clock ticks, 10 ms as a rule, so that
 * they say little about a window of less than a second; the CPU time itself is exact.
 */
final class OutsideAccount implements Account {
    /** For people. */
    private final String server;
    private final @Nullable ProcessFiles process;
    private final @Nullable Lifetime lifetime;
    private final @Nullable BusiestThread busiest;
    private final @Nullable ChildProcesses children;
    private final @Nullable Long residentBefore;
    private final KernelWatch kernel;
    private ProcessFiles.@Nullable Usage before;
    private ProcessFiles.@Nullable Usage after;

    /**
     * Made before the connections are opened; waits until those before are gone.
     *
     * @param name of the server, for people
     */
    OutsideAccount(String name, OptionalLong pid) throws IOException {
        this.process = pid.isPresent() ? new ProcessFiles(Path.of("/proc", Long.toString(pid.getAsLong()))) : null;
        this.lifetime = process == null ? null : new Lifetime(process);
        this.server = "server " + name + (process == null
                ? ""
                : " (process " + pid.getAsLong() + process.name().map(program -> ", " + program).orElse("") + ")");
        this.busiest = process == null ? null : new BusiestThread(process);
        this.children = pid.isPresent() ? new ChildProcesses(pid.getAsLong()) : null;
        this.kernel = KernelWatch.settled();
        ProcessFiles.Usage now = usage();
        this.residentBefore = now == null ? null : now.residentBytes();
    }

    @Override
    public boolean coversServer() {
        return false;
    }

    @Override
    public int cpus() {
        return process == null ? 1 : cpus(process);
    }

    @Override
    public long busiestThreadNanos() {
        return busiest == null ? 0 : busiest.nanos();
    }

    /** No more than it has threads: one that has a single one is busy with a single CPU. */
    static int cpus(ProcessFiles process) {
        return Math.max(1, Math.min(process.allowedCpuCount().orElse(1), process.threads().orElse(1)));
    }

    @Override
    public @Nullable KernelGrowth kernel() {
        return kernel.growth();
    }

    @Override
    public void begin() {
        before = usage();
        if (busiest != null) {
            busiest.begin();
        }
    }

    @Override
    public void end() {
        if (busiest != null) {
            busiest.end();
        }
        after = usage();
    }

    /** Its exit code is for the one who started it. */
    @Override
    public Optional<ServerEnd> endWithin(Duration patience) {
        return lifetime != null && lifetime.endsWithin(patience)
                ? Optional.of(new ServerEnd(server + " ended", ""))
                : Optional.empty();
    }

    @Override
    public @Nullable ServerCost settle(List<Slice> slices) {
        Long cpuNanos = Account.cpuNanos(slices);
        if (cpuNanos == null) {
            return null;
        }
        ProcessFiles.Usage begun = before;
        ProcessFiles.Usage ended = after;
        if (begun == null || ended == null) {
            return ServerCost.of(cpuNanos);
        }
        return new ServerCost(cpuNanos, ended.userNanos() - begun.userNanos(),
                ended.systemNanos() - begun.systemNanos(), null,
                grown(ended.voluntarySwitches(), begun.voluntarySwitches()),
                grown(ended.involuntarySwitches(), begun.involuntarySwitches()), ended.threads(), residentBefore,
                ended.residentBytes(), null, null, null, null, null, null, null, null, null, null);
    }

    @Override
    public Optional<String> uncounted() {
        return children == null ? Optional.empty() : children.uncounted();
    }

    /** Threads that ended in between took their counts with them. */
    private static @Nullable Long grown(long after, long before) {
        return after < before ? null : Long.valueOf(after - before);
    }

    private ProcessFiles.@Nullable Usage usage() {
        return process == null ? null : process.usage().orElse(null);
    }
}

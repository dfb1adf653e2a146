package org.echoscale.bench.run;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.echoscale.bench.limits.ProcessFiles;
import org.echoscale.bench.server.ServerEnd;
import org.echoscale.bench.server.ServerProcess;
import org.echoscale.bench.server.ServerSnapshot;
import org.echoscale.core.ServerStats;
import org.echoscale.results.model.KernelGrowth;
import org.echoscale.results.model.Measurement.ServerCost;
import org.echoscale.results.model.Measurement.Slice;
import org.jspecify.annotations.Nullable;

/** The account of a server that this program started, and that tells what it did when it is asked. */
final class ControlledAccount implements Account {
    static final Duration ANSWER_DEADLINE = Duration.ofSeconds(20);

    private final ServerProcess server;
    private final ServerSnapshot empty;
    private final KernelWatch kernel;
    private final ProcessFiles process;
    private final BusiestThread busiest;
    private @Nullable ServerSnapshot before;
    private @Nullable ServerSnapshot after;

    /** Made before the connections are opened, so that their memory can be told from the server's own. */
    ControlledAccount(ServerProcess server) throws IOException {
        this.server = server;
        this.process = new ProcessFiles(Path.of("/proc", Long.toString(server.pid())));
        this.busiest = new BusiestThread(process);
        this.empty = settled();
        this.kernel = KernelWatch.settled();
    }

    @Override
    public boolean coversServer() {
        return true;
    }

    @Override
    public int cpus() {
        return OutsideAccount.cpus(process);
    }

    @Override
    public long busiestThreadNanos() {
        return busiest.nanos();
    }

    @Override
    public @Nullable KernelGrowth kernel() {
        return kernel.growth();
    }

    @Override
    public void begin() throws IOException {
        before = server.snapshot(ANSWER_DEADLINE);
        busiest.begin();
    }

    @Override
    public void end() throws IOException {
        busiest.end();
        after = server.snapshot(ANSWER_DEADLINE);
    }

    @Override
    public Optional<ServerEnd> endWithin(Duration patience) {
        return server.endWithin(patience);
    }

    @Override
    public @Nullable ServerCost settle(List<Slice> slices) throws IOException {
        Long cpuNanos = Account.cpuNanos(slices);
        return cpuNanos == null
                ? null
                : bill(cpuNanos, empty, Objects.requireNonNull(before), Objects.requireNonNull(after), settled());
    }

    /** Our servers are one process each. */
    @Override
    public Optional<String> uncounted() {
        return Optional.empty();
    }

    /** The server after a collection, so that what is resident is what is in use. */
    private ServerSnapshot settled() throws IOException {
        server.collectGarbage(ANSWER_DEADLINE);
        return server.snapshot(ANSWER_DEADLINE);
    }

    private static ServerCost bill(long cpuNanos, ServerSnapshot empty, ServerSnapshot before, ServerSnapshot after,
            ServerSnapshot full) {
        ServerStats did = after.server().minus(before.server());
        boolean tells = did.reads() > 0; // a transport that counts nothing says 0, which is not a count
        return new ServerCost(cpuNanos, difference(after.userNanos(), before.userNanos()),
                difference(after.systemNanos(), before.systemNanos()),
                difference(after.compilerNanos(), before.compilerNanos()),
                difference(after.voluntarySwitches(), before.voluntarySwitches()),
                difference(after.involuntarySwitches(), before.involuntarySwitches()), after.threads(),
                empty.residentBytes(), full.residentBytes(),
                difference(after.allocatedBytes(), before.allocatedBytes()), after.gcCount() - before.gcCount(),
                after.gcNanos() - before.gcNanos(), did.waits() > 0 ? did.waits() : null,
                did.waits() > 0 ? did.ready() : null, tells ? did.reads() : null, tells ? did.writes() : null,
                tells ? did.registrations() : null, difference(after.safepoints(), before.safepoints()),
                difference(after.safepointNanos(), before.safepointNanos()));
    }

    private static @Nullable Long difference(@Nullable Long after, @Nullable Long before) {
        return after == null || before == null ? null : Long.valueOf(Math.max(0, after - before));
    }
}

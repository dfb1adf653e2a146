package org.echoscale.bench.run;

import java.util.List;
import org.echoscale.bench.server.ServerSnapshot;
import org.echoscale.core.ServerStats;
import org.echoscale.results.model.Measurement.ServerCost;
import org.echoscale.results.model.Measurement.Slice;
import org.jspecify.annotations.Nullable;

/** What a server spent, from what it said before and after, and from its CPU clock as the generator read it. Pure. */
final class Ledger {
    private Ledger() {}

    /**
     * @param slices of the window; null when the server's CPU time is missing from one
     * @param empty the server before the connections were opened
     * @param before just before the load
     * @param after just after it
     * @param full with all connections open and garbage collected
     */
    static @Nullable ServerCost cost(List<Slice> slices, ServerSnapshot empty, ServerSnapshot before,
            ServerSnapshot after,
            ServerSnapshot full) {
        long cpuNanos = 0;
        for (Slice slice : slices) {
            Long part = slice.serverCpuNanos();
            if (part == null) {
                return null;
            }
            cpuNanos += part;
        }
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
                tells ? did.registrations() : null);
    }

    private static @Nullable Long difference(@Nullable Long after, @Nullable Long before) {
        return after == null || before == null ? null : Long.valueOf(Math.max(0, after - before));
    }
}

package org.echoscale.bench.jmh;

import java.util.Collection;
import java.util.List;
import org.openjdk.jmh.infra.BenchmarkParams;
import org.openjdk.jmh.infra.IterationParams;
import org.openjdk.jmh.profile.InternalProfiler;
import org.openjdk.jmh.results.AggregationPolicy;
import org.openjdk.jmh.results.IterationResult;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.ScalarResult;

/**
 * CPU time per operation of the server's process and of the client's thread, as secondary results of the suites that have a
 * server. A profiler and no {@code @AuxCounters}: those are sums over all iterations, or operations per time; a quotient of
 * two things that were both counted over the same iteration is neither. The {@code jmh} command adds it.
 */
public final class CpuProfiler implements InternalProfiler {
    /** Name of the secondary result of the server. */
    public static final String SERVER = "cpu.server";
    /** Name of the secondary result of the client. */
    public static final String CLIENT = "cpu.client";

    @Override
    public String getDescription() {
        return "CPU time per operation of the server process and of the client thread (suites with a server)";
    }

    @Override
    public void beforeIteration(BenchmarkParams benchmark, IterationParams iteration) {
        CpuOfIteration.take();
    }

    @Override
    public Collection<? extends Result<?>> afterIteration(BenchmarkParams benchmark, IterationParams iteration,
            IterationResult result) {
        // All operations, not the timed ones only: the clocks run from the first to the last of them.
        long operations = result.getMetadata() == null ? 0 : result.getMetadata().getAllOps();
        return CpuOfIteration.take()
                .filter(cpu -> operations > 0)
                .map(cpu -> List.of(perOperation(SERVER, cpu.serverNanos(), operations),
                        perOperation(CLIENT, cpu.clientNanos(), operations)))
                .orElse(List.of());
    }

    private static ScalarResult perOperation(String name, long nanos, long operations) {
        return new ScalarResult(name, (double) nanos / operations, "ns/op", AggregationPolicy.AVG);
    }
}

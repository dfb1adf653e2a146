package org.echoscale.bench.jmh;

import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;

/**
 * CPU time of one iteration, handed from the benchmark's thread, which alone can read its own clock, to the
 * {@link CpuProfiler}, which JMH asks when the iteration is over. The two are never at work at the same time.
 *
 * @param serverNanos of all threads of the server process
 * @param clientNanos of the benchmark's thread
 */
record CpuOfIteration(long serverNanos, long clientNanos) {
    private static final AtomicReference<Optional<CpuOfIteration>> LAST = new AtomicReference<>(Optional.empty());

    /** Called by the benchmark's thread at the end of an iteration. */
    static void put(CpuOfIteration cpu) {
        LAST.set(Optional.of(cpu));
    }

    /** What was put last; empty when nothing was since. */
    static Optional<CpuOfIteration> take() {
        return LAST.getAndSet(Optional.empty());
    }
}

package org.echoscale.bench.models;

import org.echoscale.results.models.State;
import org.echoscale.syscalls.Syscalls;

/**
 * Uses up CPU time, as the kernel counts it for the calling thread. A virtual thread that computes stays on its carrier, so
 * that thread's clock is right for it as well. For the thread that made it.
 */
final class Burner implements AutoCloseable {
    /** {@code CLOCK_THREAD_CPUTIME_ID} of clock_gettime(2). */
    private static final int THREAD_CPU_TIME = 3;
    /** Some microseconds between two looks at the clocks. */
    private static final int ROUNDS = 10_000;
    /** A thread that stood still for less has only been interrupted. */
    private static final long STANDSTILL_NANOS = 200_000;

    private final Syscalls calls = Syscalls.open();
    private volatile long sink;

    /** Computes for so much CPU time. When the thread loses its CPU meanwhile, the task is ready and not computing. */
    void burn(long cpuNanos, TaskLog log) {
        long cpuBegan = calls.clockNanos(THREAD_CPU_TIME);
        long cpuBefore = cpuBegan;
        long before = System.nanoTime();
        log.until(State.READY, before);
        while (cpuBefore - cpuBegan < cpuNanos) {
            compute();
            long cpu = calls.clockNanos(THREAD_CPU_TIME);
            long now = System.nanoTime();
            long used = cpu - cpuBefore;
            if (now - before - used > STANDSTILL_NANOS) {
                // When in this slice is not known, to some microseconds; so that it computes last.
                log.until(State.COMPUTING, before);
                log.until(State.READY, now - used);
            }
            cpuBefore = cpu;
            before = now;
        }
        log.until(State.COMPUTING, before);
    }

    private void compute() {
        long x = sink;
        for (int i = 0; i < ROUNDS; i++) {
            x = x * 6_364_136_223_846_793_005L + 1_442_695_040_888_963_407L;
        }
        sink = x;
    }

    @Override
    public void close() {
        calls.close();
    }
}

package org.echoscale.bench.waits;

/**
 * What a slice found.
 *
 * @param calls calls, or iterations, that were timed
 * @param nanos how long they took
 * @param cpuNanos CPU time of the waiting thread meanwhile
 */
public record Measured(long calls, long nanos, long cpuNanos) {}

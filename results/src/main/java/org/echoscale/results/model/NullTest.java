package org.echoscale.results.model;

import org.jspecify.annotations.Nullable;

/**
 * What the same load finds when there is no server: each connection leads back to itself, so that only generator and kernel
 * are at work. No server can be measured as faster than this: it is the ruler's own length.
 *
 * @param connections that were open, and active
 * @param ceilingPerSecond messages a second in a closed loop with one outstanding on each
 * @param generatorNanosPerMessage CPU time of the generator's thread for each of those
 * @param roundTripNanos the median round trip of a single connection, one message at a time
 * @param open what an open loop found at the rate of the plan; absent when the plan has none
 */
public record NullTest(int connections, double ceilingPerSecond, double generatorNanosPerMessage, long roundTripNanos,
        @Nullable OpenLoop open) {
    public NullTest {
        Range.atLeast(1, "connections", connections);
        Range.above(0, "ceilingPerSecond", ceilingPerSecond);
        Range.above(0, "generatorNanosPerMessage", generatorNanosPerMessage);
        Range.atLeast(0, "roundTripNanos", roundTripNanos);
    }

    /**
     * The floor of an open loop.
     *
     * @param p50Nanos median latency from the intended time
     * @param p99Nanos 99th percentile of it
     * @param latenessP50Nanos half of all messages were sent no later than this after their intended time
     * @param latenessP99Nanos 99 of 100 were
     */
    public record OpenLoop(long p50Nanos, long p99Nanos, long latenessP50Nanos, long latenessP99Nanos) {
        public OpenLoop {
            Range.atLeast(0, "p50Nanos", p50Nanos);
            Range.atLeast(0, "p99Nanos", p99Nanos);
            Range.atLeast(0, "latenessP50Nanos", latenessP50Nanos);
            Range.atLeast(0, "latenessP99Nanos", latenessP99Nanos);
        }
    }
}

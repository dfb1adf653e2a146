package org.echoscale.results.model;

import org.jspecify.annotations.Nullable;

/**
 * What the same load finds when there is no server: each connection leads back to itself, so that only generator and kernel
 * are at work. A server that is measured with as many active connections and the same load cannot be faster, but for the noise of the
 * two: it is the ruler's own length. With another number of them it is another one, because a message then costs the generator more or
 * less.
 *
 * @param connections that were open, all of them active
 * @param ceilingPerSecond messages a second in a closed loop with as many outstanding on each as the load has, or one; an open
 *            loop may do more, as it sends several on a connection before the first is back
 * @param generatorNanosPerMessage CPU time of the generator's thread for each of those
 * @param roundTripNanos median round trip on a single connection, one message at a time
 * @param openP50Nanos median latency in an open loop at the rate of the plan; absent when the plan has none, or when it
 *            is so low that there were too few messages for this percentile, like the rest
 * @param openP99Nanos 99th percentile of it, in the best of nine parts of the time; in older results that of all the time
 * @param latenessP50Nanos median time from the intended to the real send in it
 * @param latenessP99Nanos 99th percentile of that, likewise
 * @param disturbance what disturbed a window of it that the machine disturbed each time it was measured; absent when there is none
 */
public record NullTest(int connections, double ceilingPerSecond, double generatorNanosPerMessage, long roundTripNanos,
        @Nullable Long openP50Nanos, @Nullable Long openP99Nanos, @Nullable Long latenessP50Nanos,
        @Nullable Long latenessP99Nanos, @Nullable String disturbance) {
    public NullTest {
        Range.atLeast(1, "connections", connections);
        Range.above(0, "ceilingPerSecond", ceilingPerSecond);
        Range.above(0, "generatorNanosPerMessage", generatorNanosPerMessage);
        Range.atLeast(0, "roundTripNanos", roundTripNanos);
        Range.atLeast(0, "openP50Nanos", openP50Nanos);
        Range.atLeast(0, "openP99Nanos", openP99Nanos);
        Range.atLeast(0, "latenessP50Nanos", latenessP50Nanos);
        Range.atLeast(0, "latenessP99Nanos", latenessP99Nanos);
    }

    /** One that nothing disturbed. */
    public NullTest(int connections, double ceilingPerSecond, double generatorNanosPerMessage, long roundTripNanos,
            @Nullable Long openP50Nanos, @Nullable Long openP99Nanos, @Nullable Long latenessP50Nanos,
            @Nullable Long latenessP99Nanos) {
        this(connections, ceilingPerSecond, generatorNanosPerMessage, roundTripNanos, openP50Nanos, openP99Nanos,
                latenessP50Nanos, latenessP99Nanos, null);
    }
}

package org.echoscale.results.model;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a run is asked to measure, with every value that was in force: default, plan file, or flag. It becomes the cells
 * subjects × connections × loads, each measured {@code forks} times.
 *
 * @param name name of the plan: {@code quick}
 * @param transports names of the transports, in no particular order
 * @param connections numbers of open connections: the ladder that each server process visits
 * @param active connections that carry messages; at a smaller number of connections, all of them
 * @param payloadBytes bytes a message
 * @param closedDepth messages outstanding on each active connection in the closed loop; absent for no closed loop
 * @param openRatePerSecond messages per second in the open loop; absent for no open loop
 * @param forks server processes per transport
 * @param durationNanos length of each measured window
 * @param maxWarmUpNanos the most time that is spent warming up a server process
 * @param seed where every random choice comes from: order, active connections, content
 * @param waiting how the generator waits; absent in older results, which waited {@link Waiting#HYBRID}
 */
public record Plan(String name, List<String> transports, List<Integer> connections, int active, int payloadBytes,
        @Nullable Integer closedDepth, @Nullable Double openRatePerSecond, int forks, long durationNanos,
        long maxWarmUpNanos, long seed, @Nullable Waiting waiting) {
    /** One that does not say how the generator waits. */
    public Plan(String name, List<String> transports, List<Integer> connections, int active, int payloadBytes,
            @Nullable Integer closedDepth, @Nullable Double openRatePerSecond, int forks, long durationNanos,
            long maxWarmUpNanos, long seed) {
        this(name, transports, connections, active, payloadBytes, closedDepth, openRatePerSecond, forks, durationNanos,
                maxWarmUpNanos, seed, null);
    }

    public Plan {
        transports = List.copyOf(transports);
        connections = List.copyOf(connections);
        if (transports.isEmpty()) {
            throw new IllegalArgumentException("transports is empty");
        }
        if (connections.isEmpty()) {
            throw new IllegalArgumentException("connections is empty");
        }
        connections.forEach(n -> Range.atLeast(1, "connections", n));
        Range.atLeast(1, "active", active);
        Range.atLeast(1, "payloadBytes", payloadBytes);
        Range.atLeast(1, "closedDepth", closedDepth);
        Range.above(0, "openRatePerSecond", openRatePerSecond);
        Range.atLeast(1, "forks", forks);
        Range.atLeast(1, "durationNanos", durationNanos);
        Range.atLeast(0, "maxWarmUpNanos", maxWarmUpNanos);
        if (closedDepth == null && openRatePerSecond == null) {
            throw new IllegalArgumentException("neither a closed loop (depth) nor an open loop (rate) is asked for");
        }
    }
}

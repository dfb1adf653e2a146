package org.echoscale.results.model;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.echoscale.results.model.Load.Schedule;
import org.jspecify.annotations.Nullable;

/**
 * What a run is asked to measure, with every value that was in force: default, plan file, or flag. It becomes the cells
 * subjects × connections × loads, each measured {@code forks} times.
 *
 * @param name name of the plan: {@code quick}
 * @param transports names of the transports, in no particular order
 * @param connections numbers of open connections: the ladder that each server process visits
 * @param active connections that carry messages; at a smaller number of connections, all of them. With a share, those at
 *            the largest number of connections
 * @param activeShare of the open connections, the part that carries messages: above 0, at most 1; absent when their number
 *            does not depend on how many are open
 * @param payloadBytes bytes a message
 * @param closedDepth messages outstanding on each active connection in the closed loop; absent for no closed loop
 * @param openRatePerSecond messages per second in the open loop; absent for no open loop
 * @param openSchedule how the messages of the open loop lie; absent when there is no open loop, and in results of versions
 *            that knew equal distances alone
 * @param openBurst messages due at the same time; there with {@link Schedule#BURST} alone
 * @param churnMessages messages on each connection under churn; absent for no churn
 * @param forks server processes per transport
 * @param durationNanos length of each measured window
 * @param maxWarmUpNanos the most time that is spent warming up a server process
 * @param seed where every random choice comes from: order, active connections, content
 * @param waiting how the generator waits; absent in older results, which waited {@link Waiting#HYBRID}
 */
public record Plan(String name, List<String> transports, List<Integer> connections, int active,
        @Nullable Double activeShare, int payloadBytes, @Nullable Integer closedDepth,
        @Nullable Double openRatePerSecond, @Nullable Schedule openSchedule, @Nullable Integer openBurst,
        @Nullable Integer churnMessages, int forks, long durationNanos, long maxWarmUpNanos, long seed,
        @Nullable Waiting waiting) {
    /** One that does not say how the generator waits. */
    public Plan(String name, List<String> transports, List<Integer> connections, int active,
            @Nullable Double activeShare, int payloadBytes, @Nullable Integer closedDepth,
            @Nullable Double openRatePerSecond, @Nullable Schedule openSchedule, @Nullable Integer openBurst,
            @Nullable Integer churnMessages, int forks, long durationNanos, long maxWarmUpNanos, long seed) {
        this(name, transports, connections, active, activeShare, payloadBytes, closedDepth, openRatePerSecond,
                openSchedule, openBurst, churnMessages, forks, durationNanos, maxWarmUpNanos, seed, null);
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
        Range.above(0, "activeShare", activeShare);
        Range.fraction("activeShare", activeShare);
        if (activeShare != null && active != share(activeShare, Collections.max(connections))) {
            throw new IllegalArgumentException("active " + active + " is not the share " + activeShare + " of "
                    + Collections.max(connections) + " connections");
        }
        Range.atLeast(1, "payloadBytes", payloadBytes);
        Range.atLeast(1, "closedDepth", closedDepth);
        Range.above(0, "openRatePerSecond", openRatePerSecond);
        Range.atLeast(1, "forks", forks);
        Range.atLeast(1, "durationNanos", durationNanos);
        Range.atLeast(0, "maxWarmUpNanos", maxWarmUpNanos);
        Range.atLeast(1, "churnMessages", churnMessages);
        if (openRatePerSecond == null && (openSchedule != null || openBurst != null)) {
            throw new IllegalArgumentException("a schedule needs an open loop (rate)");
        }
        if (loads(closedDepth, openRatePerSecond, openSchedule, openBurst, churnMessages).isEmpty()) {
            throw new IllegalArgumentException(
                    "neither a closed loop (depth) nor an open loop (rate) nor churn is asked for");
        }
    }

    /** One with a number of active connections, not a share, with equal distances in the open loop, and without churn. */
    public Plan(String name, List<String> transports, List<Integer> connections, int active, int payloadBytes,
            @Nullable Integer closedDepth, @Nullable Double openRatePerSecond, int forks, long durationNanos,
            long maxWarmUpNanos, long seed) {
        this(name, transports, connections, active, null, payloadBytes, closedDepth, openRatePerSecond,
                openRatePerSecond == null ? null : Schedule.CONSTANT, null, null, forks, durationNanos,
                maxWarmUpNanos, seed);
    }

    /** What each cell is measured under, in this order: closed loop, open loop, churn, as far as asked for. */
    public List<Load> loads() {
        return loads(closedDepth, openRatePerSecond, openSchedule, openBurst, churnMessages);
    }

    private static List<Load> loads(@Nullable Integer depth, @Nullable Double rate, @Nullable Schedule schedule,
            @Nullable Integer burst, @Nullable Integer churn) {
        List<Load> loads = new ArrayList<>();
        if (depth != null) {
            loads.add(new Load.Closed(depth));
        }
        if (rate != null) {
            loads.add(new Load.Open(rate, schedule == null ? Schedule.CONSTANT : schedule, burst));
        }
        if (churn != null) {
            loads.add(new Load.Churn(churn));
        }
        return List.copyOf(loads);
    }

    /** The open loop, if there is one. */
    public Optional<Load.Open> openLoop() {
        return loads().stream().filter(Load.Open.class::isInstance).map(Load.Open.class::cast).findFirst();
    }

    /** How many of so many open connections carry messages: 1 at least. */
    public int activeOf(int open) {
        return activeShare == null ? Math.min(active, open) : share(activeShare, open);
    }

    /** The nearest whole number, and 1 at least. */
    public static int share(double part, int open) {
        return Math.toIntExact(Math.max(1, Math.round(part * open)));
    }
}

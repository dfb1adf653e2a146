package org.echoscale.results.models;

/**
 * A stretch of a task's time.
 *
 * @param state what the task was at
 * @param fromNanos since all tasks began
 * @param toNanos since then
 */
public record Interval(State state, long fromNanos, long toNanos) {
    /** An hour. The work takes ten minutes at most, and a process that takes much longer is ended. */
    static final long LATEST_NANOS = 3_600_000_000_000L;

    public Interval {
        if (fromNanos < 0 || toNanos < fromNanos || toNanos > LATEST_NANOS) {
            throw new IllegalArgumentException("an interval from " + fromNanos + " to " + toNanos);
        }
    }

    public long nanos() {
        return toNanos - fromNanos;
    }
}

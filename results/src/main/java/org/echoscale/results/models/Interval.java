package org.echoscale.results.models;

/**
 * A stretch of a task's time.
 *
 * @param fromNanos since all tasks began
 */
public record Interval(State state, long fromNanos, long toNanos) {
    public Interval {
        if (toNanos < fromNanos) {
            throw new IllegalArgumentException("an interval from " + fromNanos + " to " + toNanos);
        }
    }

    public long nanos() {
        return toNanos - fromNanos;
    }
}

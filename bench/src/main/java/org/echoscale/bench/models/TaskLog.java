package org.echoscale.bench.models;

import java.util.ArrayList;
import java.util.List;
import org.echoscale.results.models.Interval;
import org.echoscale.results.models.State;

/**
 * The time of one task, without a gap and without an overlap: each entry begins where the last one ended. One thread at a time.
 */
final class TaskLog {
    private final long beganNanos;
    private final List<Interval> intervals = new ArrayList<>();
    private long untilNanos;

    /** @param beganNanos when all tasks began, by {@link System#nanoTime} */
    TaskLog(long beganNanos) {
        this.beganNanos = beganNanos;
    }

    /** The task was at this from its last entry until then; a moment before that counts as that. */
    void until(State state, long nanoTime) {
        long to = Math.max(untilNanos, nanoTime - beganNanos);
        if (to == untilNanos) {
            return;
        }
        if (!intervals.isEmpty() && intervals.getLast().state() == state) {
            intervals.set(intervals.size() - 1, new Interval(state, intervals.getLast().fromNanos(), to));
        } else {
            intervals.add(new Interval(state, untilNanos, to));
        }
        untilNanos = to;
    }

    List<Interval> intervals() {
        return List.copyOf(intervals);
    }
}

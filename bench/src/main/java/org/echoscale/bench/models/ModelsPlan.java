package org.echoscale.bench.models;

/**
 * The work that each model has to do. A task computes, and then so many times it asks a server, waits for the reply, and
 * computes again.
 *
 * @param tasks how many, all there from the beginning
 * @param steps times that each waits
 * @param waitNanos until the server replies
 * @param computeNanos of CPU time, before the first wait and after each
 */
public record ModelsPlan(int tasks, int steps, long waitNanos, long computeNanos) {
    public static final int MOST_TASKS = 1_000;
    public static final int MOST_STEPS = 100;
    private static final long MILLISECOND = 1_000_000;
    private static final long MOST_WAIT = 10_000 * MILLISECOND;
    private static final long MOST_COMPUTING = 1_000 * MILLISECOND;
    /** One at a time is the longest of all. */
    private static final long LONGEST_NANOS = 600_000 * MILLISECOND;

    public ModelsPlan {
        within("tasks", tasks, 1, MOST_TASKS, "");
        within("steps", steps, 1, MOST_STEPS, "");
        within("wait", waitNanos / MILLISECOND, 1, MOST_WAIT / MILLISECOND, " ms");
        within("compute", computeNanos / MILLISECOND, 0, MOST_COMPUTING / MILLISECOND, " ms");
        long longest = tasks * (steps * waitNanos + (steps + 1) * computeNanos);
        if (longest > LONGEST_NANOS) {
            throw new IllegalArgumentException("tasks: " + tasks + " would take " + longest / 1_000_000_000
                    + " s one at a time, and at most " + LONGEST_NANOS / 1_000_000_000
                    + " s are allowed (fewer tasks or steps, or a shorter wait)");
        }
    }

    /** The CPU time that one task needs. */
    public long computingNanosPerTask() {
        return (steps + 1) * computeNanos;
    }

    /** The time that one task waits. */
    public long waitingNanosPerTask() {
        return steps * waitNanos;
    }

    /** How long one task after the other takes at least; no model takes longer on a machine that has nothing else to do. */
    long oneAtATimeNanos() {
        return tasks * (computingNanosPerTask() + waitingNanosPerTask());
    }

    private static void within(String name, long value, long least, long most, String unit) {
        if (value < least || value > most) {
            throw new IllegalArgumentException(
                    name + ": " + value + unit + " is not from " + least + " to " + most + unit);
        }
    }
}

package org.echoscale.results.models;

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
        within("tasks", tasks, MOST_TASKS);
        within("steps", steps, MOST_STEPS);
        if (waitNanos < MILLISECOND || waitNanos > MOST_WAIT) {
            throw new IllegalArgumentException("wait: " + waitNanos / 1e6 + " ms is not from 1 ms to 10 s");
        }
        if (computeNanos < 0 || computeNanos > MOST_COMPUTING) {
            throw new IllegalArgumentException("compute: " + computeNanos / 1e6 + " ms is not from 0 ms to 1 s");
        }
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
    public long oneAtATimeNanos() {
        return tasks * (computingNanosPerTask() + waitingNanosPerTask());
    }

    private static void within(String name, int value, int most) {
        if (value < 1 || value > most) {
            throw new IllegalArgumentException(name + ": " + value + " is not from 1 to " + most);
        }
    }
}

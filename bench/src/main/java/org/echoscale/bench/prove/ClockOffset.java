package org.echoscale.bench.prove;

import java.io.IOException;
import java.util.Locale;
import org.echoscale.syscalls.Syscalls;

/**
 * By how much the real-time clock is ahead of the monotonic one: between two bounds. Both are kept at the same pace, so it
 * changes only when somebody sets the time, and then no length can be told from two times of the real-time clock.
 *
 * @param leastNanos the lower bound
 * @param mostNanos the upper bound
 */
record ClockOffset(long leastNanos, long mostNanos) {
    private static final int LOOKS = 16;

    /** Reads one clock between two readings of the other, several times, and takes the closest. */
    static ClockOffset read(Syscalls calls) {
        ClockOffset closest = look(calls);
        for (int i = 1; i < LOOKS; i++) {
            ClockOffset other = look(calls);
            if (other.mostNanos - other.leastNanos < closest.mostNanos - closest.leastNanos) {
                closest = other;
            }
        }
        return closest;
    }

    private static ClockOffset look(Syscalls calls) {
        long before = System.nanoTime();
        long real = calls.clockNanos(Syscalls.CLOCK_REALTIME);
        long after = System.nanoTime();
        return new ClockOffset(real - after, real - before);
    }

    /** What the real-time clock says at a time of the other, to half of what is between the bounds. */
    long realTime(long nanoTime) {
        return nanoTime + leastNanos + (mostNanos - leastNanos) / 2;
    }

    /** Refuses a time between this and a later offset in which the clock was certainly set. */
    void requireStillAt(ClockOffset later) throws IOException {
        long step = later.leastNanos > mostNanos
                ? later.leastNanos - mostNanos
                : Math.min(0, later.mostNanos - leastNanos);
        if (step != 0) {
            throw new IOException(String.format(Locale.ROOT,
                    "the machine's clock was set by %+.3f ms or more meanwhile, so the stop has no known length; try again",
                    step / 1e6));
        }
    }
}

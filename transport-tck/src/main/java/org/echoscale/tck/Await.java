package org.echoscale.tck;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/** Waiting for a condition, with a deadline. */
final class Await {
    private static final long PAUSE_NANOS = 200_000;

    private Await() {}

    /** Waits until this holds; when it does not in time, fails with this description. */
    static void until(Duration patience, Supplier<String> description, BooleanSupplier condition) {
        if (!within(patience, condition)) {
            throw new AssertionError("not within " + patience + ": " + description.get());
        }
    }

    /** Waits until this holds, and returns whether it did in time. */
    static boolean within(Duration patience, BooleanSupplier condition) {
        long deadline = System.nanoTime() + patience.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() - deadline > 0) {
                return false;
            }
            if (Thread.currentThread().isInterrupted()) {
                throw new AssertionError("interrupted while waiting");
            }
            LockSupport.parkNanos(PAUSE_NANOS);
        }
        return true;
    }
}

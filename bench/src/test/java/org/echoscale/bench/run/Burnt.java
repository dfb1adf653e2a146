package org.echoscale.bench.run;

import org.echoscale.syscalls.Syscalls;

/** CPU time that the calling thread has used for nothing. */
final class Burnt {
    private Burnt() {}

    /** So much of it, however long that takes on a machine that is busy. */
    static void nanos(long nanos) {
        try (Syscalls calls = Syscalls.open()) {
            long end = calls.clockNanos(Syscalls.CLOCK_THREAD_CPUTIME_ID) + nanos;
            while (calls.clockNanos(Syscalls.CLOCK_THREAD_CPUTIME_ID) < end) {
                Thread.onSpinWait();
            }
        }
    }
}

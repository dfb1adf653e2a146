package org.echoscale.bench.prove;

/**
 * When a server began to be silent: somewhere between the sending of the last byte that it still answered and that of the
 * next one, which it did not. Both are by the real-time clock. Neither rests on how soon a thread ran: where the one that
 * sends is late, the two are only further apart.
 *
 * @param earliestNanos before the byte that was answered was sent
 * @param latestNanos after the next one had been sent
 */
record Beginning(long earliestNanos, long latestNanos) {
    Beginning {
        if (latestNanos < earliestNanos) {
            throw new IllegalArgumentException("latest " + latestNanos + " < earliest " + earliestNanos);
        }
    }

    /** The middle, which is wrong by {@link #unsureNanos} at most. */
    long nanos() {
        return earliestNanos + unsureNanos();
    }

    /** By how much it may have been earlier or later. */
    long unsureNanos() {
        return (latestNanos - earliestNanos) / 2;
    }
}

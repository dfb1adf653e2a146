package org.echoscale.bench.load;

/**
 * When each message of an open loop is to be sent: a pure function of its number, fixed before the first one is sent. It
 * never bends to a slow server, nor does it catch up.
 */
interface Pacer {

    /** Nanoseconds from the start to the intended sending of message {@code number}, which counts from 0. */
    long intendedNanos(long number);

    /** Equal distances: message n at n / rate seconds. */
    static Pacer constant(double ratePerSecond) {
        double period = 1e9 / ratePerSecond;
        return number -> (long) (number * period);
    }
}

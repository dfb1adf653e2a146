package org.echoscale.bench.load;

import java.util.Objects;
import java.util.SplittableRandom;
import org.echoscale.results.model.Load;

/**
 * When each message of an open loop is to be sent: a pure function of its number, fixed before the first one is sent. It
 * never bends to a slow server, nor does it catch up.
 */
interface Pacer {

    /** Nanoseconds from the start to the intended sending of message {@code number}, which counts from 0. */
    long intendedNanos(long number);

    /** The schedule of a load for a time; its random part, if it has one, comes from the seed. */
    static Pacer of(Load.Open load, long nanos, long seed) {
        double rate = load.ratePerSecond();
        return switch (load.schedule()) {
            case CONSTANT -> constant(rate);
            case POISSON -> poisson(rate, (long) (rate * nanos / 1e9), seed);
            case BURST -> bursts(rate, Objects.requireNonNull(load.burst()));
        };
    }

    /** How many messages are due before this time is over, 1 at least: the first is due at once. */
    default long messagesWithin(long nanos) {
        long above = 1;
        while (intendedNanos(above) < nanos) {
            above *= 2;
        }
        long due = above / 2; // messages up to this one are due, the one numbered above is not
        while (due + 1 < above) {
            long middle = (due + above) >>> 1;
            if (intendedNanos(middle) < nanos) {
                due = middle;
            } else {
                above = middle;
            }
        }
        return above;
    }

    /** Equal distances: message n at n / rate seconds. */
    static Pacer constant(double ratePerSecond) {
        double period = 1e9 / ratePerSecond;
        return number -> (long) (number * period);
    }

    /**
     * A Poisson process, as many independent users make it: distances are exponential with mean 1 / rate. The distances of
     * {@value PoissonPacer#CYCLE} messages are drawn beforehand, or of the next power of two of {@code messages} if those
     * are fewer, and used again and again. They are scaled so that a cycle takes exactly its time: that is the process, given
     * that so many messages fall into it.
     *
     * @param messages how many will be asked for, as far as known; more may be
     */
    static Pacer poisson(double ratePerSecond, long messages, long seed) {
        return new PoissonPacer(ratePerSecond, messages, new SplittableRandom(seed));
    }

    /** Bursts of {@code size} messages at once, at equal distances that keep the rate. */
    static Pacer bursts(double ratePerSecond, int size) {
        Pacer burst = constant(ratePerSecond / size);
        return number -> burst.intendedNanos(number / size);
    }
}

package org.echoscale.results.stats;

import java.util.Locale;
import java.util.Optional;

/**
 * When a figure of the latency is the generator's and not the server's: the generator turned to its messages so late that this is
 * more than half of it. Late by up to 100 µs it never is.
 */
public final class SentLate {
    private static final double LATE_MICROS = 100;
    private static final double MOST_PART = 0.5;

    private SentLate() {}

    /** How late the generator may be, in microseconds, where the same figure of the latency is so much. */
    public static double bound(double latencyMicros) {
        return Math.max(LATE_MICROS, MOST_PART * latencyMicros);
    }

    /**
     * That the figure is the generator's; empty when it is not.
     *
     * @param figure its name: {@code "p99"}
     * @param lateMicros that figure of how late the generator was
     * @param latencyMicros that figure of the latency
     */
    public static Optional<String> sentence(String figure, double lateMicros, double latencyMicros) {
        return lateMicros <= bound(latencyMicros)
                ? Optional.empty()
                : Optional.of(String.format(Locale.ROOT,
                        "%s of the latency is %s, and %s of how late the generator sent is %s: more than half is the generator's",
                        figure, Units.micros(latencyMicros), figure, Units.micros(lateMicros)));
    }
}

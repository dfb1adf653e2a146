package org.echoscale.results.model;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** What a figure may be. An absent figure is within every range. Throws {@link IllegalArgumentException}. */
public final class Range {
    private static final Instant FIRST = Instant.parse("2000-01-01T00:00:00Z");
    private static final Instant LAST = Instant.parse("+10000-01-01T00:00:00Z");

    private Range() {}

    public static void atLeast(long least, String name, @Nullable Number value) {
        if (value != null && value.longValue() < least) {
            throw new IllegalArgumentException(name + " " + value + " < " + least);
        }
    }

    static void above(double bound, String name, @Nullable Double value) {
        if (value != null && !(value > bound && Double.isFinite(value))) {
            throw new IllegalArgumentException(name + " " + value + " is not a number above " + bound);
        }
    }

    /** Other years are no time of a measurement, and beyond what formats and clocks can tell. */
    public static void years(String name, Instant time) {
        if (time.isBefore(FIRST) || !time.isBefore(LAST)) {
            throw new IllegalArgumentException(name + " " + time + " is not in the years 2000 to 9999");
        }
    }

    static void fraction(String name, @Nullable Double value) {
        if (value != null && !(value >= 0 && value <= 1)) {
            throw new IllegalArgumentException(name + " " + value + " is not from 0 to 1");
        }
    }
}

package org.echoscale.results.model;

import org.jspecify.annotations.Nullable;

/** What a figure may be. An absent figure is within every range. */
final class Range {
    private Range() {}

    static void atLeast(long least, String name, @Nullable Number value) {
        if (value != null && value.longValue() < least) {
            throw new IllegalArgumentException(name + " " + value + " < " + least);
        }
    }

    static void above(double bound, String name, @Nullable Double value) {
        if (value != null && !(value > bound && Double.isFinite(value))) {
            throw new IllegalArgumentException(name + " " + value + " is not a number above " + bound);
        }
    }

    static void fraction(String name, @Nullable Double value) {
        if (value != null && !(value >= 0 && value <= 1)) {
            throw new IllegalArgumentException(name + " " + value + " is not from 0 to 1");
        }
    }
}

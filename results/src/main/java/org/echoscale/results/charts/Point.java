package org.echoscale.results.charts;

import org.echoscale.results.stats.Spread;
import org.jspecify.annotations.Nullable;

/**
 * A point of a line.
 *
 * @param value what the line goes through
 * @param forks the same for each fork; absent when a single fork does not carry it
 */
record Point(double value, @Nullable Spread forks) {
    static @Nullable Point of(@Nullable Spread spread) {
        return spread == null ? null : new Point(spread.median(), spread);
    }
}

package org.echoscale.bench.cli;

import java.time.Duration;
import java.util.Locale;
import org.echoscale.results.stats.Spread;

/** How the figures of a comparison are written: ratios around 1 to the hundredth in sentences, finer in the table. */
final class ComparisonNumbers {
    /** From so many forks on, the range over them is an interval to quote. */
    static final int ENOUGH_FORKS = 5;

    private ComparisonNumbers() {}

    /** {@code 1.02}, {@code 13.7}, {@code 0.073}. */
    static String coarse(double ratio) {
        return decimals(ratio,
                ratio >= 99.95 ? 0 : ratio >= 9.995 ? 1 : ratio >= 0.0995 ? 2 : ratio >= 0.00995 ? 3 : 4);
    }

    /** {@code 1.023}, {@code 13.7}, {@code 0.073}. */
    static String fine(double ratio) {
        return decimals(ratio, ratio >= 99.95 ? 0 : ratio >= 9.995 ? 1 : ratio >= 0.00995 ? 3 : 4);
    }

    /** {@code 0.99–1.04}. */
    static String range(Spread spread) {
        return coarse(spread.min()) + "–" + coarse(spread.max());
    }

    static String forks(int count) {
        return count + (count == 1 ? " fork" : " forks");
    }

    /**
     * How often, in percent, the range of so many forks holds the median of all forks that there could be: it misses only
     * when all of them fall on the same side, twice in two to the power of forks. True of any distribution.
     */
    static double coverage(int forks) {
        return 100 - 100 * Math.pow(2, 1 - forks);
    }

    /** A length of time as the command line takes it: {@code 250ms}, {@code 4s}. */
    static String text(Duration time) {
        return time.toNanosPart() == 0
                ? time.toSeconds() + "s"
                : decimals(time.toNanos() / 1e6, 3)
                        .replaceAll("\\.?0+$", "") + "ms";
    }

    private static String decimals(double value, int decimals) {
        return String.format(Locale.ROOT, "%." + decimals + "f", value);
    }
}

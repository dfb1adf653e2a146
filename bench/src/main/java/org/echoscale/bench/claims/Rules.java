package org.echoscale.bench.claims;

import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import org.echoscale.results.model.ClaimResults.Figure;
import org.echoscale.results.model.ClaimResults.Verdict;
import org.echoscale.results.stats.Spread;

/**
 * How numbers decide: the interval in which the median of endless repetitions lies must be on one side of the bound, else this
 * machine cannot tell. Of up to eight repetitions that is from the lowest to the highest, so that all must agree; of more the
 * outermost few are left out, as many as leave it as sure as five are (93.75 %), by ranks alone.
 */
final class Rules {
    /** How sure five repetitions are: each side is wrong when all five are on the same side of the median by chance. */
    private static final double SURE = 1 - 2 * Math.pow(0.5, 5);

    private Rules() {}

    /** How many repetitions at each end are outside of the interval. */
    static int outside(int repetitions) {
        double each = Math.pow(0.5, repetitions); // the probability that none is below the median, then of one, two …
        double wrong = each;
        int outside = 0;
        while (outside < repetitions / 2) {
            each = each * (repetitions - outside) / (outside + 1);
            wrong += each;
            if (1 - 2 * wrong < SURE) {
                return outside;
            }
            outside++;
        }
        return 0;
    }

    private static double low(Spread figure) {
        return figure.perFork().stream().sorted().skip(outside(figure.forks())).findFirst().orElseThrow();
    }

    private static double high(Spread figure) {
        return figure.perFork()
                .stream()
                .sorted(Comparator.reverseOrder())
                .skip(outside(figure.forks()))
                .findFirst()
                .orElseThrow();
    }

    /** Whether a figure is at most this. */
    static Verdict atMost(Spread figure, double bound) {
        return high(figure) <= bound
                ? Verdict.HOLDS
                : low(figure) > bound ? Verdict.DOES_NOT_HOLD : Verdict.CANNOT_TELL;
    }

    /** Whether a figure is at least this. */
    static Verdict atLeast(Spread figure, double bound) {
        return low(figure) >= bound
                ? Verdict.HOLDS
                : high(figure) < bound ? Verdict.DOES_NOT_HOLD : Verdict.CANNOT_TELL;
    }

    /** Whether both do: one part that does not hold is enough for the whole. */
    static Verdict both(Verdict first, Verdict second) {
        if (first == Verdict.DOES_NOT_HOLD || second == Verdict.DOES_NOT_HOLD) {
            return Verdict.DOES_NOT_HOLD;
        }
        return first == Verdict.HOLDS ? second : first;
    }

    static Verdict of(boolean holds) {
        return holds ? Verdict.HOLDS : Verdict.DOES_NOT_HOLD;
    }

    static Figure figure(String name, String unit, Spread spread) {
        return spread.forks() == 1
                ? new Figure(name, unit, spread.median(), null, null, 1)
                : new Figure(name, unit, spread.median(), low(spread), high(spread), spread.forks());
    }

    static Figure figure(String name, String unit, double value) {
        return new Figure(name, unit, value, null, null, 1);
    }

    static Figure figure(String name, String unit, long value) {
        return figure(name, unit, (double) value);
    }

    /** Repetition by repetition, as both were measured in each. */
    static Spread quotient(Spread dividend, Spread divisor) {
        List<Double> quotients = IntStream.range(0, Math.min(dividend.forks(), divisor.forks()))
                .mapToObj(i -> dividend.perFork().get(i) / divisor.perFork().get(i))
                .toList();
        return new Spread(quotients);
    }
}

package org.echoscale.bench.claims;

import java.util.List;
import java.util.stream.IntStream;
import org.echoscale.results.model.ClaimResults.Figure;
import org.echoscale.results.model.ClaimResults.Verdict;
import org.echoscale.results.stats.Spread;

/** How numbers decide: all repetitions must agree, else this machine cannot tell. */
final class Rules {
    private Rules() {}

    /** Whether a figure is at most this. */
    static Verdict atMost(Spread figure, double bound) {
        return figure.max() <= bound
                ? Verdict.HOLDS
                : figure.min() > bound ? Verdict.DOES_NOT_HOLD : Verdict.CANNOT_TELL;
    }

    /** Whether a figure is at least this. */
    static Verdict atLeast(Spread figure, double bound) {
        return figure.min() >= bound
                ? Verdict.HOLDS
                : figure.max() < bound ? Verdict.DOES_NOT_HOLD : Verdict.CANNOT_TELL;
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
                : new Figure(name, unit, spread.median(), spread.min(), spread.max(), spread.forks());
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

package org.echoscale.bench.run;

import java.time.Duration;
import java.util.OptionalInt;
import java.util.function.IntFunction;

/** A time that a run must not exceed, as far as it can be forecast. */
public final class Budget {
    /** More are of no use: the precision grows with the root of the forks. */
    private static final int MOST_FORKS = 1_000;

    private Budget() {}

    /**
     * The most forks that fit; empty when not even one does. Each fork takes as long as any other, so two forecasts tell.
     *
     * @param forecast how long a run with so many forks takes
     */
    public static OptionalInt forks(Duration budget, IntFunction<Duration> forecast) {
        Duration one = forecast.apply(1);
        if (one.compareTo(budget) > 0) {
            return OptionalInt.empty();
        }
        Duration another = forecast.apply(2).minus(one);
        return OptionalInt.of(another.isZero()
                ? 1 // nothing can be measured here
                : Math.toIntExact(Math.min(MOST_FORKS, 1 + budget.minus(one).dividedBy(another))));
    }
}

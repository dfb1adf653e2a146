package org.echoscale.results.stats;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Which of two mechanisms is cheaper up to how many descriptors, by their models, as far as both hold.
 *
 * @param kind how they compare
 * @param at the number of descriptors at which they cost the same, over the rounds; where they cross only
 * @param from the smallest number of descriptors it is about
 * @param to the largest
 */
public record Crossover(Kind kind, @Nullable Spread at, int from, int to) {

    /** How two mechanisms compare. */
    public enum Kind {
        /** The first is cheaper below {@code at}, the second above. */
        CROSSES,
        /** The second is cheaper below {@code at}, the first above. */
        CROSSES_BACK,
        /** The first is cheaper everywhere. */
        FIRST,
        /** The second is cheaper everywhere. */
        SECOND,
        /** Rounds contradict each other. */
        UNTOLD
    }

    /**
     * Compares them in each round.
     *
     * @param all whether every descriptor is ready, or one
     */
    public static Crossover of(CostModel first, CostModel second, boolean all) {
        int from = Math.max(first.from(), second.from());
        int to = Math.min(first.to(), second.to());
        int rounds = Math.min(first.perCall().perRound().forks(), second.perCall().perRound().forks());
        List<Double> at = new ArrayList<>();
        List<Double> back = new ArrayList<>();
        int firsts = 0;
        int seconds = 0;
        for (int round = 0; round < rounds; round++) {
            double low = nanos(first, round, from, all) - nanos(second, round, from, all);
            double high = nanos(first, round, to, all) - nanos(second, round, to, all);
            if (low < 0 && high > 0) {
                at.add(from + (to - from) * -low / (high - low));
            } else if (low > 0 && high < 0) {
                back.add(from + (to - from) * low / (low - high));
            } else if (low <= 0 && high <= 0) {
                firsts++;
            } else if (low >= 0 && high >= 0) {
                seconds++;
            }
        }
        if (at.size() == rounds) {
            return new Crossover(Kind.CROSSES, new Spread(at), from, to);
        }
        if (back.size() == rounds) {
            return new Crossover(Kind.CROSSES_BACK, new Spread(back), from, to);
        }
        return new Crossover(firsts == rounds ? Kind.FIRST : seconds == rounds ? Kind.SECOND : Kind.UNTOLD, null, from,
                to);
    }

    private static double nanos(CostModel model, int round, int descriptors, boolean all) {
        CostModel.Estimate perReady = model.perReady();
        return model.perCall().perRound().perFork().get(round)
                + model.perDescriptor().perRound().perFork().get(round) * descriptors
                + (perReady == null ? 0 : perReady.perRound().perFork().get(round) * (all ? descriptors : 1));
    }
}

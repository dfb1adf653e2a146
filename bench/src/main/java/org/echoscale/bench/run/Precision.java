package org.echoscale.bench.run;

import java.util.ArrayList;
import java.util.List;
import org.apache.commons.statistics.distribution.TDistribution;
import org.echoscale.results.model.Plan;
import org.echoscale.results.stats.ForkSpread.Figure;

/**
 * What a number of forks buys: how far a figure over so many may lie from what endless forks would show, if they lie as far
 * apart as in a run that was measured. The interval is Student's t of the logarithms, that is of the geometric mean over the forks.
 *
 * @param forks 2 or more; one shows no spread, and has no precision
 * @param noise what it is derived from
 * @param intervals of the figures that the plan will have
 */
public record Precision(int forks, Noise noise, List<Interval> intervals) {
    /** How often the interval holds the truth. */
    public static final double CONFIDENCE = 0.95;

    public Precision {
        if (forks < 2) {
            throw new IllegalArgumentException("forks " + forks + " < 2: one fork shows no spread");
        }
        intervals = List.copyOf(intervals);
    }

    /**
     * The bounds of a figure relative to it.
     *
     * @param spread standard deviation of its logarithm between forks
     * @param low below 0
     * @param high above 0
     */
    public record Interval(Figure figure, double spread, double low, double high) {}

    /**
     * That of a plan.
     *
     * @param servers how many take part
     */
    public static Precision of(Plan plan, int servers, Noise noise) {
        double student = TDistribution.of(plan.forks() - 1).inverseSurvivalProbability((1 - CONFIDENCE) / 2);
        List<Interval> intervals = new ArrayList<>();
        for (Figure figure : Figure.values()) {
            Double spread = noise.spread().byFigure().get(figure);
            if (spread != null && isMeasured(figure, plan, servers)) {
                double half = student * spread / Math.sqrt(plan.forks());
                intervals.add(new Interval(figure, spread, Math.expm1(-half), Math.expm1(half)));
            }
        }
        return new Precision(plan.forks(), noise, intervals);
    }

    private static boolean isMeasured(Figure figure, Plan plan, int servers) {
        return switch (figure) {
            case CPU, CPU_QUOTIENT, THROUGHPUT -> plan.closedDepth() != null;
            case CPU_RATIO -> plan.closedDepth() != null && servers > 1;
            case P50, P99 -> plan.openRatePerSecond() != null;
        };
    }
}

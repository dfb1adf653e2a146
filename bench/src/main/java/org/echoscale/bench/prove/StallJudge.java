package org.echoscale.bench.prove;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.HdrHistogram.Histogram;
import org.echoscale.bench.prove.StallProof.Allowance;
import org.echoscale.bench.prove.StallProof.Percentile;
import org.echoscale.results.stats.Units;

/** Holds the histogram of a run with a stop in it against the model. Pure. */
final class StallJudge {
    private static final double[] PERCENTS = {50, 90, 91, 92, 93, 94, 95, 96, 97, 98, 99, 99.9, 100};
    private static final double PART_ALLOWED = 0.02;
    private static final double MESSAGES_ALLOWED = 2;
    /** A percentile with fewer messages above it is left out; the longest has its place in the order, which is exact. */
    private static final int MESSAGES_ABOVE = 10;

    private StallJudge() {}

    /**
     * The histograms of one stop.
     *
     * @param latency with the stop, from the intended send
     * @param serviceTime with the stop, from the real send
     * @param withoutStop latency in the run before it
     * @param closedLoop of a closed loop with such a stop
     */
    record Measured(Histogram latency, Histogram serviceTime, Histogram withoutStop, Histogram closedLoop) {}

    static List<Percentile> percentiles(StallPlan plan, Stop stop, Measured measured) {
        long messages = measured.latency.getTotalCount();
        StallModel model = new StallModel(messages * plan.periodNanos(), stop.silentNanos(), stop.drainNanos(),
                StallModel.Base.of(measured.withoutStop));
        double base = value(measured.withoutStop, 50);
        double twoMessages = plan.periodNanos() * MESSAGES_ALLOWED;
        List<Percentile> percentiles = new ArrayList<>();
        for (double percent : PERCENTS) {
            long rank = Math.max(1, (long) Math.ceil(messages * percent / 100 - 1e-6));
            if (percent < 100 && messages - rank < MESSAGES_ABOVE) {
                continue;
            }
            // The message of this rank stands for the slot of the distribution from rank - 1 to rank.
            double part = (rank - 0.5) / messages;
            double analytic = model.quantile(part);
            long latency = value(measured.latency, percent);
            Allowance allowance = allowance(analytic, part < 1 - model.waiting(), plan);
            double allowed = switch (allowance) {
                case TWO_PERCENT -> analytic * PART_ALLOWED;
                case TWO_MESSAGES -> twoMessages;
                case BASE -> Math.min(base, twoMessages);
            };
            percentiles.add(new Percentile(percent, latency, Math.round(analytic), Math.round(allowed), allowance,
                    Math.abs(latency - analytic) <= allowed, value(measured.serviceTime, percent),
                    value(measured.withoutStop, percent), value(measured.closedLoop, percent)));
        }
        return percentiles;
    }

    /** A stop that is not all within the window is not all in the latencies, and the answer does not hold. */
    static Optional<String> outside(StallPlan plan, Stop stop) {
        long begins = stop.afterNanos() - stop.unsureNanos();
        if (begins >= 0 && stop.overNanos() <= plan.window().toNanos()) {
            return Optional.empty();
        }
        return Optional.of(String.format(Locale.ROOT,
                "the stop was from %.2f s of the window to %.2f s, and the proof needs all of it within the %.2f s",
                begins / 1e9,
                stop.overNanos() / 1e9, plan.window().toNanos() / 1e9));
    }

    /**
     * The reference itself must be known better than what is allowed of the percentiles: when it began to half of that, since an error
     * there is one of each answer, and how the pile was answered to all of it. Says nothing of what was judged.
     */
    static Optional<String> objection(StallPlan plan, Stop stop) {
        Optional<String> outside = outside(plan, stop);
        if (outside.isPresent()) {
            return outside;
        }
        double twoMessages = plan.periodNanos() * MESSAGES_ALLOWED;
        if (stop.unsureNanos() > twoMessages / 2) {
            return Optional.of("when the stop began is known to " + Units.micros(stop.unsureNanos() / 1e3)
                    + needed(twoMessages / 2));
        }
        return stop.drainNanos() > twoMessages
                ? Optional.of("to answer the pile took " + Units.micros(stop.drainNanos() / 1e3)
                        + needed(twoMessages))
                : Optional.empty();
    }

    private static String needed(double nanos) {
        return ", and the proof needs " + Units.micros(nanos / 1e3) + " or less";
    }

    private static Allowance allowance(double analytic, boolean untouched, StallPlan plan) {
        if (untouched) {
            return Allowance.BASE;
        }
        return analytic * PART_ALLOWED < plan.periodNanos() * MESSAGES_ALLOWED
                ? Allowance.TWO_MESSAGES
                : Allowance.TWO_PERCENT;
    }

    /** In the middle of what the histogram does not tell apart. */
    private static long value(Histogram histogram, double percent) {
        return histogram.medianEquivalentValue(histogram.getValueAtPercentile(percent));
    }
}

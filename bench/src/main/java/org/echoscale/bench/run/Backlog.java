package org.echoscale.bench.run;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.HdrHistogram.Histogram;
import org.echoscale.results.model.Load;
import org.echoscale.results.model.Measurement;
import org.echoscale.results.model.Measurement.Slice;

/**
 * Messages of an open loop that were due and not answered, at the end of each slice of the window. Pure.
 *
 * <p>
 * A server that takes long and keeps the rate has a backlog too, of rate times latency; a pause makes one that comes and goes. One
 * that cannot keep the rate is told from both by this: its backlog grows along a straight line through the whole window, or, where the
 * machine bends that line, in each slice of its end until much is unanswered.
 *
 * @param outstanding messages at the ends of the slices, in order
 * @param typical messages that are outstanding on average: throughput times mean latency (Little 1961)
 * @param due messages of the whole window
 * @param chance growth, in messages, that the schedule and chance make by themselves
 */
record Backlog(List<Double> outstanding, double due, double typical, double chance) {
    /** Fewer points always lie near some line. */
    private static final int FEWEST_SLICES = 4;
    /**
     * Part of what varies that the line must explain (R²). Of five slices, what a pause of half of the window up to its end makes
     * is at 0.90, and backlogs that have nothing to do with each other reach this and the growth in 3 windows of 1,000.
     */
    private static final double STRAIGHT = 0.93;
    /** Part of the messages due that is much. */
    private static final double MUCH = 0.05;
    /** Of slices at the end that the backlog must grow in. A pause takes less than so many fifths of the window. */
    private static final int LAST_STEPS = 3;
    /** By which part of itself it must grow in each of them. */
    private static final double LEAST_STEP = 0.05;
    /** Standard deviations that are still chance. */
    private static final double MOST_CHANCE = 3;

    Backlog {
        outstanding = List.copyOf(outstanding);
    }

    /** Of a window; empty when it has fewer than four slices. */
    static Optional<Backlog> of(Load.Open load, Measurement measurement) {
        if (measurement.slices().size() < FEWEST_SLICES) {
            return Optional.empty();
        }
        List<Double> outstanding = new ArrayList<>();
        double due = 0;
        long received = 0;
        for (Slice slice : measurement.slices()) {
            due += slice.nanos() * load.ratePerSecond() / 1e9;
            received += slice.messages();
            outstanding.add(Math.min(due, (double) measurement.messages().intended()) - received);
        }
        Histogram latency = measurement.latency().decode();
        double typical = latency.getTotalCount() == 0
                ? 0
                : measurement.messagesPerSecond() * latency.getMean() / 1e9;
        double steps = load.burst() == null ? 1 : load.burst();
        double schedule = load.schedule() == Load.Schedule.POISSON ? Math.sqrt(due) : 0;
        return Optional.of(new Backlog(outstanding, due, typical,
                2 * steps + MOST_CHANCE * (schedule + Math.sqrt(typical))));
    }

    /** At the end of the first slice, in messages. */
    double first() {
        return outstanding.getFirst();
    }

    /** At the end of the window, in messages. */
    double last() {
        return outstanding.getLast();
    }

    /** Whether it grows as only a rate makes it that is not kept. */
    boolean isOverload() {
        return growsStraight() || growsToTheEnd();
    }

    /** Whether much is unanswered, and it grew in each of the last slices. */
    private boolean growsToTheEnd() {
        int n = outstanding.size();
        return last() > MUCH * due && IntStream.range(n - LAST_STEPS, n)
                .allMatch(i -> outstanding.get(i) > (1 + LEAST_STEP) * outstanding.get(i - 1)
                        && outstanding.get(i - 1) > chance);
    }

    /**
     * Whether it grows by more than chance makes, by more than is typically outstanding
     * (growth from nothing is worth 1.6 times that, a standing backlog nothing), and evenly.
     */
    private boolean growsStraight() {
        int n = outstanding.size();
        double center = (n - 1) / 2.0;
        double mean = outstanding.stream().mapToDouble(Double::doubleValue).average().orElseThrow();
        double products = IntStream.range(0, n).mapToDouble(i -> (i - center) * (outstanding.get(i) - mean)).sum();
        double squares = IntStream.range(0, n).mapToDouble(i -> (i - center) * (i - center)).sum();
        double variation = outstanding.stream().mapToDouble(messages -> (messages - mean) * (messages - mean)).sum();
        double growth = products / squares * (n - 1);
        return growth > Math.max(chance, typical) && products * products / squares > STRAIGHT * variation;
    }
}

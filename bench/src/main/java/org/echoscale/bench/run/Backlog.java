package org.echoscale.bench.run;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.ToLongFunction;
import java.util.stream.IntStream;
import org.HdrHistogram.Histogram;
import org.echoscale.bench.load.WindowPart;
import org.echoscale.results.model.Load;
import org.echoscale.results.model.Measurement;

/**
 * Messages of an open loop that were due and not answered, at the end of each part of the window. Pure.
 *
 * <p>
 * A server that takes long and keeps the rate has a backlog too, of rate times latency: it stands, and its messages wait alike from
 * the first one on. A pause makes one that comes and goes, and meanwhile there are no replies. One that cannot keep the rate is told
 * from both by this: replies come all the time, and still its backlog grows, along a straight line through the whole window, or,
 * where the rate is lost in the window or the machine bends that line, evenly up to its end.
 *
 * @param parts of the window, in order; as many as can be divided by five
 * @param outstanding messages at the ends of the parts
 * @param typical messages that are outstanding on average: throughput times mean latency (Little 1961)
 * @param chance growth, in messages, that the schedule and chance make by themselves
 */
record Backlog(List<WindowPart> parts, List<Long> outstanding, double typical, double chance) {
    private static final int FIFTHS = 5;
    /**
     * Part of what varies that the line must explain (R²). Backlogs at the ends of fifths that have nothing to do with each other reach
     * this and the growth in 3 windows of 1,000.
     */
    private static final double STRAIGHT = 0.93;
    /** Part of the messages due that is much. */
    private static final double MUCH = 0.05;
    /** Part of the messages due while the backlog grows that must be answered meanwhile: in a pause, none are. */
    private static final double LEAST_ANSWERED = 0.05;
    /**
     * Steps up to the end of the window that the backlog must grow in. A pause makes it grow in the step that it begins in and in the
     * one that it ends in; in one between these there is no reply.
     */
    private static final int LAST_STEPS = 3;
    /** Part of all that growth that must be in each of them: half of an even share. */
    private static final double LEAST_STEP = 0.5 / LAST_STEPS;
    /** What is due in these steps takes so many times longer than what was due in the first fifth; if the backlog stands, as long. */
    private static final double LONGER = 1.25;
    /** Standard deviations that are still chance. */
    private static final double MOST_CHANCE = 3;

    Backlog {
        parts = List.copyOf(parts);
        outstanding = List.copyOf(outstanding);
    }

    /** Of a window; empty when its parts are not known. */
    static Optional<Backlog> of(Load.Open load, Measurement measurement, List<WindowPart> parts) {
        if (parts.isEmpty()) {
            return Optional.empty();
        }
        List<Long> outstanding = new ArrayList<>();
        long now = 0;
        for (WindowPart part : parts) {
            now += part.due() - part.replies();
            outstanding.add(now);
        }
        Histogram latency = measurement.latency().decode();
        double typical = latency.getTotalCount() == 0
                ? 0
                : measurement.messagesPerSecond() * latency.getMean() / 1e9;
        double steps = load.burst() == null ? 1 : load.burst();
        double schedule = load.schedule() == Load.Schedule.POISSON
                ? Math.sqrt((double) sum(parts, WindowPart::due))
                : 0;
        return Optional.of(new Backlog(parts, outstanding, typical,
                2 * steps + MOST_CHANCE * (schedule + Math.sqrt(typical))));
    }

    /** At the end of the first fifth, in messages. */
    long first() {
        return at(fifth());
    }

    /** At the end of the window, in messages. */
    long last() {
        return outstanding.getLast();
    }

    /** Whether it grows as only a rate makes it that is not kept. */
    boolean isOverload() {
        return growsStraight() || growsToTheEnd(fifth()) || growsToTheEnd(fifth() / 2) || growsToTheEnd(fifth() / 4);
    }

    /**
     * Whether much is unanswered, and it grew in each of the last steps, of so many parts each: evenly, by more than chance makes, while
     * replies came, and so that messages waited longer than in the beginning.
     */
    private boolean growsToTheEnd(int step) {
        int n = parts.size();
        int from = n - LAST_STEPS * step;
        double growth = last() - at(from);
        return step > 0 && last() > MUCH * sum(parts, WindowPart::due) && growth > chance
                && IntStream.iterate(from, at -> at < n, at -> at + step)
                        .allMatch(at -> at(at + step) - at(at) >= LEAST_STEP * growth && areAnswered(at, at + step))
                && meanNanos(from, n) > LONGER * meanNanos(0, fifth());
    }

    /**
     * Whether it grows from fifth to fifth by more than chance makes, by more than is typically outstanding
     * (growth from nothing is worth 1.6 times that, a standing backlog nothing), and evenly, while replies come.
     */
    private boolean growsStraight() {
        double[] ends = IntStream.rangeClosed(1, FIFTHS).mapToDouble(i -> at(i * fifth())).toArray();
        double center = (FIFTHS - 1) / 2.0;
        double mean = Arrays.stream(ends).sum() / FIFTHS;
        double products = IntStream.range(0, FIFTHS).mapToDouble(i -> (i - center) * (ends[i] - mean)).sum();
        double squares = IntStream.range(0, FIFTHS).mapToDouble(i -> (i - center) * (i - center)).sum();
        double variation = Arrays.stream(ends).map(end -> (end - mean) * (end - mean)).sum();
        double growth = products / squares * (FIFTHS - 1);
        return growth > Math.max(chance, typical) && products * products / squares > STRAIGHT * variation
                && IntStream.range(0, FIFTHS).allMatch(i -> areAnswered(i * fifth(), (i + 1) * fifth()));
    }

    /** Parts in a fifth of the window. */
    private int fifth() {
        return parts.size() / FIFTHS;
    }

    /** What is outstanding after so many parts. */
    private long at(int end) {
        return end == 0 ? 0 : outstanding.get(end - 1);
    }

    private boolean areAnswered(int from, int to) {
        List<WindowPart> some = parts.subList(from, to);
        return sum(some, WindowPart::replies) >= LEAST_ANSWERED * sum(some, WindowPart::due);
    }

    /** Mean latency of what was due in these parts; not a number, and so never longer, if none of it came back. */
    private double meanNanos(int from, int to) {
        List<WindowPart> some = parts.subList(from, to);
        return (double) sum(some, WindowPart::latencyNanos) / sum(some, WindowPart::answered);
    }

    private static long sum(List<WindowPart> parts, ToLongFunction<WindowPart> figure) {
        return parts.stream().mapToLong(figure).sum();
    }
}

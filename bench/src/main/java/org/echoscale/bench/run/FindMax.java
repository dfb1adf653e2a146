package org.echoscale.bench.run;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import org.HdrHistogram.Histogram;
import org.echoscale.bench.load.Crowd;
import org.echoscale.bench.load.Target;
import org.echoscale.bench.plan.LatencyGoal;
import org.echoscale.results.model.Load;
import org.echoscale.results.model.Measurement;
import org.echoscale.results.model.Outcome;
import org.echoscale.results.model.Trial;
import org.echoscale.results.stats.Units;
import org.jspecify.annotations.Nullable;

/**
 * How much a server can take while its latency keeps a bound: the highest rate of an open loop, or the most connections at a
 * rate. Each try opens its connections anew.
 *
 * @param goal the bound
 * @param crowd of the first try
 * @param load of the first try
 * @param warmUp before each try
 * @param duration of each try; longer where the percentile needs more messages, up to {@value #LONGEST_SECONDS} s
 */
public record FindMax(Target target, LatencyGoal goal, Crowd crowd, Load.Open load, Duration warmUp,
        Duration duration) {
    static final int LONGEST_SECONDS = 30;
    /** Tries that are made again because the machine was taken away meanwhile. */
    private static final int MOST_REPEATS = 3;
    private static final double HIGHEST_RATE = 5_000_000;

    /**
     * What was found.
     *
     * @param what is searched for: {@code "messages/s"} or {@code "connections"}
     * @param highest that keeps the bound; null when none does
     * @param lowestFailing that does not; null when all did up to what this machine allows
     * @param why that one fails; null when none does
     * @param tries all of them, in order
     */
    public record Found(String what, String goal, @Nullable Double highest, @Nullable Double lowestFailing,
            @Nullable String why, List<Trial> tries) {
        public Found {
            tries = List.copyOf(tries);
        }
    }

    /** The highest rate. */
    public Found rate(Consumer<String> progress) throws IOException {
        // Below this rate, no try is long enough for the percentile.
        double least = (double) goal.samples() / LONGEST_SECONDS;
        return search("messages/s", least, HIGHEST_RATE, false, load.ratePerSecond(), progress,
                rate -> attempt(crowd, new Load.Open(rate, load.schedule(), load.burst())));
    }

    /**
     * The most connections, of which as many are active as in the first try.
     *
     * @param most that this machine allows
     */
    public Found connections(int most, Consumer<String> progress) throws IOException {
        return search("connections", crowd.active(), most, true, crowd.connections(), progress,
                count -> attempt(new Crowd((int) count, crowd.active(), crowd.payloadBytes(), crowd.seed()), load));
    }

    private interface Tried {
        Trial at(double value) throws IOException;
    }

    private Found search(String what, double least, double most, boolean whole, double start,
            Consumer<String> progress, Tried tried) throws IOException {
        List<Trial> tries = new ArrayList<>();
        Search.Found found = new Search(least, most, whole, value -> {
            Trial trial = tried.at(value);
            tries.add(trial);
            Search.Probe probe = judge(value, trial);
            progress.accept(String.format(Locale.ROOT, "%,.0f %s: %s, %s", value, what,
                    probe.works() ? "kept" : "not kept", probe.why()));
            return probe;
        }).from(start);
        return new Found(what, goal.toString(), found.highest() == null ? null : found.highest().value(),
                found.lowestFailing() == null ? null : found.lowestFailing().value(),
                found.lowestFailing() == null ? null : found.lowestFailing().why(), tries);
    }

    private Trial attempt(Crowd connections, Load.Open open) throws IOException {
        long needed = (long) (goal.samples() * 1.02 / open.ratePerSecond() * 1e9);
        Duration window = Duration.ofNanos(Math.min(Math.max(duration.toNanos(), needed),
                Duration.ofSeconds(LONGEST_SECONDS).toNanos()));
        Trial trial = test(connections, open, window);
        for (int again = 0; again < MOST_REPEATS && Judge.isDisturbed(trial); again++) {
            trial = test(connections, open, window);
        }
        return trial;
    }

    private Trial test(Crowd connections, Load.Open open, Duration window) throws IOException {
        return new LoadTest("find-max", target, connections, open, warmUp, window, null).run();
    }

    private Search.Probe judge(double value, Trial trial) {
        Measurement measurement = trial.measurement();
        if (trial.outcome() != Outcome.VALID || measurement == null) {
            return new Search.Probe(value, false, trial.reasons().getFirst().message(), trial);
        }
        Histogram latency = measurement.latency().decode();
        if (latency.getTotalCount() < goal.samples()) {
            return new Search.Probe(value, false, "too few messages to tell", trial);
        }
        long found = latency.getValueAtPercentile(goal.percent());
        String text = goal.toString().substring(0, goal.toString().indexOf(' ')) + " " + Units.micros(found / 1e3);
        return new Search.Probe(value, found <= goal.bound().toNanos(), text, trial);
    }
}

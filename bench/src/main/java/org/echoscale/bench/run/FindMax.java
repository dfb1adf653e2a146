package org.echoscale.bench.run;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.DoubleFunction;
import java.util.function.DoubleUnaryOperator;
import org.HdrHistogram.Histogram;
import org.echoscale.bench.load.Crowd;
import org.echoscale.bench.load.LoadGenerator;
import org.echoscale.bench.load.Target;
import org.echoscale.bench.plan.LatencyGoal;
import org.echoscale.results.model.Load;
import org.echoscale.results.model.Measurement;
import org.echoscale.results.model.NullTest;
import org.echoscale.results.model.Outcome;
import org.echoscale.results.model.Reason;
import org.echoscale.results.model.Trial;
import org.echoscale.results.model.Waiting;
import org.echoscale.results.stats.Units;
import org.jspecify.annotations.Nullable;

/**
 * How much a server can take while its latency keeps a bound: the highest rate of an open loop, or the most connections at a
 * rate. Each try opens its connections anew and has as many messages as the percentile needs; what is found must be kept a
 * second time, for the whole {@code duration}.
 *
 * @param goal the bound
 * @param crowd of the first try
 * @param load of the first try; null to begin at {@value #SHARE_OF_CAPACITY} of what a closed loop reaches
 * @param schedule of each try
 * @param burst of each try; null unless the schedule has bursts
 * @param warmUp before each try
 * @param duration of the try that confirms what was found; longer where the percentile needs more messages, as for any try, up
 *            to {@value #LONGEST_SECONDS} s, and where it is less than twice the bound
 * @param atMost when to begin no other try, so that it ends by then, or a few seconds later where a server hangs
 * @param waiting how the generator waits
 */
public record FindMax(Target target, LatencyGoal goal, Crowd crowd, Load.@Nullable Open load, Load.Schedule schedule,
        @Nullable Integer burst, Duration warmUp, Duration duration, Duration atMost,
        Waiting waiting) {
    static final int LONGEST_SECONDS = 30;
    /** What of a closed loop's throughput is tried first. */
    static final double SHARE_OF_CAPACITY = 0.6;
    private static final Duration SHORTEST = Duration.ofMillis(500);
    /** In a try that is this many bounds long, messages that keep the bound come back in it, and more than a few of them. */
    private static final int BOUNDS = 2;
    /** The longest bound: replies are awaited for as long after a try. */
    static final Duration LONGEST_BOUND = Duration.ofNanos(LoadGenerator.PATIENCE_NANOS);
    /** A try that takes longer than this is begun with a look at the first of its messages. */
    private static final Duration LONG = Duration.ofSeconds(2);
    /** How many of them: this part, or this many times as many as may be beyond the bound, … */
    private static final double LOOK = 0.1;
    private static final double LOOK_BEYOND = 1.5;
    /** … unless that is more than this part, which would save nothing. */
    private static final double MOST_LOOK = 0.5;
    private static final Duration CLOSED_WINDOW = Duration.ofMillis(400);
    /** Opening, warming up and draining, beside the window. */
    private static final long AROUND_A_TRY_NANOS = 1_000_000_000;
    /** Tries that are made again because the machine was taken away meanwhile, or the generator was late. */
    private static final int MOST_REPEATS = 3;
    private static final double HIGHEST_RATE = 5_000_000;

    /**
     * A bound of which this can tell whether it is kept.
     *
     * @throws IllegalArgumentException with a message for people when it is too long
     */
    public static LatencyGoal goal(String text) {
        LatencyGoal goal = LatencyGoal.parse(text);
        if (goal.bound().compareTo(LONGEST_BOUND) > 0) {
            throw new IllegalArgumentException(String.format(Locale.ROOT,
                    "'%s' cannot be told: a reply is awaited for %d s after a try; give %d s or less", text,
                    LONGEST_BOUND.toSeconds(), LONGEST_BOUND.toSeconds()));
        }
        return goal;
    }

    /** A rate outside of what a search can try is refused, and not replaced by another one. */
    public FindMax {
        if (load != null && load.ratePerSecond() < leastRate(goal, schedule, burst)) {
            throw new IllegalArgumentException(String.format(Locale.ROOT,
                    "%s/s is too low to tell p%s: that takes %,d messages, and a try lasts %d s at most; give %.0f/s or more",
                    plain(load.ratePerSecond()), plain(goal.percent()), goal.samples() + spread(goal, schedule, burst),
                    LONGEST_SECONDS, Math.ceil(leastRate(goal, schedule, burst))));
        }
        if (load != null && load.ratePerSecond() > HIGHEST_RATE) {
            throw new IllegalArgumentException(
                    String.format(Locale.ROOT, "%s/s is more than %.0f/s, the most that is tried",
                            plain(load.ratePerSecond()), HIGHEST_RATE));
        }
    }

    /** Below this rate, no try is long enough for the percentile. */
    private static double leastRate(LatencyGoal goal, Load.Schedule schedule, @Nullable Integer burst) {
        return (double) (goal.samples() + spread(goal, schedule, burst)) / LONGEST_SECONDS;
    }

    /** By how many messages a try may have fewer than its rate says; for Poisson arrivals five standard deviations. */
    private static long spread(LatencyGoal goal, Load.Schedule schedule, @Nullable Integer burst) {
        return switch (schedule) {
            case CONSTANT -> 0;
            case POISSON -> (long) Math.ceil(5 * Math.sqrt((double) goal.samples()));
            case BURST -> Objects.requireNonNull(burst);
        };
    }

    private static String plain(double value) {
        return BigDecimal.valueOf(value).stripTrailingZeros().toPlainString();
    }

    /**
     * What was found.
     *
     * @param what is searched for: {@code "messages/s"} or {@code "connections"}
     * @param highest that keeps the bound, each time it was tried, twice at least; null when none does
     * @param lowestFailing that does not; null when all did up to what this machine allows
     * @param why that one fails; null when none does
     * @param unconfirmed kept the bound once, and it was not tried again; null otherwise
     * @param disturbance where the search ended, because the machine was taken away or the generator late during a try again and
     *            again, or the server has gone, and how; null otherwise
     * @param interrupted whether it was ended before its time
     * @param closedLoopPerSecond what a closed loop reached beforehand; null when none was needed
     * @param seconds it took
     * @param tries all of them, in order
     */
    public record Found(String what, String goal, @Nullable Double highest, @Nullable Double lowestFailing,
            @Nullable String why, @Nullable Double unconfirmed, @Nullable String disturbance, boolean interrupted,
            @Nullable Double closedLoopPerSecond, double seconds, List<Trial> tries) {
        public Found {
            tries = List.copyOf(tries);
        }
    }

    /** How to make a try. */
    interface Tester {
        Trial test(Crowd connections, Load.Open load, Duration window) throws IOException;
    }

    /**
     * The highest rate.
     *
     * @param floor what the generator reaches with the same active connections without a server; null when that is not known
     */
    public Found rate(@Nullable NullTest floor, Consumer<String> progress) throws IOException {
        return rate(floor, progress, this::test);
    }

    Found rate(@Nullable NullTest floor, Consumer<String> progress, Tester tester) throws IOException {
        Course course = new Course(floor, progress, tester);
        course.sayHowLong();
        double least = leastRate(goal, schedule, burst);
        Double capacity = load == null ? capacity(course) : null;
        double start = load != null
                ? load.ratePerSecond()
                : Math.max(least, capacity == null ? least : capacity * SHARE_OF_CAPACITY);
        return course.search("messages/s", least, HIGHEST_RATE, false, start, capacity, rate -> rate,
                _ -> crowd);
    }

    /**
     * The most connections, of which as many are active as in the first try.
     *
     * @param most that this machine allows
     * @param floor as of {@link #rate}
     */
    public Found connections(int most, @Nullable NullTest floor, Consumer<String> progress) throws IOException {
        double rate = Objects.requireNonNull(load, "load").ratePerSecond();
        Course course = new Course(floor, progress, this::test);
        course.sayHowLong();
        course.say(String.format(Locale.ROOT, "each try has %,.0f messages/s", rate));
        return course.search("connections", crowd.active(), most, true, crowd.connections(), null,
                _ -> rate,
                count -> new Crowd((int) count, crowd.active(), crowd.payloadBytes(), crowd.seed()));
    }

    /** What a closed loop with one message out on each active connection reaches; null when it does not work. */
    private @Nullable Double capacity(Course course) throws IOException {
        Trial trial = new LoadTest("find-max", target, crowd, new Load.Closed(1), warmUp,
                longer(CLOSED_WINDOW, bounds()), null, waiting).run();
        Measurement measurement = trial.measurement();
        if (measurement == null || measurement.messages().received() == 0) {
            course.say("a closed loop does not work: " + trial.reasons().getFirst().message());
            return null;
        }
        course.say(String.format(Locale.ROOT, "a closed loop reaches %,.0f messages/s; begins at %.0f %% of that",
                measurement.messagesPerSecond(), SHARE_OF_CAPACITY * 100));
        return measurement.messagesPerSecond();
    }

    /** That a try is to have, so that there are enough for the percentile. */
    private double messages() {
        return goal.samples() * 1.02 + spread(goal, schedule, burst);
    }

    /** As long as the percentile needs at this rate, and the bound at any. */
    private Duration window(double rate, boolean again) {
        long needed = (long) (messages() / rate * 1e9);
        long shortest = again ? duration.toNanos() : Math.min(duration.toNanos(), SHORTEST.toNanos());
        long nanos = Math.min(Math.max(shortest, needed), Duration.ofSeconds(LONGEST_SECONDS).toNanos());
        return longer(Duration.ofNanos(nanos), bounds());
    }

    private Duration bounds() {
        return goal.bound().multipliedBy(BOUNDS);
    }

    private static Duration longer(Duration one, Duration other) {
        return one.compareTo(other) > 0 ? one : other;
    }

    private Trial test(Crowd connections, Load.Open open, Duration window) throws IOException {
        return new LoadTest("find-max", target, connections, open, warmUp, window, null, waiting).run();
    }

    /** Whether so many were beyond the bound that a whole try of so many messages cannot keep it, whatever follows. */
    private boolean isLost(Trial look, double messages) {
        Measurement measurement = look.measurement();
        if (measurement == null) {
            return true;
        }
        Histogram latency = measurement.latency().decode();
        long within = latency.getCountBetweenValues(0, goal.bound().toNanos());
        return latency.getTotalCount() - within > messages * (1 - goal.percent() / 100);
    }

    /**
     * Whether a try kept the bound: also one that the generator was late in, since its latencies run from when messages were due, and
     * what comes late comes closer together.
     */
    private boolean keeps(Trial trial) {
        Measurement measurement = trial.measurement();
        if (measurement == null || !(trial.outcome() == Outcome.VALID
                || trial.reasons().stream().map(Reason::code).allMatch(Judge.SENT_LATE::equals))) {
            return false;
        }
        Histogram latency = measurement.latency().decode();
        return latency.getTotalCount() >= goal.samples()
                && latency.getValueAtPercentile(goal.percent()) <= goal.bound().toNanos();
    }

    /** Why a try says nothing about the server; empty when it does. */
    private Optional<Reason> blur(Trial trial) {
        if (keeps(trial)) {
            return Optional.empty();
        }
        return Judge.disturbance(trial).or(() -> Judge.generatorsOwn(trial)).or(() -> lateTail(trial));
    }

    /** Where the bound is that of a percentile so high that the generator alone may have missed it. */
    private Optional<Reason> lateTail(Trial trial) {
        return goal.percent() <= Judge.JUDGED.getFirst()
                ? Optional.empty()
                : trial.reasons().stream().filter(reason -> reason.code().equals(Judge.LATE_TAIL)).findFirst();
    }

    /** How a try found out that the server is gone; empty when it is there. */
    private static Optional<Reason> gone(Trial trial) {
        Measurement measurement = trial.measurement();
        boolean none = measurement == null
                ? trial.reasons()
                        .stream()
                        .anyMatch(reason -> Objects.equals(reason.measured(), 0.0)
                                && reason.code().equals(LoadTest.NOT_OPENED))
                : measurement.connections().aliveAtEnd() == 0 && measurement.messages().corrupt() == 0;
        return ServerGone.death(trial).or(() -> none ? trial.reasons().stream().findFirst() : Optional.empty());
    }

    private Search.Probe judge(double value, Trial trial, boolean look, boolean beyondGenerator) {
        Measurement measurement = trial.measurement();
        Optional<Reason> blur = gone(trial).or(() -> blur(trial));
        if (blur.isPresent()) {
            boolean limit = beyondGenerator && Judge.generatorsOwn(trial).equals(blur);
            return new Search.Probe(value, false, limit,
                    (limit ? "the generator, not the server, is the limit: " : "") + blur.get().message(), trial);
        }
        if (measurement == null || (trial.outcome() != Outcome.VALID && !keeps(trial))) {
            return new Search.Probe(value, false, trial.reasons().getFirst().message(), trial);
        }
        Histogram latency = measurement.latency().decode();
        if (look) {
            return new Search.Probe(value, false, "p50 " + micros(latency, 50) + " of the first "
                    + latency.getTotalCount() + " messages, too many of them beyond the bound", trial);
        }
        if (latency.getTotalCount() < goal.samples()) {
            return new Search.Probe(value, false, "too few messages to tell", trial);
        }
        String percentile = goal.toString().substring(0, goal.toString().indexOf(' '));
        return new Search.Probe(value, keeps(trial),
                percentile + " " + micros(latency, goal.percent()), trial);
    }

    private static String amount(double value, String what) {
        return String.format(Locale.ROOT, "%,.0f %s", value,
                value == 1 && what.equals("connections") ? "connection" : what);
    }

    private static String micros(Histogram latency, double percent) {
        return Units.micros(latency.getValueAtPercentile(percent) / 1e3);
    }

    /** One search: what it tried, how long it has been at it, and to whom it tells that. */
    private final class Course {
        private final long began = System.nanoTime();
        private final Consumer<String> progress;
        private final Tester tester;
        /** Below this, in messages a second, it is not the rate that makes the generator late. */
        private final double generatorKeeps;
        private final List<Trial> tries = new ArrayList<>();

        Course(@Nullable NullTest floor, Consumer<String> progress, Tester tester) {
            this.progress = progress;
            this.tester = tester;
            // Beside a server a message costs it up to twice as much. What was disturbed is no bound.
            generatorKeeps = floor == null || floor.disturbance() != null
                    ? Double.POSITIVE_INFINITY
                    : floor.ceilingPerSecond() / Judge.NEAR;
        }

        Found search(String what, double least, double most, boolean whole, double start, @Nullable Double capacity,
                DoubleUnaryOperator rateAt, DoubleFunction<Crowd> crowdAt) throws IOException {
            Search search = new Search(least, most, whole, value -> isAffordable(rateAt.applyAsDouble(value)),
                    (value, again) -> {
                        Search.Probe probe = attempt(value, crowdAt.apply(value),
                                new Load.Open(rateAt.applyAsDouble(value), schedule, burst), again);
                        say(String.format(Locale.ROOT, "%s%s: %s, %s", amount(value, what), again ? ", again" : "",
                                probe.works() ? "kept" : probe.known() ? "not kept" : "not known", probe.why()));
                        return probe;
                    });
            Search.Found found;
            boolean interrupted = false;
            try {
                found = search.from(start);
            } catch (InterruptedIOException e) {
                found = search.soFar();
                interrupted = true;
            }
            Search.Probe unknown = found.unknown();
            return new Found(what, goal.toString(), value(found.highest()), value(found.lowestFailing()),
                    found.lowestFailing() == null ? null : found.lowestFailing().why(), value(found.unconfirmed()),
                    unknown == null
                            ? null
                            : (gone(unknown.trial()).isPresent()
                                    ? tries.size() == 1 ? "the server is not there at " : "the server went away at "
                                    : "the machine or the generator itself came in between again and again at ")
                                    + amount(unknown.value(), what) + ": " + unknown.why(),
                    interrupted, capacity, seconds(), tries);
        }

        private static @Nullable Double value(Search.@Nullable Probe probe) {
            return probe == null ? null : probe.value();
        }

        private boolean isAffordable(double rate) {
            return System.nanoTime() - began + window(rate, true).toNanos() + warmUp.toNanos()
                    + AROUND_A_TRY_NANOS <= atMost.toNanos();
        }

        private Search.Probe attempt(double value, Crowd connections, Load.Open open, boolean again)
                throws IOException {
            Duration window = window(open.ratePerSecond(), again);
            double part = Math.max(LOOK, LOOK_BEYOND * (1 - goal.percent() / 100));
            if (window.compareTo(LONG) > 0 && part <= MOST_LOOK && !again) {
                Duration first = Duration.ofNanos((long) (window.toNanos() * part));
                Trial look = tester.test(connections, open, first);
                if (blur(look).isPresent()) {
                    look = tester.test(connections, open, first);
                }
                if (isLost(look, open.ratePerSecond() * window.toNanos() / 1e9) && blur(look).isEmpty()) {
                    tries.add(look);
                    return judge(value, look, true, false);
                }
                say(String.format(Locale.ROOT, "%,.0f messages/s for %.0f s, %s", open.ratePerSecond(),
                        window.toMillis() / 1e3,
                        window.equals(bounds())
                                ? "twice the bound"
                                : "as long as " + goal.samples() + " messages take"));
            }
            Trial trial = clear(connections, open, window);
            tries.add(trial);
            return judge(value, trial, false, open.ratePerSecond() > generatorKeeps);
        }

        /**
         * Tried again where the machine was taken away or the generator late: a long one once, and only if there is time for it, and
         * one once at whose rate the generator is expected to be late.
         */
        private Trial clear(Crowd connections, Load.Open open, Duration window) throws IOException {
            boolean isLong = window.compareTo(LONG) > 0;
            Trial trial = tester.test(connections, open, window);
            for (int again = 0; blur(trial).isPresent()
                    && again < (isLong || isExpected(trial, open) ? 1 : MOST_REPEATS)
                    && (!isLong || isAffordable(open.ratePerSecond())); again++) {
                trial = tester.test(connections, open, window);
            }
            return trial;
        }

        private boolean isExpected(Trial late, Load.Open open) {
            return !Judge.isDisturbed(late) && open.ratePerSecond() > generatorKeeps;
        }

        /** Where that is not what was asked for. */
        void sayHowLong() {
            if (duration.compareTo(bounds()) < 0) {
                say(String.format(Locale.ROOT, "each try lasts %.1f s at least, twice the bound",
                        bounds().toMillis() / 1e3));
            }
        }

        void say(String line) {
            progress.accept(String.format(Locale.ROOT, "%5.1f s  %s", seconds(), line));
        }

        private double seconds() {
            return (System.nanoTime() - began) / 1e9;
        }
    }
}

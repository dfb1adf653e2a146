package org.echoscale.bench.run;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.DoubleFunction;
import java.util.stream.IntStream;
import org.HdrHistogram.Histogram;
import org.echoscale.bench.load.Outstanding;
import org.echoscale.bench.load.SteadyState;
import org.echoscale.bench.load.WindowPart;
import org.echoscale.results.model.Cell;
import org.echoscale.results.model.Load;
import org.echoscale.results.model.Machine;
import org.echoscale.results.model.Measurement;
import org.echoscale.results.model.Measurement.Connections;
import org.echoscale.results.model.Measurement.Messages;
import org.echoscale.results.model.Measurement.ServerCost;
import org.echoscale.results.model.Measurement.Slice;
import org.echoscale.results.model.Measurement.WarmUp;
import org.echoscale.results.model.NullTest;
import org.echoscale.results.model.Outcome;
import org.echoscale.results.model.Reason;
import org.echoscale.results.model.Trial;
import org.echoscale.results.stats.Percentiles;
import org.echoscale.results.stats.SentLate;
import org.echoscale.results.stats.Units;
import org.jspecify.annotations.Nullable;

/** Whether a measurement can be believed: each objection is a reason with its figure. Pure. */
final class Judge {
    /** An open loop of whose messages more than this part never came back has missed its rate, as one whose backlog grows. */
    static final double MOST_UNANSWERED = 0.05;
    /** Busy for at least this part of the time, the generator sets the pace of a closed loop. */
    static final double SATURATED = 0.97;
    /** … if the server was busy for less than this part of the time of the CPUs that it may use, and each of its threads too. */
    static final double SERVER_IDLE = 0.70;
    /** Outstanding messages, and throughput times latency, may differ by this part (Little's law). */
    static final double LITTLE = 0.05;
    /** Part of the CPU time that may be stolen, and of the window that may be throttled. */
    static final double MOST_STEAL = 0.02;
    /** … that may be the cause of something else. */
    private static final double SOME_STEAL = 0.005;
    private static final double TICK_NANOS = 1e7;
    /** A pause of the generator that a tail would show. */
    static final long LONGEST_PAUSE_NANOS = 10_000_000;
    /** … and all its pauses together, where only their sum is known: p99 is not the server's when they take a hundredth. */
    static final double MOST_STOPPED = 0.01;
    /** Half of the messages may be sent so late whatever became of the rate. */
    static final long LATE_NANOS = 100_000;
    /** Percentiles of the latency that must be the server's and not the generator's, from the highest on. */
    static final List<Double> JUDGED = List.of(99.0, 90.0, 50.0);
    /** … and the one beyond, of which that is only remarked. */
    private static final double BEYOND = 99.9;
    /** CPU time per message may move by this part from the beginning of the window to its end. */
    static final double MOST_TREND = 0.25;
    /** … as far as there are so many messages in each part: of fewer, one dear message makes a trend. */
    static final int FEWEST_FOR_TREND = 200;
    /**
     * … or by this many times what chance makes of so few messages, if that is more: the sum of n costs that vary by as much
     * as they are is good to one in √n.
     */
    static final double MOST_CHANCE = 3;
    /** Parts of the window that it takes to tell whether it was steady. */
    private static final int FEWEST_SLICES = 4;
    /**
     * One part of the window may be so many times the median part, or so many times less. Ordinary noise is below that: in parts
     * of 110 ms the most is 2.3 for CPU per message and 2.5 for throughput in the 219 valid closed-loop trials of the published run
     * 2026-11-28-quick-5-forks, and 2.6 for CPU per message in its 207 in an open loop. None of its trials was put aside for it.
     * In the run that was published before it, five of 206 in an open loop were beyond, 3.0 to 4.0, all of Netty on a JVM whose
     * compiler was at work in the window.
     */
    static final double MOST_APART = 3;
    /** … as far as each part is so many median latencies long. */
    private static final int FEWEST_LATENCIES = 3;
    /** CPU time of other processes that is worth a remark, of that of all CPUs. */
    static final double MOST_OTHERS = 0.10;
    /** CPUs that others may take of the two that generator and server share. */
    static final double MOST_INTRUSION = 0.4;
    private static final int OWN_CPUS = 2;
    /** A figure that is within this factor of what is found without a server says as much about the generator. */
    static final double NEAR = 2;

    private static final Set<String> DISTURBANCES = Set.of("steal", "throttled", "machine-shared");

    private static final String RATE_MISSED = "rate-missed";
    private static final String BEHIND = "generator-behind";
    static final String SENT_LATE = "sent-late";
    /** A remark: late beyond the percentiles that are judged. */
    static final String LATE_TAIL = "late-tail";
    /** What the generator does to a measurement without the server. */
    private static final Set<String> GENERATORS = Set.of(SENT_LATE, BEHIND, "generator-paused",
            "generator-safepoints");

    private Judge() {}

    /** Why the measurement of a server that has one CPU is not valid, where nothing is known of parts of an open loop; empty when it is. */
    static List<Reason> objections(Cell cell, Measurement measurement, @Nullable String firstFailure) {
        return objections(cell, measurement, List.of(), firstFailure, 1, 0);
    }

    /**
     * Why the measurement is not valid; empty when it is.
     *
     * @param parts of the window of an open loop; empty where they are not known
     * @param cpus that the server may use
     * @param busiestThreadNanos CPU time of the server's busiest thread; 0 where that is not known
     */
    static List<Reason> objections(Cell cell, Measurement measurement, List<WindowPart> parts,
            @Nullable String firstFailure, int cpus, long busiestThreadNanos) {
        List<Reason> reasons = new ArrayList<>();
        content(measurement, firstFailure, reasons);
        switch (cell.load()) {
            case Load.Open open -> {
                rate(open, measurement, parts, reasons);
                lateness(measurement, reasons);
            }
            case Load.Closed _,Load.Churn _ -> generator(measurement, cpus, busiestThreadNanos, reasons);
        }
        trend(measurement).or(() -> outlier(cell.load(), measurement)).ifPresent(reasons::add);
        if (cell.load() instanceof Load.Open) {
            safepoints(measurement, reasons);
        }
        if (measurement.machine() != null) {
            disturbance(measurement.machine(), measurement.durationNanos(), cell.load(), reasons);
        }
        return reasons;
    }

    /**
     * Other processes that took more of the machine than generator and server leave: for a server that is one process of ours,
     * so that all it does is known not to be theirs.
     *
     * @param cpus of the machine
     */
    static Optional<Reason> intrusion(Machine machine, int cpus) {
        Double others = machine.otherCpuShare();
        double most = (Math.max(0, cpus - OWN_CPUS) + MOST_INTRUSION) / cpus;
        return others == null || others <= most
                ? Optional.empty()
                : Optional.of(new Reason("machine-shared", String.format(Locale.ROOT,
                        "other processes took %.0f %% of the CPU time", others * 100), others, most));
    }

    /** A server whose process is but one of several. */
    static Reason children(String uncounted) {
        return Reason.of("server-has-children", uncounted + " (have one process serve, and give that; or give none)");
    }

    /**
     * Messages outstanding are throughput times latency (Little 1961), exactly so when of each message the part counts that lies in
     * the window. Not asked where a message is lost, which has no latency.
     *
     * @param outstanding of the window; null when that is not known, as in an open loop
     */
    static Optional<Reason> little(@Nullable Outstanding outstanding, Measurement measurement) {
        if (outstanding == null || measurement.messages().received() == 0 || measurement.messages().missing() > 0
                || measurement.connections().aliveAtEnd() < measurement.connections().asked()) {
            return Optional.empty();
        }
        double off = Math.abs(outstanding.timed() / outstanding.kept() - 1);
        return off <= LITTLE
                ? Optional.empty()
                : Optional.of(new Reason("little", String.format(Locale.ROOT,
                        "%.1f messages were outstanding, but throughput times latency is %.1f, which is %.0f %% off (Little's law "
                                + "allows %.0f %%): one of the two is wrong",
                        outstanding.kept(), outstanding.timed(), off * 100, LITTLE * 100), outstanding.timed(),
                        outstanding.kept()));
    }

    /** What to keep in mind about a measurement that is valid. */
    static List<Reason> remarks(Cell cell, Measurement measurement, @Nullable NullTest floor) {
        List<Reason> reasons = new ArrayList<>();
        if (!measurement.warmUp().steady() && !(cell.load() instanceof Load.Open)) {
            reasons.add(restless(measurement));
        }
        if (measurement.server() == null && !(cell.load() instanceof Load.Open) && busy(measurement) >= SATURATED) {
            reasons.add(new Reason("generator-saturated", String.format(Locale.ROOT,
                    "the generator was busy %.0f %% of the time, and how busy the server was is not known: the rate may be "
                            + "the generator's",
                    busy(measurement) * 100), busy(measurement), SATURATED));
        }
        Machine machine = measurement.machine();
        if (machine != null && machine.otherCpuShare() != null && machine.otherCpuShare() > MOST_OTHERS) {
            reasons.add(new Reason("other-processes", String.format(Locale.ROOT,
                    "other processes took %.0f %% of the CPU time", machine.otherCpuShare() * 100),
                    machine.otherCpuShare(), MOST_OTHERS));
        }
        Long heldBack = measurement.messages().heldBack();
        if (heldBack != null && heldBack > 0) {
            reasons.add(new Reason("held-back", String.format(Locale.ROOT,
                    "%,d of %,d messages could not go when they were due, because the server had not taken those before them: "
                            + "their waiting is in the latency",
                    heldBack, measurement.messages().intended()), (double) heldBack, null));
        }
        if (cell.load() instanceof Load.Open) {
            lateTail(measurement).ifPresent(reasons::add);
        }
        if (floor != null) {
            near(cell.load(), measurement, floor, reasons);
        }
        return reasons;
    }

    /**
     * Whether the machine was taken away during a window, so that it is worth another. What the window found does not matter
     * for this, and must not: measuring again until a figure pleases would not be measuring.
     */
    static boolean isDisturbed(Trial trial) {
        return disturbance(trial).isPresent();
    }

    /** How it was taken away; empty also where the server itself is gone, and another window would find nothing. */
    static Optional<Reason> disturbance(Trial trial) {
        if (ServerGone.death(trial).isPresent()
                || (trial.measurement() != null && trial.measurement().connections().aliveAtEnd() == 0)) {
            return Optional.empty();
        }
        return trial.reasons().stream().filter(reason -> DISTURBANCES.contains(reason.code())).findFirst();
    }

    /**
     * Why a trial that is not valid says nothing about the server: all that speaks against it is the generator's own. Empty when
     * anything else does. A rate is not missed by the server where the generator itself does not keep it.
     */
    static Optional<Reason> generatorsOwn(Trial trial) {
        List<Reason> own = trial.reasons().stream().filter(reason -> GENERATORS.contains(reason.code())).toList();
        boolean behind = own.stream().anyMatch(reason -> reason.code().equals(BEHIND));
        boolean others = trial.reasons()
                .stream()
                .anyMatch(reason -> !own.contains(reason) && !(behind && reason.code().equals(RATE_MISSED)));
        return trial.outcome() == Outcome.VALID || others ? Optional.empty() : own.stream().findFirst();
    }

    /** The trial with the remark that windows before it were put aside. */
    static Trial withRepeats(Trial trial, int windows) {
        List<Reason> reasons = new ArrayList<>(trial.reasons());
        reasons.add(new Reason("measured-again", windows
                + (windows == 1 ? " window before this one was" : " windows before this one were")
                + " disturbed by the machine (steal, throttling or other processes) and put aside",
                (double) windows,
                null));
        return new Trial(trial.schema(), trial.sequence(), trial.fork(), trial.cell(), trial.startedAt(),
                trial.outcome(), reasons, trial.measurement(), trial.serverWarmUps());
    }

    /** What was sent came back, on every connection. */
    private static void content(Measurement measurement, @Nullable String firstFailure, List<Reason> reasons) {
        Connections connections = measurement.connections();
        Messages messages = measurement.messages();
        connects(connections.connectsFailed(), connections, "connects-failed", "failed", reasons);
        connects(connections.connectsUnfinished(), connections, "connects-unfinished",
                "were not finished when the wait for them was over: the server does not accept", reasons);
        if (connections.aliveAtEnd() < connections.asked()) {
            int gone = connections.asked() - connections.aliveAtEnd();
            reasons.add(
                    new Reason("connection-lost", gone + " of " + Units.of(connections.asked(), "connection") + " lost"
                            + (firstFailure == null ? "" : "; the first: " + firstFailure), (double) gone, 0.0));
        }
        if (messages.corrupt() > 0) {
            reasons.add(new Reason("corrupt", "other bytes came back than were sent on " + messages.corrupt()
                    + (messages.corrupt() == 1 ? " connection" : " connections"), (double) messages.corrupt(), 0.0));
        }
        if (messages.received() == 0) {
            reasons.add(new Reason("no-replies", "no reply came within the window; make it longer", 0.0, 1.0));
        }
        if (messages.received() > 0 && measurement.server() != null && measurement.server().cpuNanos() == 0) {
            reasons.add(new Reason("server-used-no-cpu",
                    "the server's process used no CPU while it echoed; is it the right one?", 0.0, null));
        }
        if (messages.missing() > 0) {
            reasons.add(new Reason("missing-replies", messages.missing() + " of " + Units.of(messages.sent(), "message")
                    + " had no reply when the wait for them was over", (double) messages.missing(), 0.0));
        }
    }

    private static void connects(@Nullable Long bad, Connections connections, String code, String what,
            List<Reason> reasons) {
        if (bad != null && bad > 0) {
            reasons.add(new Reason(code, String.format(Locale.ROOT, "%,d of %,d connects %s", bad,
                    connections.connectsBegun(), what), (double) bad, 0.0));
        }
    }

    private static void rate(Load.Open load, Measurement measurement, List<WindowPart> parts,
            List<Reason> reasons) {
        Messages messages = measurement.messages();
        long never = messages.intended() - messages.verified();
        Optional<String> missed = never > MOST_UNANSWERED * messages.intended()
                ? Optional.of(String.format(Locale.ROOT, "; %,d of %,d messages never did", never, messages.intended()))
                : Backlog.of(load, measurement, parts)
                        .filter(Backlog::isOverload)
                        .map(backlog -> String.format(Locale.ROOT,
                                ", and the messages outstanding grew from %,d to %,d through the window",
                                backlog.first(), backlog.last()));
        if (missed.isPresent()) {
            reasons.add(new Reason(RATE_MISSED, String.format(Locale.ROOT,
                    "%,.0f/s were asked for and %,.0f/s came back%s: not sustainable, so there is no latency",
                    load.ratePerSecond(), measurement.messagesPerSecond(), missed.get()),
                    measurement.messagesPerSecond(), load.ratePerSecond()));
            behind(measurement).ifPresent(reasons::add);
        }
    }

    /**
     * The generator did not even turn to half of the messages when they were due: a rate that is missed then says nothing about
     * the server. What the server did not take is not in this; see {@code heldBack}.
     */
    private static Optional<Reason> behind(Measurement measurement) {
        if (measurement.sendLateness() == null) {
            return Optional.empty();
        }
        long late = measurement.sendLateness().decode().getValueAtPercentile(50);
        return late <= LATE_NANOS
                ? Optional.empty()
                : Optional.of(new Reason(BEHIND, String.format(Locale.ROOT,
                        "half of the messages were sent %,.0f µs late or more: the generator itself does not keep this rate here%s",
                        late / 1e3, meanwhile(measurement.machine())), late / 1e3, LATE_NANOS / 1e3));
    }

    /** A percentile that the generator made by itself is not the server's: the highest of those that the samples carry. */
    private static void lateness(Measurement measurement, List<Reason> reasons) {
        for (double percent : JUDGED) {
            Optional<Reason> late = late(SENT_LATE, percent, measurement);
            if (late.isPresent()) {
                Reason reason = late.get();
                reasons.add(new Reason(reason.code(), reason.message() + meanwhile(measurement.machine()),
                        reason.measured(), reason.bound()));
                return;
            }
        }
    }

    /** What took CPUs from the generator, or may have, as far as that is known; empty when nothing did. */
    private static String meanwhile(@Nullable Machine machine) {
        List<String> taken = new ArrayList<>();
        if (machine != null && machine.otherCpuShare() != null && machine.otherCpuShare() > MOST_OTHERS) {
            taken.add(String.format(Locale.ROOT, "other processes took %.0f %% of the CPU time",
                    machine.otherCpuShare() * 100));
        }
        if (machine != null && machine.stealShare() != null && machine.stealShare() > SOME_STEAL) {
            taken.add(String.format(Locale.ROOT, "the hypervisor gave %.1f %% of the time of a CPU to others",
                    machine.stealShare() * 100));
        }
        return taken.isEmpty() ? "" : "; meanwhile " + String.join(", and ", taken);
    }

    /** The rest of the tail, which is no reason to put the other percentiles aside; the longest alone where there are none. */
    private static Optional<Reason> lateTail(Measurement measurement) {
        return measurement.latency().decode().getTotalCount() < Percentiles.needed(JUDGED.getLast())
                ? late(LATE_TAIL, 100, "the longest", measurement)
                : late(LATE_TAIL, BEYOND, measurement);
    }

    private static Optional<Reason> late(String code, double percent, Measurement measurement) {
        return measurement.latency().decode().getTotalCount() < Percentiles.needed(percent)
                ? Optional.empty()
                : late(code, percent, "p" + BigDecimal.valueOf(percent).stripTrailingZeros().toPlainString(),
                        measurement);
    }

    private static Optional<Reason> late(String code, double percent, String figure, Measurement measurement) {
        if (measurement.sendLateness() == null) {
            return Optional.empty();
        }
        double late = measurement.sendLateness().decode().getValueAtPercentile(percent) / 1e3;
        double latency = measurement.latency().decode().getValueAtPercentile(percent) / 1e3;
        return SentLate.sentence(figure, late, latency)
                .map(words -> new Reason(code, words, late, SentLate.bound(latency)));
    }

    private static void generator(Measurement measurement, int cpus, long busiestThreadNanos, List<Reason> reasons) {
        ServerCost cost = measurement.server();
        if (cost == null) {
            return;
        }
        double generator = busy(measurement);
        double server = (double) cost.cpuNanos() / measurement.durationNanos() / cpus;
        double busiest = (double) busiestThreadNanos / measurement.durationNanos();
        if (generator >= SATURATED && server < SERVER_IDLE && busiest < SERVER_IDLE) {
            reasons.add(new Reason("generator-bound", String.format(Locale.ROOT,
                    "the generator was busy %.0f %% of the time and the server %.0f %%%s: the rate is the generator's",
                    generator * 100, server * 100, cpus == 1 ? "" : " of that of its " + cpus + " CPUs"), generator,
                    SATURATED));
        }
    }

    /** Part of the time that the generator's thread was. */
    private static double busy(Measurement measurement) {
        return (double) measurement.generator().threadCpuNanos() / measurement.durationNanos();
    }

    /** What kept the warm-up from being steady; both bounds were kept only where there were too few slices. */
    private static Reason restless(Measurement measurement) {
        WarmUp warmUp = measurement.warmUp();
        String who = measurement.server() == null ? "generator" : "server";
        List<String> what = new ArrayList<>();
        boolean varied = warmUp.lastVariation() > SteadyState.MOST_VARIATION;
        boolean moved = Math.abs(warmUp.lastSlope()) > SteadyState.MOST_SLOPE;
        if (varied) {
            what.add(String.format(Locale.ROOT, "varied by %.1f %%", warmUp.lastVariation() * 100));
        }
        if (moved) {
            what.add(String.format(Locale.ROOT, "%s by %.1f %%", warmUp.lastSlope() < 0 ? "fell" : "rose",
                    Math.abs(warmUp.lastSlope()) * 100));
        }
        return what.isEmpty()
                ? Reason.of("not-steady",
                        "the warm-up was too short to tell whether " + who + " CPU per message was steady")
                : new Reason("not-steady", String.format(Locale.ROOT,
                        "%s CPU per message still %s when the warm-up ended (steady: at most %.0f %%)", who,
                        String.join(" and ", what),
                        (varied ? SteadyState.MOST_VARIATION : SteadyState.MOST_SLOPE) * 100),
                        varied ? warmUp.lastVariation() : warmUp.lastSlope(),
                        varied ? SteadyState.MOST_VARIATION : SteadyState.MOST_SLOPE);
    }

    /** CPU per message that still falls or rises through the window: the warm-up was too short, or something came in between. */
    private static Optional<Reason> trend(Measurement measurement) {
        List<Slice> slices = measurement.slices();
        if (slices.size() < FEWEST_SLICES || !costsAreKnown(slices)) {
            return Optional.empty();
        }
        double[] cost = slices.stream().mapToDouble(slice -> perMessage(slice)).toArray();
        boolean falls = true;
        boolean rises = true;
        for (int i = 1; i < cost.length; i++) {
            falls &= cost[i] < cost[i - 1];
            rises &= cost[i] > cost[i - 1];
        }
        double change = cost[cost.length - 1] / cost[0] - 1;
        double most = Math.max(MOST_TREND, MOST_CHANCE
                * Math.sqrt(1.0 / slices.getFirst().messages() + 1.0 / slices.getLast().messages()));
        if ((!falls && !rises) || Math.abs(change) <= most) {
            return Optional.empty();
        }
        return Optional.of(cost[0] == 0
                ? new Reason("not-steady", "server CPU per message rose from nothing through the window", null, most)
                : new Reason("not-steady", String.format(Locale.ROOT,
                        "server CPU per message %s by %.0f %% through the window", falls ? "fell" : "rose",
                        Math.abs(change) * 100), change, most));
    }

    private static boolean costsAreKnown(List<Slice> slices) {
        return slices.stream()
                .allMatch(slice -> slice.serverCpuNanos() != null && slice.messages() >= FEWEST_FOR_TREND);
    }

    /**
     * One slice that is not like the others: by server CPU per message, or where that is not known by the throughput of a closed
     * loop. In an open loop throughput is what was asked for, and the generator spins, so that neither tells anything.
     */
    private static Optional<Reason> outlier(Load load, Measurement measurement) {
        List<Slice> slices = measurement.slices();
        // Replies that come in waves, one a latency, are a wave more or less in a slice of a few latencies.
        long latency = measurement.latency().decode().getValueAtPercentile(50);
        if (slices.size() < FEWEST_SLICES
                || slices.stream().anyMatch(slice -> slice.nanos() < FEWEST_LATENCIES * latency)) {
            return Optional.empty();
        }
        if (costsAreKnown(slices)) {
            return outlier("server CPU per message was %s in part %d of %d of the window, and %s in the median one",
                    slices.stream().mapToDouble(Judge::perMessage).toArray(), nanos -> Units.micros(nanos / 1e3));
        }
        return load instanceof Load.Closed
                && median(slices.stream().mapToDouble(Slice::messages).toArray()) >= FEWEST_FOR_TREND
                        ? outlier("%s messages/s came back in part %d of %d of the window, and %s in the median one",
                                slices.stream().mapToDouble(slice -> slice.messages() * 1e9 / slice.nanos()).toArray(),
                                Units::count)
                        : Optional.empty();
    }

    private static Optional<Reason> outlier(String sentence, double[] figures, DoubleFunction<String> text) {
        double median = median(figures);
        int furthest = IntStream.range(0, figures.length)
                .boxed()
                .max(Comparator.comparingDouble(i -> apart(figures[i], median)))
                .orElseThrow();
        double figure = figures[furthest];
        return median == 0 || apart(figure, median) <= MOST_APART
                ? Optional.empty()
                : Optional.of(new Reason("not-steady", String.format(Locale.ROOT, sentence, text.apply(figure),
                        furthest + 1, figures.length, text.apply(median)), figure / median,
                        figure > median ? MOST_APART : 1 / MOST_APART));
    }

    /** How many times one is the other, 1 at least; infinity when only one of them is 0. */
    private static double apart(double a, double b) {
        return a == b ? 1 : Math.max(a / b, b / a);
    }

    private static double median(double[] values) {
        return Arrays.stream(values).sorted().toArray()[values.length / 2];
    }

    private static double perMessage(Slice slice) {
        Long nanos = slice.serverCpuNanos();
        return nanos == null ? Double.NaN : (double) nanos / slice.messages();
    }

    /** How the machine was taken away meanwhile; empty when it was not. */
    static List<Reason> disturbances(Machine machine, long nanos) {
        List<Reason> reasons = new ArrayList<>();
        taken(machine, nanos, reasons);
        return reasons;
    }

    private static void disturbance(Machine machine, long durationNanos, Load load, List<Reason> reasons) {
        taken(machine, durationNanos, reasons);
        if (load instanceof Load.Open && machine.longestGcNanos() != null
                && machine.longestGcNanos() > LONGEST_PAUSE_NANOS) {
            reasons.add(new Reason("generator-paused",
                    String.format(Locale.ROOT, "the generator's garbage collector paused it for %.0f ms",
                            machine.longestGcNanos() / 1e6),
                    machine.longestGcNanos() / 1e6, LONGEST_PAUSE_NANOS / 1e6));
        }
    }

    private static void taken(Machine machine, long durationNanos, List<Reason> reasons) {
        // The kernel counts in ticks of 10 ms: in a short window, one or two more or less mean nothing.
        double mostSteal = MOST_STEAL + TICK_NANOS / durationNanos;
        if (machine.stealShare() != null && machine.stealShare() > mostSteal) {
            reasons.add(new Reason("steal",
                    String.format(Locale.ROOT, "the hypervisor gave %.0f %% of the time of a CPU to others",
                            machine.stealShare() * 100),
                    machine.stealShare(), mostSteal));
        }
        if (machine.throttledNanos() != null && machine.throttledNanos() > MOST_STEAL * durationNanos) {
            reasons.add(new Reason("throttled",
                    String.format(Locale.ROOT, "a control group held back the CPUs for %.0f ms",
                            machine.throttledNanos() / 1e6),
                    machine.throttledNanos() / 1e6,
                    MOST_STEAL * durationNanos / 1e6));
        }
    }

    /**
     * A JVM that stops all of its threads makes a tail. Where the generator does, the tail is not the server's. Where the server
     * does for anything but to collect what it allocated, which is its own doing, the tail is its JVM's and not the transport's.
     */
    private static void safepoints(Measurement measurement, List<Reason> reasons) {
        double most = Math.max(LONGEST_PAUSE_NANOS, MOST_STOPPED * measurement.durationNanos());
        Machine machine = measurement.machine();
        boolean collected = machine != null && machine.longestGcNanos() != null
                && machine.longestGcNanos() > LONGEST_PAUSE_NANOS; // said already, as what it was
        if (machine != null && machine.safepointNanos() != null && machine.safepoints() != null && !collected
                && machine.safepointNanos() > most) {
            reasons.add(stopped("generator-safepoints", "the generator", machine.safepoints(),
                    machine.safepointNanos(), most));
        }
        ServerCost server = measurement.server();
        if (server != null && server.safepointNanos() != null && server.safepoints() != null) {
            long collecting = server.gcNanos() == null ? 0 : server.gcNanos();
            long others = server.safepoints() - (server.gcCount() == null ? 0 : server.gcCount());
            long nanos = server.safepointNanos() - collecting;
            if (others > 0 && nanos > most) {
                reasons.add(stopped("server-safepoints", "the server, its collections apart,", others, nanos, most));
            }
        }
    }

    private static Reason stopped(String code, String who, long count, long nanos, double most) {
        return new Reason(code,
                String.format(Locale.ROOT, "the JVM of %s stopped all threads for %.0f ms, at %d %s", who,
                        nanos / 1e6, count, count == 1 ? "safepoint" : "safepoints"),
                nanos / 1e6, most / 1e6);
    }

    /** Close to what is found without any server, a figure tells about the generator as much as about the server. */
    private static void near(Load load, Measurement measurement, NullTest floor, List<Reason> reasons) {
        if (load instanceof Load.Open) {
            Histogram latency = measurement.latency().decode();
            near("near-floor", 50, latency, floor.openP50Nanos(), floor, reasons);
            near("near-floor-p99", 99, latency, floor.openP99Nanos(), floor, reasons);
        }
        double found = measurement.messagesPerSecond();
        double most = floor.ceilingPerSecond();
        if (load instanceof Load.Closed && found > most / NEAR) {
            reasons.add(new Reason("near-ceiling", String.format(Locale.ROOT,
                    "%,.0f messages/s are more than %sthe %,.0f that the generator reaches without a server%s", found,
                    found > most ? "" : "half of ", most, doubt(found > most, floor)), found, most / NEAR));
        }
    }

    /** A percentile, as far as both have the messages for it. */
    private static void near(String code, int percent, Histogram latency, @Nullable Long least, NullTest floor,
            List<Reason> reasons) {
        long found = latency.getValueAtPercentile(percent);
        if (least != null && latency.getTotalCount() >= Percentiles.needed(percent) && found < NEAR * least) {
            reasons.add(new Reason(code, String.format(Locale.ROOT,
                    "p%d of %s µs is %s the %s µs that are found without a server%s", percent,
                    Units.digits(found / 1e3), found < least ? "less than" : "within twice",
                    Units.digits(least / 1e3), doubt(found < least, floor)), found / 1e3, NEAR * least / 1e3));
        }
    }

    /**
     * How sure it is that a figure is near.
     *
     * @param beyond whether it is even better than the one without a server, which nothing but noise can make it
     */
    private static String doubt(boolean beyond, NullTest floor) {
        if (floor.disturbance() != null) {
            return ", which is not certain: that was disturbed each time";
        }
        return beyond ? ": by the noise of the two, which is more than what the server adds" : "";
    }
}

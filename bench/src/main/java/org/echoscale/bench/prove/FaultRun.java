package org.echoscale.bench.prove;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.echoscale.bench.load.Crowd;
import org.echoscale.results.model.Load;
import org.echoscale.results.model.Outcome;
import org.echoscale.results.model.Reason;
import org.echoscale.results.model.Trial;

/** Measures an echo server through a proxy that puts faults into its replies, and through one that does not. */
final class FaultRun {
    static final Duration WARM_UP = Duration.ofMillis(100);
    static final Duration WINDOW = Duration.ofMillis(250);
    private static final int CONNECTIONS = 12;
    private static final int ACTIVE = 4;
    private static final int PAYLOAD = 64;
    private static final double RATE = 2000;
    /** Deep enough for two replies of a connection to be on their way at once. */
    private static final int DEPTH = 4;
    static final Load OPEN = new Load.Open(RATE, Load.Schedule.CONSTANT);
    private static final Load CLOSED = new Load.Closed(DEPTH);
    /** Tries for each that is to succeed in putting its fault in. */
    private static final int MOST_ATTEMPTS = 3;

    private final Ruler ruler;
    private final InetSocketAddress server;
    private final SplittableRandom random;

    /**
     * @param seed where all that is random comes from
     */
    FaultRun(Ruler ruler, InetSocketAddress server, long seed) {
        this.ruler = ruler;
        this.server = server;
        this.random = new SplittableRandom(seed);
    }

    FaultProof prove(List<Fault> faults, int tries, int cleanTrials, Consumer<String> progress) throws IOException {
        progress.accept(cleanTrials + " trials without a fault");
        FaultProof.Clean clean = clean(cleanTrials);
        List<FaultProof.Row> rows = new ArrayList<>();
        for (Fault fault : faults) {
            progress.accept(fault.words() + ", " + tries + (tries == 1 ? " time" : " times"));
            rows.add(row(fault, tries));
        }
        return FaultProof.of(rows, clean, tries);
    }

    private FaultProof.Clean clean(int trials) throws IOException {
        List<String> alarms = new ArrayList<>();
        for (int i = 0; i < trials; i++) {
            Trial trial = measure(Injector.none(), i % 2 == 0 ? OPEN : CLOSED);
            if (trial.outcome() != Outcome.VALID) {
                alarms.add(said(trial));
            }
        }
        return new FaultProof.Clean(trials, trials - alarms.size(), alarms);
    }

    private FaultProof.Row row(Fault fault, int tries) throws IOException {
        int injected = 0;
        int attempts = 0;
        String reason = "";
        List<String> missed = new ArrayList<>();
        while (injected < tries && attempts < tries * MOST_ATTEMPTS) {
            // With a closed loop nobody knows beforehand which reply will be the last one.
            Load load = fault.isAtTheEnd() || attempts % 2 == 0 ? OPEN : CLOSED;
            attempts++;
            Injector injector = Injector.of(plan(fault));
            Trial trial = measure(injector, load);
            Instant firedAt = injector.firedAt().orElse(Instant.MIN);
            if (firedAt.isBefore(trial.startedAt()) || trial.measurement() == null) {
                continue; // it did not come about, or in the warm-up
            }
            injected++;
            List<Reason> fitting = trial.reasons()
                    .stream()
                    .filter(each -> fault.reasons().contains(each.code()))
                    .toList();
            if (trial.outcome() != Outcome.INVALID || fitting.isEmpty()) {
                missed.add(said(trial));
            } else if (reason.isEmpty()) {
                reason = fitting.getFirst().code() + ": " + fitting.getFirst().message();
            }
        }
        return new FaultProof.Row(fault, injected, injected - missed.size(), attempts - injected, reason, missed);
    }

    private FaultPlan plan(Fault fault) {
        // In the measured window, but not at its very ends.
        double part = 0.1 + 0.8 * random.nextDouble();
        long messages = messages(WARM_UP) + messages(WINDOW);
        return new FaultPlan(fault, PAYLOAD, WARM_UP.toNanos() + Math.round(part * WINDOW.toNanos()), messages,
                random.nextLong());
    }

    private static long messages(Duration duration) {
        return (long) (RATE * duration.toNanos() / 1e9);
    }

    private Trial measure(Injector injector, Load load) throws IOException {
        try (FaultyProxy proxy = FaultyProxy.start(server, injector)) {
            return ruler.measure(proxy.address(), crowd(random.nextInt(1, Integer.MAX_VALUE)), load, WARM_UP, WINDOW);
        }
    }

    static Crowd crowd(long seed) {
        return new Crowd(CONNECTIONS, ACTIVE, PAYLOAD, seed);
    }

    private static String said(Trial trial) {
        return trial.cell().load().kind() + " loop: " + trial.outcome() + trial.reasons()
                .stream()
                .map(reason -> " " + reason.code() + ": " + reason.message())
                .collect(Collectors.joining(";"));
    }
}

package org.echoscale.bench.run;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.LongFunction;
import java.util.function.Supplier;
import org.echoscale.bench.load.ConnectionCounts;
import org.echoscale.bench.load.Connects;
import org.echoscale.bench.load.LoadResult;
import org.echoscale.bench.load.OpenConnections;
import org.echoscale.bench.server.ServerEnd;
import org.echoscale.results.model.Cell;
import org.echoscale.results.model.EncodedHistogram;
import org.echoscale.results.model.Machine;
import org.echoscale.results.model.Measurement;
import org.echoscale.results.model.Measurement.Connections;
import org.echoscale.results.model.Measurement.WarmUp;
import org.echoscale.results.model.NullTest;
import org.echoscale.results.model.Outcome;
import org.echoscale.results.model.Reason;
import org.echoscale.results.model.RunManifest;
import org.echoscale.results.model.Trial;
import org.jspecify.annotations.Nullable;

/** One measured window on connections that are open and warm: the load, the accounts, and the judgement on them. */
final class Window {
    /**
     * When the window began, what watches the machine from then on, and the time that is ours in it; null when that of the server
     * is not known.
     */
    private record Beginning(Instant at, long nanos, LongFunction<Machine> watch, @Nullable OwnCpu own) {
        Machine end() {
            return watch.apply(own == null ? -1 : own.nanos());
        }
    }

    /** How long the end of a server's process is awaited after it broke connections. */
    private static final Duration DEATH_DEADLINE = Duration.ofMillis(500);

    private Window() {}

    private static Connections connections(ConnectionCounts alive, @Nullable Connects churned) {
        return churned == null
                ? new Connections(alive.asked(), alive.opened(), alive.alive(), alive.lost(), alive.openNanos())
                : new Connections(alive.asked(), alive.opened(), alive.alive(), alive.lost(), alive.openNanos(),
                        churned.begun(), churned.failed(), churned.unfinished());
    }

    /**
     * Measures.
     *
     * @param sequence and {@code fork} for the trial
     * @param floor what there is to find without a server; null when that is not known
     */
    static Trial measure(int sequence, int fork, Cell cell, OpenConnections open, WarmUp warmUp, Duration duration,
            Account account, @Nullable NullTest floor) throws IOException {
        return measure(sequence, fork, cell, open, warmUp, duration, account, floor,
                () -> new MachineWatch(open.generatorCpu(),
                        open.serverPid().isPresent() ? servers(open) : null)::end);
    }

    /** What ended a window before its time, with how long it had been going on; before the window just what ended it. */
    private static InterruptedIOException interrupted(@Nullable Beginning begun, Duration duration,
            InterruptedIOException e) {
        if (begun == null) {
            return e;
        }
        InterruptedIOException within = new InterruptedIOException(
                String.format(Locale.ROOT, "interrupted %.1f s after the window of %.1f s began",
                        (System.nanoTime() - begun.nanos()) / 1e9, duration.toNanos() / 1e9));
        within.initCause(e);
        return within;
    }

    private static Set<Long> servers(OpenConnections open) {
        return open.serverPid().isPresent() ? Set.of(open.serverPid().getAsLong()) : Set.of();
    }

    static Trial measure(int sequence, int fork, Cell cell, OpenConnections open, WarmUp warmUp, Duration duration,
            Account account, @Nullable NullTest floor, Supplier<LongFunction<Machine>> watch) throws IOException {
        OptionalLong pid = open.serverPid();
        account.begin();
        AtomicReference<Beginning> beginning = new AtomicReference<>();
        LoadResult result;
        try {
            result = open.measure(cell.load(), duration,
                    () -> {
                        OwnCpu own = pid.isPresent() ? new OwnCpu(servers(open)) : null;
                        LongFunction<Machine> watching = watch.get();
                        beginning.set(new Beginning(Instant.now(), System.nanoTime(), watching, own));
                    });
        } catch (InterruptedIOException e) {
            throw interrupted(beginning.get(), duration, e);
        }
        Beginning begun = Objects.requireNonNull(beginning.get());
        Machine machine = begun.end(); // the wait for the last replies is over: what it took is ours, too
        ServerEnd end = open.counts().lost() == 0 ? null : account.endWithin(DEATH_DEADLINE).orElse(null);
        if (end == null) {
            account.end();
        }
        ConnectionCounts alive = open.verifyAlive();
        if (end == null && alive.lost() > 0) {
            end = account.endWithin(DEATH_DEADLINE).orElse(null);
        }
        boolean lives = end == null;
        Measurement measurement = new Measurement(result.durationNanos(), result.messages(),
                connections(alive, result.connects()),
                EncodedHistogram.of(result.latency()), EncodedHistogram.ofNullable(result.serviceTime()),
                EncodedHistogram.ofNullable(result.sendLateness()), lives ? account.settle(result.slices()) : null,
                result.generator(), warmUp, result.slices(), result.fairness(), machine,
                lives ? account.kernel() : null, null);
        List<Reason> objections = Judge.objections(cell, measurement, result.parts(), alive.firstFailure(),
                account.cpus(), account.busiestThreadNanos());
        if (lives) { // the children of one that has died have ended with it, or are nobody's
            account.uncounted().map(Judge::children).ifPresent(objections::add);
        }
        Judge.little(result.outstanding(), measurement).ifPresent(objections::add);
        if (lives && account.coversServer()) {
            Judge.intrusion(machine, MachineWatch.cpus()).ifPresent(objections::add);
        }
        List<Reason> reasons = ServerGone.fold(objections, measurement, alive, begun.nanos(), end);
        return reasons.isEmpty()
                ? new Trial(RunManifest.SCHEMA, sequence, fork, cell, begun.at(), Outcome.VALID,
                        Judge.remarks(cell, measurement, floor), measurement)
                : new Trial(RunManifest.SCHEMA, sequence, fork, cell, begun.at(), Outcome.INVALID, reasons,
                        measurement);
    }
}

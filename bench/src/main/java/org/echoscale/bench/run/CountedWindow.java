package org.echoscale.bench.run;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.SortedMap;
import org.echoscale.bench.limits.ProcessFiles;
import org.echoscale.bench.load.LoadResult;
import org.echoscale.bench.load.OpenConnections;
import org.echoscale.results.model.Load;
import org.echoscale.results.model.Measurement;
import org.echoscale.results.model.Outcome;
import org.echoscale.results.model.Reason;
import org.echoscale.results.model.SyscallCounts;
import org.echoscale.results.model.Trial;

/**
 * A short window after a measured one, on the same connections, in which the server's system calls are counted. The load is a
 * closed loop whatever that of the trial was: it bends to a server that is slowed by the counting.
 */
final class CountedWindow {
    private static final Duration LENGTH = Duration.ofMillis(250);
    /** The counter starts, takes hold of each thread, lets go, and is read. */
    private static final Duration ATTACHING = Duration.ofMillis(150);

    private CountedWindow() {}

    /** How long it takes, roughly: a server with many threads takes longer, and one with too many none. */
    static Duration takes() {
        return LENGTH.plus(ATTACHING);
    }

    /** {@link SyscallCounter#count}. */
    interface Counting {
        SortedMap<String, Long> count(long pid, SyscallCounter.Work work) throws IOException;
    }

    /** The trial with the counts, or with the remark that there are none and why. Nothing counts any more when it returns. */
    static Trial after(Trial trial, OpenConnections open, OptionalLong pid, SyscallCounter counter) {
        return after(trial, open, pid, counter.program(), counter::count);
    }

    static Trial after(Trial trial, OpenConnections open, OptionalLong pid, String program, Counting counter) {
        Measurement measurement = trial.measurement();
        if (measurement == null || trial.outcome() != Outcome.VALID) {
            return trial;
        }
        if (pid.isEmpty()) {
            return remarked(trial, "the server's process is not known");
        }
        int threads = new ProcessFiles(Path.of("/proc", Long.toString(pid.getAsLong()))).threads().orElse(0);
        if (threads > SyscallCounter.MOST_THREADS) {
            return remarked(trial, "the server has " + threads + " threads; at most " + SyscallCounter.MOST_THREADS
                    + " can be followed");
        }
        List<LoadResult> results = new ArrayList<>();
        try {
            SortedMap<String, Long> calls = counter.count(pid.getAsLong(),
                    () -> results.add(open.measure(bending(trial.cell().load()), LENGTH)));
            long messages = results.getFirst().messages().verified();
            return messages == 0
                    ? remarked(trial, "no reply came while they were counted")
                    : new Trial(trial.schema(), trial.sequence(), trial.fork(), trial.cell(), trial.startedAt(),
                            trial.outcome(), trial.reasons(),
                            measurement.with(new SyscallCounts(program, messages, calls)), trial.serverWarmUps());
        } catch (IOException | RuntimeException e) { // what was measured is not lost to the counting
            return remarked(trial, e.getMessage() == null ? e.toString() : e.getMessage());
        }
    }

    private static Load bending(Load load) {
        return switch (load) {
            case Load.Open _ -> new Load.Closed(1);
            case Load.Closed _,Load.Churn _ -> load;
        };
    }

    private static Trial remarked(Trial trial, String why) {
        List<Reason> reasons = new ArrayList<>(trial.reasons());
        reasons.add(Reason.of("syscalls-not-counted", "system calls were not counted: " + why));
        return new Trial(trial.schema(), trial.sequence(), trial.fork(), trial.cell(), trial.startedAt(),
                trial.outcome(), reasons, trial.measurement(), trial.serverWarmUps());
    }
}

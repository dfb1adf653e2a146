package org.echoscale.results.compare;

import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import org.echoscale.results.files.RunResults;
import org.echoscale.results.model.Machine;
import org.echoscale.results.model.Measurement;
import org.echoscale.results.model.Trial;
import org.echoscale.results.stats.Spread;
import org.jspecify.annotations.Nullable;

/**
 * What went on while a run was measured. A figure that no trial has is absent.
 *
 * @param first when it began
 * @param last when its last trial began, or the run where there is none
 * @param steal over the trials, the share of CPU time that the hypervisor gave to others
 * @param otherCpu over the trials, the share of CPU time that other processes took
 * @param loadAverage over the trials
 * @param throttledTrials trials in which a control group held the program or the server back
 */
public record Conditions(Instant first, Instant last, @Nullable Spread steal, @Nullable Spread otherCpu,
        @Nullable Spread loadAverage, @Nullable Integer throttledTrials) {

    public static Conditions of(RunResults run) {
        List<Machine> machines = run.trials()
                .stream()
                .map(Trial::measurement)
                .filter(Objects::nonNull)
                .map(Objects::requireNonNull)
                .map(Measurement::machine)
                .filter(Objects::nonNull)
                .map(Objects::requireNonNull)
                .toList();
        Instant start = run.manifest().startedAt();
        Spread throttled = over(machines, machine -> machine.throttledNanos() == null
                ? null
                : Double.valueOf(machine.throttledNanos() > 0 ? 1 : 0));
        return new Conditions(start,
                run.trials().stream().map(Trial::startedAt).max(Instant::compareTo).orElse(start),
                over(machines, Machine::stealShare), over(machines, Machine::otherCpuShare),
                over(machines, Machine::loadAverage),
                throttled == null ? null : Integer.valueOf(Collections.frequency(throttled.perFork(), 1.0)));
    }

    private static @Nullable Spread over(List<Machine> machines, Function<Machine, @Nullable Double> figure) {
        List<Double> values = machines.stream()
                .map(figure)
                .filter(Objects::nonNull)
                .map(Objects::requireNonNull)
                .toList();
        return values.isEmpty() ? null : new Spread(values);
    }
}

package org.echoscale.bench.run;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.echoscale.results.model.Machine;
import org.echoscale.results.model.Reason;

/** What took the machine away for a while, by the bounds that hold for a trial's window; for what is no trial. Pure. */
final class Disturbance {
    private static final double TICK_NANOS = 1e7;

    private Disturbance() {}

    /**
     * The first that is beyond its bound, with its figure.
     *
     * @param nanos how long it was watched
     * @param cpus of the machine
     */
    static Optional<String> of(Machine machine, long nanos, int cpus) {
        return List.of(steal(machine, nanos), throttling(machine, nanos),
                Judge.intrusion(machine, cpus).map(Reason::message)).stream().flatMap(Optional::stream).findFirst();
    }

    private static Optional<String> steal(Machine machine, long nanos) {
        Double share = machine.stealShare();
        return share == null || share <= Judge.MOST_STEAL + TICK_NANOS / nanos
                ? Optional.empty()
                : Optional.of(String.format(Locale.ROOT, "the hypervisor gave %.0f %% of the CPU time to others",
                        share * 100));
    }

    private static Optional<String> throttling(Machine machine, long nanos) {
        Long throttled = machine.throttledNanos();
        return throttled == null || throttled <= Judge.MOST_STEAL * nanos
                ? Optional.empty()
                : Optional.of(String.format(Locale.ROOT, "a control group held back the CPUs for %.0f ms",
                        throttled / 1e6));
    }
}

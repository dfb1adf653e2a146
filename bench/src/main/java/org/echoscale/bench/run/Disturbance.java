package org.echoscale.bench.run;

import java.util.Optional;
import java.util.stream.Stream;
import org.echoscale.results.model.Machine;
import org.echoscale.results.model.Reason;

/** What took the machine away for a while, by the bounds that hold for a trial's window; for what is no trial. Pure. */
final class Disturbance {
    private Disturbance() {}

    /**
     * The first that is beyond its bound, with its figure.
     *
     * @param nanos how long it was watched
     * @param cpus of the machine
     */
    static Optional<String> of(Machine machine, long nanos, int cpus) {
        return Stream.concat(Judge.disturbances(machine, nanos).stream(), Judge.intrusion(machine, cpus).stream())
                .map(Reason::message)
                .findFirst();
    }
}

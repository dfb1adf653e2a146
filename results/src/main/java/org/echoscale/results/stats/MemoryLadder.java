package org.echoscale.results.stats;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.echoscale.results.model.Measurement.ServerCost;
import org.echoscale.results.model.Outcome;
import org.echoscale.results.model.Trial;
import org.jspecify.annotations.Nullable;

/**
 * Resident memory per connection from a process that climbs a ladder of connections in a random order. A process keeps
 * what it once touched, so a step says something only when it is higher than every step before, and then only about the
 * connections above those. What a process has before its first step, it has from its warm-up with few connections.
 */
final class MemoryLadder {
    /** With fewer connections more than before, what else the process touches meanwhile outweighs them. */
    static final int FEWEST_MORE = 500;

    private final Set<Integer> afterHole;
    private final SortedMap<Integer, List<Double>> perStep = new TreeMap<>();
    private final List<Double> perProcess = new ArrayList<>();
    private final List<Slope.Point> records = new ArrayList<>();

    /**
     * @param trials of one subject, in the order of measurement
     * @param external whether all forks met one and the same process, which then climbs but once
     * @param afterHole sequence numbers of trials before which another is missing
     */
    MemoryLadder(List<Trial> trials, boolean external, Set<Integer> afterHole) {
        this.afterHole = Set.copyOf(afterHole);
        if (external) {
            climb(trials);
            return;
        }
        Map<Integer, List<Trial>> forks = new TreeMap<>();
        trials.forEach(trial -> forks.computeIfAbsent(trial.fork(), fork -> new ArrayList<>()).add(trial));
        forks.values().forEach(this::climb);
    }

    private void climb(List<Trial> process) {
        int highest = 0;
        double bytes = 0;
        int more = 0;
        Long start = null;
        for (Trial trial : process) {
            int connections = trial.cell().connections();
            if (trial.outcome() == Outcome.FAILED || afterHole.contains(trial.sequence())) {
                break; // from here on the process may be another one, or one that once had more connections
            }
            if (trial.outcome() == Outcome.SKIPPED || connections <= highest) {
                continue;
            }
            Double grown = grown(trial);
            ServerCost server = trial.measurement() == null ? null : trial.measurement().server();
            start = start == null && server != null ? server.residentBytesBefore() : start;
            if (start != null && server != null && server.residentBytesOpen() != null
                    && trial.outcome() == Outcome.VALID) {
                records.add(new Slope.Point(connections, (double) (server.residentBytesOpen() - start)));
            }
            if (grown != null && connections - highest >= FEWEST_MORE
                    && trial.outcome() == Outcome.VALID) {
                perStep.computeIfAbsent(connections, n -> new ArrayList<>()).add(grown / (connections - highest));
                bytes += grown;
                more += connections - highest;
            }
            highest = connections;
        }
        if (more > 0) {
            perProcess.add(bytes / more);
        }
    }

    private static @Nullable Double grown(Trial trial) {
        ServerCost server = trial.measurement() == null ? null : trial.measurement().server();
        return server == null || server.residentBytesBefore() == null || server.residentBytesOpen() == null
                ? null
                : Double.valueOf((double) (server.residentBytesOpen() - server.residentBytesBefore()));
    }

    /**
     * Bytes in use above what the process had before its first step, at each number that is higher than all before it in the
     * process: what the process keeps at a smaller number says nothing about that one.
     */
    List<Slope.Point> records() {
        return List.copyOf(records);
    }

    /** Bytes a connection on the last step up to this number; absent when not derivable. */
    @Nullable
    Spread at(int connections) {
        List<Double> values = perStep.get(connections);
        return values == null ? null : new Spread(values);
    }

    /** Bytes a connection over all the steps that say something: the slope. */
    @Nullable
    Spread slope() {
        return perProcess.isEmpty() ? null : new Spread(perProcess);
    }
}

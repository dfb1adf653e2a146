package org.echoscale.results.stats;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.echoscale.results.model.KernelGrowth;
import org.echoscale.results.model.Outcome;
import org.echoscale.results.model.Trial;
import org.jspecify.annotations.Nullable;

/**
 * What a further connection costs in memory, as the slope over the numbers of connections of all forks, in bytes. A slope is
 * absent when there are fewer than {@value Slope#FEWEST_SIZES} numbers that say something.
 *
 * @param user memory in use of the server process
 * @param userSizes how many numbers of connections say something about it
 * @param kernel what the kernel holds for both ends of a connection: objects, stacks and page tables
 * @param tcpBuffers what TCP has set aside for data, for both ends
 * @param kernelSizes how many numbers of connections say something about these two
 */
public record MemorySlopes(@Nullable Slope user, int userSizes, @Nullable Slope kernel, @Nullable Slope tcpBuffers,
        int kernelSizes) {
    /** A part of the connections may have been opened late or closed early. */
    private static final double BOTH_ENDS = 0.98;

    private record Place(int fork, int connections) {}

    /**
     * @param trials of one subject, in the order of measurement
     * @param memory the same climb, for the process's own memory
     */
    static MemorySlopes of(List<Trial> trials, MemoryLadder memory) {
        Map<Place, List<KernelGrowth>> growths = new LinkedHashMap<>();
        for (Trial trial : trials) {
            KernelGrowth growth = trial.outcome() == Outcome.VALID && trial.measurement() != null
                    ? trial.measurement().kernel()
                    : null;
            int connections = trial.cell().connections();
            if (growth != null && hasBothEnds(growth, connections)) {
                growths.computeIfAbsent(new Place(trial.fork(), connections), place -> new ArrayList<>()).add(growth);
            }
        }
        List<Slope.Point> held = new ArrayList<>();
        List<Slope.Point> buffers = new ArrayList<>();
        growths.forEach((place, list) -> {
            held.add(new Slope.Point(place.connections(),
                    list.stream().mapToLong(KernelGrowth::heldBytes).average().orElseThrow()));
            buffers.add(new Slope.Point(place.connections(),
                    list.stream().mapToLong(KernelGrowth::tcpBufferBytes).average().orElseThrow()));
        });
        return new MemorySlopes(slope(memory.records()), Slope.sizes(memory.records()), slope(held), slope(buffers),
                Slope.sizes(held));
    }

    private static boolean hasBothEnds(KernelGrowth growth, int connections) {
        return growth.tcpSockets() >= BOTH_ENDS * 2 * connections;
    }

    /**
     * What the kernel holds for both ends of each of so many connections, by a single trial; null where that cannot be told: there are
     * so few that whatever else went on meanwhile counts for more, or the other ends are on another machine.
     */
    public static @Nullable Double kernelBytesEach(KernelGrowth growth, int connections) {
        return connections < MemoryLadder.FEWEST_MORE || !hasBothEnds(growth, connections)
                ? null
                : Double.valueOf((double) growth.heldBytes() / connections);
    }

    /** Whether anything is known at all. */
    boolean isEmpty() {
        return userSizes == 0 && kernelSizes == 0;
    }

    private static @Nullable Slope slope(List<Slope.Point> points) {
        return Slope.sizes(points) < Slope.FEWEST_SIZES ? null : Slope.through(points);
    }
}

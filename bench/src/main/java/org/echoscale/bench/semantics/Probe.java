package org.echoscale.bench.semantics;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * A claim of the textbooks, and how to see for oneself.
 *
 * @param claim the key of the claim: {@code K6}
 * @param trial makes the observation, on this machine
 */
public record Probe(String claim, Trial trial) {

    /** Makes an observation. */
    @FunctionalInterface
    public interface Trial {
        /** Makes it; fails when the machine does not let it be made. */
        Observation observe() throws IOException;
    }

    /** All there are, in the order of the claims. They take about a second. */
    public static List<Probe> all() {
        List<Probe> all = new ArrayList<>();
        all.add(new Probe("K2", () -> SelectEnd.observe(1100)));
        all.add(new Probe("K5", PollLimit::observe));
        for (Mechanism mechanism : Mechanism.values()) {
            all.add(new Probe(mechanism == Mechanism.EPOLL_ET ? "K7" : "K6", () -> UnreadData.observe(mechanism)));
            all.add(new Probe(mechanism == Mechanism.EPOLL_ET ? "K7" : "K6",
                    () -> UndrainedHandler.observe(mechanism)));
        }
        all.add(new Probe("K8", EpollMemory::observe));
        for (Mechanism mechanism : Mechanism.values()) {
            all.add(new Probe("K9", () -> InterestWakes.observe(mechanism)));
        }
        all.add(new Probe("K10", () -> MoreReadyThanRoom.observe(Mechanism.EPOLL_LT, 1000, 64)));
        all.add(new Probe("K10", () -> MoreReadyThanRoom.observe(Mechanism.EPOLL_ET, 1000, 64)));
        all.add(new Probe("K10", () -> RegistrationNeverBlocks.observe(2000)));
        return List.copyOf(all);
    }
}

package org.echoscale.bench.semantics;

/** What was seen on this machine, as numbers and yes or no. */
public sealed interface Observation permits UnreadData, UndrainedHandler, InterestWakes, MoreReadyThanRoom,
        RegistrationNeverBlocks, SelectEnd, PollLimit, EpollMemory {

    /** The same in words. */
    String sentence();
}

package org.echoscale.bench.run;

import org.echoscale.bench.load.Target;

/** A server that is compared with others. */
public sealed interface Contender {

    /** What it is called in the results; no two of a comparison have the same. */
    String name();

    /**
     * A transport in a process of its own, fresh for each fork.
     *
     * @param name the transport's, with a number behind it when the same transport takes part more than once
     */
    record Own(String name, String transport) implements Contender {}

    /**
     * A server that is already running, and is the same one in all forks.
     *
     * @param target where it listens, and its process on this machine
     */
    record External(String name, Target target) implements Contender {
        public External {
            if (target.pid().isEmpty()) {
                throw new IllegalArgumentException(name + ": without its process its CPU time cannot be read");
            }
        }
    }
}

package org.echoscale.bench.waits;

import java.util.BitSet;

/** Open descriptors, numbered from 0, some of which can be made ready. For the thread that opened them. */
interface Waitables extends AutoCloseable {
    /** Those that can be made ready. */
    BitSet wakeable();

    /** Gives one of them something to read. */
    void makeReady(int index);

    /** Reads what {@link #makeReady} gave it. */
    void consume(int index);

    /** Prepares a mechanism for the descriptors 0 to {@code descriptors - 1}. */
    Waiter arm(Mechanism mechanism, int descriptors);

    @Override
    void close();
}

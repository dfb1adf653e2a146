package org.echoscale.bench.waits;

import java.util.BitSet;

/**
 * Which of the descriptors can be made ready: all, where this process has room for the other ends too. Where it has not, a
 * helper process holds the other ends of the rest, and those that can be made ready are the first few and an even choice of
 * all others. The C program has the same rule, so that both make the same ones ready.
 */
final class Wakeable {
    /** Descriptors that the process has open for itself. */
    static final int OWN_DESCRIPTORS = 200;
    /** Fewer other ends than this in the process would be no random choice. */
    private static final int FEWEST = 64;
    private static final int FIRST = 256;

    private Wakeable() {}

    /** The most descriptors of a kind that a process with this limit can wait for. */
    static int most(Kind kind, long openFiles) {
        long room = Math.clamp(openFiles - OWN_DESCRIPTORS, 0, Integer.MAX_VALUE);
        return (int) switch (kind) {
            case TCP -> Math.max(room / 2, room - FEWEST);
            case PIPE -> room / 2;
            case EVENTFD -> room;
        };
    }

    /** Of {@code size} sockets, those whose other ends are in this process. */
    static BitSet sockets(int size, long openFiles) {
        BitSet here = new BitSet(size);
        long room = openFiles - OWN_DESCRIPTORS - size;
        if (room >= size) {
            here.set(0, size);
            return here;
        }
        int first = (int) Math.min(FIRST, room / 2);
        here.set(0, first);
        long spread = room - first;
        for (long i = 0; i < spread; i++) {
            here.set((int) (first + (i * (size - first) + (size - first) / 2) / spread));
        }
        return here;
    }
}

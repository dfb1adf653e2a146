package org.echoscale.bench.semantics;

import java.io.IOException;
import java.util.BitSet;
import org.echoscale.syscalls.EpollEvents;
import org.echoscale.syscalls.Syscalls;

/**
 * What becomes of descriptors that are ready when epoll_wait has room for fewer ({@code maxevents}), with nobody reading
 * from any of them.
 *
 * @param ready descriptors that are ready
 * @param room the most that a call can report
 * @param calls calls made until each of them was reported, or as many again without that
 * @param seen how many were reported
 * @param reports events reported in all
 */
public record MoreReadyThanRoom(Mechanism mechanism, int ready, int room, int calls, int seen,
        int reports) implements Observation {

    /** Makes it, with one of epoll's mechanisms. */
    public static MoreReadyThanRoom observe(Mechanism mechanism, int ready, int room) throws IOException {
        try (Lab lab = new Lab()) {
            int mode = switch (mechanism) {
                case EPOLL_LT -> 0;
                case EPOLL_ET -> Syscalls.EPOLLET;
                case SELECT, POLL -> throw new IllegalArgumentException(mechanism + " reports all at once");
            };
            int epoll = lab.epoll();
            for (int i = 0; i < ready; i++) {
                lab.register(epoll, lab.readable(), Syscalls.EPOLLIN | mode);
            }
            EpollEvents events = lab.events(room);
            BitSet seen = new BitSet();
            int reports = 0;
            int calls = 0;
            int enough = 2 * fewestCalls(ready, room);
            while (seen.cardinality() < ready && calls < enough) {
                int found = lab.calls().epollWait(epoll, events, Lab.SHORT_MILLIS);
                calls++;
                for (int i = 0; i < found; i++) {
                    seen.set((int) events.data(i));
                }
                reports += Math.max(0, found);
            }
            return new MoreReadyThanRoom(mechanism, ready, room, calls, seen.cardinality(), reports);
        }
    }

    private static int fewestCalls(int ready, int room) {
        return (ready + room - 1) / room;
    }

    /** How many were not reported. */
    public int lost() {
        return ready - seen;
    }

    /** Whether none was reported twice before each had been reported once. */
    public boolean fair() {
        return lost() == 0 && calls == fewestCalls(ready, room);
    }

    @Override
    public String sentence() {
        return mechanism + ": of " + ready + " ready descriptors, with room for " + room + " a call, " + seen
                + " were reported in " + calls + " calls, " + lost() + " lost"
                + (fair() ? "; each once before any a second time" : "");
    }
}

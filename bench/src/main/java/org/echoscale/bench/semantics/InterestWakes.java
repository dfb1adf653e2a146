package org.echoscale.bench.semantics;

import java.io.IOException;
import org.echoscale.syscalls.Syscalls;

/**
 * Whether interest in writing, and in reading, wakes a wait at once on a connection on which nothing has happened yet.
 *
 * @param writeWakes whether interest in writing did
 * @param writeWaitNanos how long that wait took
 * @param readWakes whether interest in reading did
 * @param readWaitNanos how long that wait took: all of its time when nothing woke it
 * @param writeWakesWhenFull whether interest in writing did when the socket had no room
 * @param roomBytes how much went into the connection before there was no room
 */
public record InterestWakes(Mechanism mechanism, boolean writeWakes, long writeWaitNanos, boolean readWakes,
        long readWaitNanos, boolean writeWakesWhenFull, long roomBytes) implements Observation {

    public static InterestWakes observe(Mechanism mechanism) throws IOException {
        try (Lab lab = new Lab()) {
            int fd = lab.connect().near();
            Watch writing = Watch.of(lab, mechanism, fd, Syscalls.POLLOUT);
            long before = System.nanoTime();
            boolean writeWakes = writing.await(Lab.LONG_MILLIS);
            long writeNanos = System.nanoTime() - before;
            Watch reading = Watch.of(lab, mechanism, fd, Syscalls.POLLIN);
            before = System.nanoTime();
            boolean readWakes = reading.await(Lab.SHORT_MILLIS);
            long readNanos = System.nanoTime() - before;
            long room = lab.fill(fd);
            boolean whenFull = Watch.of(lab, mechanism, fd, Syscalls.POLLOUT).await(Lab.SHORT_MILLIS);
            return new InterestWakes(mechanism, writeWakes, writeNanos, readWakes, readNanos, whenFull, room);
        }
    }

    @Override
    public String sentence() {
        return mechanism + ": interest in writing " + (writeWakes ? "woke the wait at once" : "did not wake the wait")
                + ", interest in reading " + (readWakes ? "did too" : "did not") + "; with " + roomBytes
                + " bytes sent and no room left, interest in writing " + (writeWakesWhenFull ? "did again" : "did not");
    }
}

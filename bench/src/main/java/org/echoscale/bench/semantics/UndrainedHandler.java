package org.echoscale.bench.semantics;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import org.echoscale.syscalls.Syscalls;

/**
 * What becomes of a handler that reads once for each report, and not until nothing is left, when its peer sends more than
 * fits its buffer and waits for an answer.
 *
 * @param sent bytes that the peer sent at once
 * @param buffer bytes that the handler reads at most
 * @param reports how often the connection was reported
 * @param read bytes that the handler got
 * @param left bytes that lay in the socket when no report came any more
 */
public record UndrainedHandler(Mechanism mechanism, int sent, int buffer, int reports, int read,
        int left) implements Observation {
    private static final int SENT = 4096;
    private static final int BUFFER = 1024;

    public static UndrainedHandler observe(Mechanism mechanism) throws IOException {
        try (Lab lab = new Lab()) {
            Lab.Connection connection = lab.connect();
            Watch watch = Watch.of(lab, mechanism, connection.near(), Syscalls.POLLIN);
            MemorySegment buffer = lab.memory(BUFFER);
            lab.send(connection.far(), SENT);
            int reports = 0;
            int read = 0;
            while (reports <= SENT && watch.await(read < SENT && reports == 0 ? Lab.LONG_MILLIS : Lab.SHORT_MILLIS)) {
                reports++;
                read += Math.max(0, lab.calls().recv(connection.near(), buffer.address(), BUFFER));
            }
            return new UndrainedHandler(mechanism, SENT, BUFFER, reports, read, rest(lab, connection, buffer));
        }
    }

    private static int rest(Lab lab, Lab.Connection connection, MemorySegment buffer) {
        int rest = 0;
        int read;
        while ((read = lab.calls().recv(connection.near(), buffer.address(), BUFFER)) > 0) {
            rest += read;
        }
        return rest;
    }

    /** Whether bytes lay there and nobody was told: the peer would wait for ever. */
    public boolean hangs() {
        return left > 0;
    }

    @Override
    public String sentence() {
        return mechanism + ": a handler that reads " + buffer + " bytes a report got " + read + " of " + sent + " in "
                + reports + (reports == 1 ? " report" : " reports")
                + (hangs() ? " and hangs, with " + left + " bytes unread" : ", all there was");
    }
}

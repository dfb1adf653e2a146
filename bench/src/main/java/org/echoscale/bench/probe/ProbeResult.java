package org.echoscale.bench.probe;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a probe found.
 *
 * @param server where it listened, as {@code HOST:PORT}
 * @param echoes whether every byte came back, right and in order, on the connection it was sent on
 * @param oneAtATime whether a connection was served only after another one had been closed
 * @param verdict in a sentence
 * @param problem why it does not echo; null when it does
 * @param warnings what is odd about it all the same
 * @param seconds that the probe took
 * @param connections what went over each
 * @param steps all that happened, in order
 */
public record ProbeResult(String server, boolean echoes, boolean oneAtATime, String verdict, @Nullable Problem problem,
        List<String> warnings, double seconds, List<Traffic> connections, List<Step> steps) {
    public ProbeResult {
        warnings = List.copyOf(warnings);
        connections = List.copyOf(connections);
        steps = List.copyOf(steps);
    }

    /**
     * What went over a connection.
     *
     * @param connection its number from 1; 0 is the first check
     * @param local our end of it; null when it was never connected
     * @param bytesSent by us
     * @param bytesReceived by us, and found right
     */
    public record Traffic(int connection, @Nullable String local, int bytesSent, int bytesReceived) {}
}

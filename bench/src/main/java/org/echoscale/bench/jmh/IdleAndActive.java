package org.echoscale.bench.jmh;

import java.io.IOException;
import org.echoscale.bench.load.Crowd;
import org.echoscale.bench.load.Rounds;
import org.echoscale.bench.load.Target;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;

/**
 * One message there and back on each of A connections at the same time, while N are open: what the idle ones cost. An
 * operation is the whole round. Which connections are active is random, and the idle ones are shown to be alive at the end.
 */
@SuppressWarnings("NullAway.Init") // JMH calls the set-up before anything else
public class IdleAndActive extends TransportSuite {
    /** How many are open: N. */
    @Param({"10", "100", "1000", "10000"})
    public int connections;

    /** How many of them carry a message in each round: A. */
    @Param("10")
    public int active;

    /** Size of a message. */
    @Param("64")
    public int bytes;

    private Rounds open;

    @Override
    void connect(Target target) throws IOException {
        open = Rounds.open(target, new Crowd(connections, active, bytes, 1));
    }

    @Override
    void disconnect() throws IOException {
        try (Rounds rounds = open) {
            rounds.verifyIdle();
        }
    }

    /** Every byte of each reply is checked. */
    @Benchmark
    public int round() throws IOException {
        return open.round();
    }
}

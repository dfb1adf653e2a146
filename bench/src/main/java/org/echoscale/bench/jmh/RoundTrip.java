package org.echoscale.bench.jmh;

import java.io.IOException;
import org.echoscale.bench.load.Crowd;
import org.echoscale.bench.load.Rounds;
import org.echoscale.bench.load.Target;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;

/**
 * One message there and back on one connection. With a single message on its way both CPUs fall idle in between, so most of
 * the time is the kernel's waking up the one side and the other; what the server itself costs shows in {@code cpu.server}.
 */
@SuppressWarnings("NullAway.Init") // JMH calls the set-up before anything else
public class RoundTrip extends TransportSuite {
    /** Size of the message. */
    @Param({"1", "64", "4096", "65536"})
    public int bytes;

    private Rounds connection;

    @Override
    void connect(Target target) throws IOException {
        connection = Rounds.open(target, new Crowd(1, 1, bytes, 1));
    }

    @Override
    void disconnect() {
        connection.close();
    }

    /** Every byte of the reply is checked. */
    @Benchmark
    public int echo() throws IOException {
        return connection.round();
    }
}

package org.echoscale.bench.jmh;

import java.io.IOException;
import org.echoscale.bench.load.Conversations;
import org.echoscale.bench.load.Target;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;

/**
 * Connect, one message there and back, close: what a connection costs that carries hardly anything. It ends with a reset, so
 * that no port is left in TIME_WAIT, and comes from several addresses in turn.
 */
@SuppressWarnings("NullAway.Init") // JMH calls the set-up before anything else
public class Churn extends TransportSuite {
    /** Size of the message. */
    @Param("64")
    public int bytes;

    private Conversations conversations;

    @Override
    void connect(Target target) throws IOException {
        conversations = Conversations.with(target.address(), bytes, 1);
    }

    @Override
    void disconnect() {
        conversations.close();
    }

    /** Every byte of the reply is checked. */
    @Benchmark
    public int conversation() throws IOException {
        return conversations.converse();
    }
}

package org.echoscale.tck;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.function.Predicate;
import org.echoscale.core.EchoServer;
import org.echoscale.core.EchoTransport;
import org.echoscale.core.ServerOptions;
import org.echoscale.core.Support;
import org.junit.jupiter.api.Assumptions;

/**
 * What the rules are tested on.
 *
 * @param transport whose servers are tested
 * @param patience how long to wait for what a server must do
 * @param jvmWide threads that are no server's: they are made on first use and live as long as the JVM
 */
record Subject(EchoTransport transport, Duration patience, Predicate<Thread> jvmWide) {

    /** How it is supported. A transport that cannot run on this machine aborts the test, with its reason. */
    Support.Supported support() {
        return switch (transport.support()) {
            case Support.Supported supported -> supported;
            case Support.Unsupported unsupported -> Assumptions.abort(transport.name() + ": " + unsupported.reason());
        };
    }

    boolean servesOneAtATime() {
        return support().service() == Support.Service.ONE_AT_A_TIME;
    }

    EchoServer start() throws IOException {
        return start(ServerOptions.loopback());
    }

    EchoServer start(ServerOptions options) throws IOException {
        support();
        return transport.start(options);
    }

    /**
     * What servers are started with where the number of event loops may matter: one, and two when there are such loops. A
     * transport that tells no steps may have loops as well; for it, the rules on echoes alone are tested with two.
     */
    List<ServerOptions> eachNumberOfLoops() {
        ServerOptions one = ServerOptions.loopback();
        return transport.tellsItsSteps() ? List.of(one, one.withEventLoops(2)) : List.of(one);
    }

    EchoClient connect(EchoServer server) throws IOException {
        return EchoClient.connect(server.address(), patience);
    }

    /** Starts a server, has it echo something on a connection and closes it: whatever is made once is made then. */
    void rehearse() throws IOException {
        try (EchoServer server = start(); EchoClient client = connect(server)) {
            client.echo(Payload.of(0, 64));
        }
    }

    /** Waits until the server has closed every connection that it accepted, at least this many. */
    void awaitDrained(EchoServer server, long connections) {
        Await.until(patience, () -> connections + " connections accepted and closed; " + server.stats(),
                () -> server.stats().closed() >= connections && server.stats().open() == 0);
    }
}

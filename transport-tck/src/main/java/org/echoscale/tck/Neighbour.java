package org.echoscale.tck;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import org.echoscale.core.EchoServer;

/**
 * A connection made after a first one, which must not suffer from it. A server that serves all gives it its echoes
 * meanwhile; one that serves one at a time gives it nothing until the first has ended, and everything then.
 */
final class Neighbour implements AutoCloseable {

    /** How long a neighbour that must wait is watched. An early echo would come within microseconds. */
    private static final Duration WATCH = Duration.ofMillis(30);

    private final EchoClient client;
    private final boolean waits;
    private long sent;
    private long echoed;

    private Neighbour(EchoClient client, boolean waits) {
        this.client = client;
        this.waits = waits;
    }

    static Neighbour connect(Subject subject, EchoServer server) throws IOException {
        return new Neighbour(subject.connect(server), subject.servesOneAtATime());
    }

    /** To be called while the first connection is open. */
    void whileTheFirstIsOpen() throws IOException {
        send();
        if (waits) {
            client.expectSilence(WATCH);
        } else {
            expectEchoes();
        }
    }

    /** To be called as often as wanted while the first connection is open: takes little time. */
    void glanceWhileTheFirstIsOpen() throws IOException {
        if (!waits) {
            send();
            expectEchoes();
        }
    }

    /** To be called when the first connection has ended. */
    void onceTheFirstHasEnded() throws IOException {
        send();
        expectEchoes();
        assertThat(echoed).isEqualTo(sent);
    }

    private void send() throws IOException {
        client.send(Payload.of(sent++, 32));
    }

    private void expectEchoes() throws IOException {
        while (echoed < sent) {
            client.expect(Payload.of(echoed++, 32));
        }
    }

    /** Ends this connection. */
    void leave() throws IOException {
        client.close();
    }

    @Override
    public void close() throws IOException {
        client.close();
    }
}

package org.echoscale.tck;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.echoscale.core.EchoServer;

/** Many clients of one server, closed together. */
final class Crowd implements AutoCloseable {
    private final List<EchoClient> clients = new ArrayList<>();

    /** Nobody yet. */
    Crowd() {}

    /** Connects this many. Those that the server serves at once have had one echo each, so it knows them. */
    static Crowd connect(Subject subject, EchoServer server, int count) throws IOException {
        Crowd crowd = new Crowd();
        try {
            for (int i = 0; i < count; i++) {
                EchoClient client = crowd.add(subject.connect(server));
                if (i == 0 || !subject.servesOneAtATime()) {
                    client.echo(Payload.of(i, 8));
                }
            }
            return crowd;
        } catch (IOException | AssertionError e) {
            crowd.close();
            throw e;
        }
    }

    /** One more, closed with the others. */
    EchoClient add(EchoClient client) {
        clients.add(client);
        return client;
    }

    List<EchoClient> clients() {
        return clients;
    }

    /** Fails unless the server has ended every connection. */
    void expectGone() {
        clients.forEach(EchoClient::expectGone);
    }

    @Override
    public void close() throws IOException {
        for (EchoClient client : clients) {
            client.close();
        }
    }
}

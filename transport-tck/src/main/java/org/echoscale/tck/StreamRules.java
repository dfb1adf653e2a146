package org.echoscale.tck;

import java.io.ByteArrayOutputStream;
import java.util.SplittableRandom;
import org.echoscale.core.EchoServer;
import org.echoscale.core.ServerOptions;
import org.junit.jupiter.api.Test;

/** R3, R4, R5: what comes back on one connection. */
interface StreamRules extends Rules {
    int MEGABYTE = 1024 * 1024;

    @Test
    default void r03_everyByteComesBackInOrder() throws Exception {
        int buffer = ServerOptions.DEFAULT_BUFFER_BYTES;
        int[] lengths = {1, 2, 3, 64, 1000, buffer - 1, buffer, buffer + 1, 64 * 1024, MEGABYTE};
        Subject subject = subject();
        try (EchoServer server = subject.start(); EchoClient client = subject.connect(server)) {
            for (int length : lengths) {
                client.echo(Payload.of(length, length));
            }
        }
    }

    @Test
    default void r03_everyConnectionGetsItsOwnBytes() throws Exception {
        Subject subject = subject();
        try (EchoServer server = subject.start()) {
            eachGetsItsOwn(subject, server, 100, 500);
        }
    }

    @Test
    default void r03_everyConnectionGetsItsOwnBytesFromTwoLoops() throws Exception {
        Subject subject = subject();
        try (EchoServer server = subject.start(ServerOptions.loopback().withEventLoops(2))) {
            eachGetsItsOwn(subject, server, 20, 500);
        }
    }

    @Test
    default void r03_largeMessagesOfSeveralConnectionsDoNotMix() throws Exception {
        Subject subject = subject();
        try (EchoServer server = subject.start()) {
            eachGetsItsOwn(subject, server, 8, 256 * 1024);
        }
    }

    /** All send at once; then they get their echoes in the order in which they came, and leave. */
    private static void eachGetsItsOwn(Subject subject, EchoServer server, int connections, int length)
            throws Exception {
        EchoClient[] clients = new EchoClient[connections];
        Sending[] sendings = new Sending[connections];
        try {
            for (int i = 0; i < connections; i++) {
                clients[i] = subject.connect(server);
                sendings[i] = clients[i].sendInBackground(Payload.of(i, length), null);
            }
            for (int i = 0; i < connections; i++) {
                clients[i].expect(Payload.of(i, length));
                sendings[i].join();
                clients[i].close();
            }
        } finally {
            for (int i = 0; i < connections && clients[i] != null; i++) {
                clients[i].close();
            }
            for (int i = 0; i < connections && sendings[i] != null; i++) {
                sendings[i].close();
            }
        }
    }

    @Test
    default void r04_howTheStreamIsSplitDoesNotMatter() throws Exception {
        Subject subject = subject();
        for (long seed = 1; seed <= 5; seed++) {
            try (EchoServer server = subject.start(); EchoClient client = subject.connect(server)) {
                client.echoInPieces(Payload.of(seed, 300_000), new SplittableRandom(seed));
            }
        }
    }

    @Test
    default void r04_aByteAtATimeIsEchoedAsItComes() throws Exception {
        Subject subject = subject();
        byte[] bytes = Payload.of(4, 200);
        try (EchoServer server = subject.start(); EchoClient client = subject.connect(server)) {
            for (byte one : bytes) {
                client.echo(new byte[]{one});
            }
        }
    }

    @Test
    default void r04_messagesThatRunTogetherAreAllEchoed() throws Exception {
        Subject subject = subject();
        SplittableRandom random = new SplittableRandom(4);
        try (EchoServer server = subject.start(); EchoClient client = subject.connect(server)) {
            for (int round = 0; round < 50; round++) {
                // Several sends before the first receive: what arrives together is one readiness and several reads.
                ByteArrayOutputStream sent = new ByteArrayOutputStream();
                for (int message = 0; message < 4; message++) {
                    byte[] bytes = Payload.of(random.nextLong(), 1 + random.nextInt(12_000));
                    client.send(bytes);
                    sent.writeBytes(bytes);
                }
                client.expect(sent.toByteArray());
            }
        }
    }

    @Test
    default void r04_theSmallestBufferAndQueueWillDo() throws Exception {
        Subject subject = subject();
        ServerOptions small = ServerOptions.loopback().withBufferBytes(1).withMaxQueuedBytes(1);
        try (EchoServer server = subject.start(small); EchoClient client = subject.connect(server)) {
            client.echo(Payload.of(5, 1000));
        }
    }

    @Test
    default void r05_halfCloseEchoesWhatWasSentBeforeAndThenCloses() throws Exception {
        Subject subject = subject();
        byte[] bytes = Payload.of(5, 10_000);
        try (EchoServer server = subject.start(); EchoClient client = subject.connect(server)) {
            client.send(bytes);
            client.finishSending();
            client.expect(bytes);
            client.expectEnd();
            subject.awaitDrained(server, 1);
        }
    }

    @Test
    default void r05_halfCloseWithNothingSentCloses() throws Exception {
        Subject subject = subject();
        try (EchoServer server = subject.start(); EchoClient client = subject.connect(server)) {
            client.finishSending();
            client.expectEnd();
            subject.awaitDrained(server, 1);
        }
    }

    @Test
    default void r05_halfCloseLosesNothingThatWaitsForASlowReader() throws Exception {
        Subject subject = subject();
        try (EchoServer server = subject.start(Flood.roomy());
                EchoClient client = EchoClient.connectWithSmallBuffer(server.address(), subject.patience())) {
            int sent = Flood.untilHeldThenFinished(client, server);
            client.expect(Flood.content(sent));
            client.expectEnd();
            subject.awaitDrained(server, 1);
        }
    }
}

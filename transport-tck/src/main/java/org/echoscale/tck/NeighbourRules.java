package org.echoscale.tck;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.SocketException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.echoscale.core.EchoServer;
import org.echoscale.core.ServerOptions;
import org.echoscale.core.ServerStats;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * R6, R7, R8: what one connection, or one too many, does to the others. For a server that serves one at a time the
 * others wait and are served in turn, which {@link Neighbour} asserts.
 */
interface NeighbourRules extends Rules {

    @ParameterizedTest
    @EnumSource
    default void r06_aResetTouchesNobodyElse(ResetMoment moment) throws Exception {
        Subject subject = subject();
        try (EchoServer server = subject.start()) {
            for (int i = 0; i < 3; i++) {
                try (EchoClient first = subject.connect(server);
                        Neighbour neighbour = Neighbour.connect(subject, server)) {
                    moment.prepare(first);
                    neighbour.whileTheFirstIsOpen();
                    first.reset();
                    neighbour.onceTheFirstHasEnded();
                }
            }
            subject.awaitDrained(server, 3);
        }
    }

    /** What a server keeps for later, say the memory of a queue, must not remember how it was used last. */
    @Test
    default void r06_aResetWithALittleLeftToSendDoesNotHarmOneThatQueuesALotLater() throws Exception {
        Subject subject = subject();
        ServerOptions options = Flood.roomy().withBufferBytes(2 * Flood.LITTLE);
        try (EchoServer server = subject.start(options)) {
            try (EchoClient first = EchoClient.connectWithSmallBuffer(server.address(), subject.patience());
                    Neighbour neighbour = Neighbour.connect(subject, server)) {
                Flood.untilALittleIsHeld(first, server);
                first.finishSending();
                // A loop that has served the neighbour twice has met the end of the first one's stream.
                neighbour.glanceWhileTheFirstIsOpen();
                neighbour.glanceWhileTheFirstIsOpen();
                first.reset();
                neighbour.onceTheFirstHasEnded();
            }
            try (EchoClient next = EchoClient.connectWithSmallBuffer(server.address(), subject.patience())) {
                int sent = Flood.untilHeldThenFinished(next, server);
                next.expect(Flood.content(sent));
                next.expectEnd();
            }
        }
    }

    @Test
    default void r07_aPeerThatNeverReadsBoundsWhatIsHeldAndDelaysNobody() throws Exception {
        Subject subject = subject();
        ServerOptions options = ServerOptions.loopback().withMaxQueuedBytes(64 * 1024);
        int bound = options.maxQueuedBytes() + options.bufferBytes();
        try (EchoServer server = subject.start(options);
                EchoClient first = EchoClient.connectWithSmallBuffer(server.address(), subject.patience());
                Neighbour neighbour = Neighbour.connect(subject, server)) {
            // Ends when the kernel takes no more, which it does only because the server has stopped reading.
            Flood.until(first, () -> {
                neighbour.glanceWhileTheFirstIsOpen();
                return Flood.held(server) < 100L * bound;
            });
            assertThat(Flood.held(server)).as("bytes held").isBetween(0L, (long) bound);
            neighbour.whileTheFirstIsOpen();
            first.reset();
            neighbour.onceTheFirstHasEnded();
        }
    }

    @Test
    default void r07_aPeerThatReadsAtLastGetsEverything() throws Exception {
        Subject subject = subject();
        try (EchoServer server = subject.start(ServerOptions.loopback().withMaxQueuedBytes(20_000));
                EchoClient client = EchoClient.connectWithSmallBuffer(server.address(), subject.patience())) {
            int flooded = Flood.until(client);
            client.expect(Flood.content(flooded));
            client.echo(Payload.of(70, StreamRules.MEGABYTE));
        }
    }

    @Test
    default void r08_connectionsUpToTheLimitAreServedAndThosePastItRefused() throws Exception {
        Subject subject = subject();
        try (EchoServer server = subject.start()) {
            if (subject.servesOneAtATime()) {
                servesEachInTurn(subject, server);
            } else if (subject.support().connectionLimit() <= ConnectionCount.affordable()) {
                refusesThosePastTheLimit(subject, server);
            } else {
                servesAll(subject, server, ConnectionCount.affordableBelow(subject.support().connectionLimit()));
            }
        }
    }

    private static void servesEachInTurn(Subject subject, EchoServer server) throws Exception {
        try (EchoClient first = subject.connect(server);
                Neighbour second = Neighbour.connect(subject, server);
                Neighbour third = Neighbour.connect(subject, server)) {
            first.echo(Payload.of(1, 10));
            second.whileTheFirstIsOpen();
            third.whileTheFirstIsOpen();
            first.reset();
            second.onceTheFirstHasEnded();
            third.whileTheFirstIsOpen();
            second.leave();
            third.onceTheFirstHasEnded();
        }
        assertThat(server.stats().refused()).isZero();
    }

    private static void servesAll(Subject subject, EchoServer server, int count) throws Exception {
        try (Crowd crowd = new Crowd()) {
            for (int i = 1; i <= count; i++) {
                assertThat(crowd.add(subject.connect(server)).isServed()).as("connection %s is served", i).isTrue();
            }
            assertThat(crowd.clients()).as("all together").allMatch(EchoClient::isServed);
            assertThat(server.stats().open()).isEqualTo(count);
            assertThat(server.stats().refused()).isZero();
        }
    }

    /**
     * The limit need not be reached: what limits select is the highest descriptor's number, and descriptors of others in
     * this JVM, the clients' among them, take numbers too.
     */
    private static void refusesThosePastTheLimit(Subject subject, EchoServer server) throws Exception {
        int limit = subject.support().connectionLimit();
        int opened = limit + 20;
        List<EchoClient> served = new ArrayList<>();
        try (Crowd all = new Crowd()) {
            for (int i = 0; i < opened; i++) {
                connectIfServed(subject, server, all).ifPresent(served::add);
            }
            int refused = opened - served.size();
            assertThat(served.size()).as("connections served at once").isBetween(1, limit);
            Await.until(subject.patience(), () -> refused + " refused connections; " + server.stats(),
                    () -> server.stats().refused() == refused);
            assertThat(served).as("those served before are unharmed").allMatch(EchoClient::isServed);

            ServerStats full = server.stats();
            assertThat(full.open()).isEqualTo(served.size());
            for (EchoClient leaving : served.subList(0, Math.min(4, served.size()))) {
                leaving.close();
            }
            Await.until(subject.patience(), () -> "room again; " + server.stats(),
                    () -> server.stats().open() < full.open());
            assertThat(all.add(subject.connect(server)).isServed()).as("one that comes when there is room").isTrue();
        }
    }

    /** A connection, unless the server refuses it; the reset of a refusal may come while the client still connects. */
    private static Optional<EchoClient> connectIfServed(Subject subject, EchoServer server, Crowd all)
            throws Exception {
        EchoClient client;
        try {
            client = all.add(subject.connect(server));
        } catch (SocketException e) {
            return Optional.empty();
        }
        return client.isServed() ? Optional.of(client) : Optional.empty();
    }
}

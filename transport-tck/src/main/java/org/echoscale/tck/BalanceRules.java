package org.echoscale.tck;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.SplittableRandom;
import org.echoscale.core.EchoServer;
import org.echoscale.core.ServerStats;
import org.junit.jupiter.api.Test;

/** R11: what a server says that it did. */
interface BalanceRules extends Rules {

    @Test
    default void r11_afterOrderlyEndsTheStatisticsAreWhatTheClientsSaw() throws Exception {
        Subject subject = subject();
        SplittableRandom random = new SplittableRandom(11);
        int connections = 20;
        long echoed = 0;
        try (EchoServer server = subject.start()) {
            for (int i = 0; i < connections; i++) {
                try (EchoClient client = subject.connect(server)) {
                    int length = random.nextInt(40_000);
                    client.echo(Payload.of(i, length));
                    echoed += length;
                    if (random.nextBoolean()) {
                        client.finishSending();
                        client.expectEnd();
                    }
                }
            }
            subject.awaitDrained(server, connections);
            ServerStats stats = server.stats();
            assertThat(stats.accepted()).isEqualTo(connections);
            assertThat(stats.closed()).isEqualTo(connections);
            assertThat(stats.refused()).isZero();
            assertThat(stats.acceptFailures()).isZero();
            assertThat(stats.bytesReceived()).isEqualTo(echoed);
            assertThat(stats.bytesSent()).isEqualTo(echoed);
            assertThat(stats.bytesDiscarded()).isZero();
        }
    }

    @Test
    default void r11_afterResetsTheStatisticsBalance() throws Exception {
        Subject subject = subject();
        int connections = 10;
        long sent = 0;
        try (EchoServer server = subject.start()) {
            for (int i = 0; i < connections; i++) {
                try (EchoClient client = EchoClient.connectWithSmallBuffer(server.address(), subject.patience())) {
                    client.echo(Payload.of(i, 100));
                    sent += 100 + client.sendWithoutBlocking(ByteBuffer.wrap(Payload.of(i, StreamRules.MEGABYTE)));
                    client.reset();
                }
            }
            subject.awaitDrained(server, connections);
            ServerStats stats = server.stats();
            assertThat(stats.accepted()).isEqualTo(connections);
            balances(stats);
            assertThat(stats.bytesReceived()).as("no more than was sent").isLessThanOrEqualTo(sent);
        }
    }

    @Test
    default void r11_closingTheServerDrainsIt() throws Exception {
        Subject subject = subject();
        EchoServer server = subject.start();
        try (EchoClient flooding = EchoClient.connectWithSmallBuffer(server.address(), subject.patience());
                Crowd idle = Crowd.connect(subject, server, subject.servesOneAtATime() ? 0 : 10)) {
            Flood.until(flooding);
            long open = server.stats().open();
            assertThat(open).isEqualTo(idle.clients().size() + 1);
            server.close();
            ServerStats stats = server.stats();
            assertThat(stats.accepted()).isEqualTo(open);
            balances(stats);
            assertThat(server.stats()).as("later").isEqualTo(stats);
        } finally {
            server.close();
        }
    }

    private static void balances(ServerStats stats) {
        assertThat(stats.closed()).as("closed; %s", stats).isEqualTo(stats.accepted());
        assertThat(stats.bytesSent() + stats.bytesDiscarded()).as("sent and discarded; %s", stats)
                .isEqualTo(stats.bytesReceived());
    }
}

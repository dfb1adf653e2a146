package org.echoscale.nio;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;

import org.echoscale.core.EchoServer;
import org.echoscale.core.ServerOptions;
import org.echoscale.tck.EchoClient;
import org.junit.jupiter.api.Test;

class NioServerTest {
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    @Test
    void aPeerForWhoseQueueThereIsNoMemoryIsClosedAndTheOthersAreServed() throws IOException {
        ServerOptions options = ServerOptions.loopback();
        try (EchoServer server = NioServer.start("test", options, () -> new Exhausted(options));
                EchoClient unread = EchoClient.connectWithSmallBuffer(server.address(), PATIENCE);
                EchoClient other = EchoClient.connect(server.address(), PATIENCE)) {
            sendUntilClosed(unread);
            unread.expectGone();

            assertThat(other.isServed()).isTrue();
            assertThat(server.stats().open()).isEqualTo(1);
            assertThat(server.stats().bytesDiscarded()).isPositive();
        }
    }

    private static void sendUntilClosed(EchoClient client) {
        ByteBuffer piece = ByteBuffer.allocate(64 * 1024);
        try {
            for (int i = 0; i < 4096; i++) {
                client.send(piece.array());
            }
        } catch (IOException e) {
            return; // reset: it was closed with bytes of ours unread
        }
        throw new AssertionError("the server took all of it");
    }

    /** What a loop has when the system has no memory left. */
    private static final class Exhausted extends ChunkPool {
        Exhausted(ServerOptions options) {
            super(options);
        }

        @Override
        Chunk make(int bytes) {
            throw new OutOfMemoryError("none left");
        }
    }
}

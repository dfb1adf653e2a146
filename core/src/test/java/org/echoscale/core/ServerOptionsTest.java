package org.echoscale.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetSocketAddress;
import org.junit.jupiter.api.Test;

class ServerOptionsTest {

    @Test
    void piecesOfAQueueAreAsLargeAsTheBufferWithinBounds() {
        ServerOptions options = ServerOptions.loopback();

        assertThat(options.withBufferBytes(1).chunkBytes()).isEqualTo(4 * 1024);
        assertThat(options.withBufferBytes(10_000).chunkBytes()).isEqualTo(10_000);
        assertThat(options.withBufferBytes(1 << 30).chunkBytes()).isEqualTo(64 * 1024);
        assertThat(options.withBufferBytes(1).mostKeptChunks()).isEqualTo(4096);
        assertThat(options.withBufferBytes(1 << 30).mostKeptChunks()).isEqualTo(256);
    }

    @Test
    void listensOnLoopbackOnlyUnlessAskedTo() {
        assertThat(ServerOptions.loopback().address().getAddress().isLoopbackAddress()).isTrue();
    }

    @Test
    void aValueBelowOneIsRefusedByName() {
        ServerOptions options = ServerOptions.loopback();
        assertThatThrownBy(() -> options.withBacklog(0)).hasMessage("backlog 0 < 1");
        assertThatThrownBy(() -> options.withEventLoops(0)).hasMessage("eventLoops 0 < 1");
        assertThatThrownBy(() -> options.withBufferBytes(-1)).hasMessage("bufferBytes -1 < 1");
        assertThatThrownBy(() -> options.withMaxQueuedBytes(0)).hasMessage("maxQueuedBytes 0 < 1");
    }

    @Test
    void anUnresolvedAddressIsRefused() {
        assertThatThrownBy(() -> ServerOptions.at(InetSocketAddress.createUnresolved("no.such.host.invalid", 1)))
                .hasMessageContaining("not resolved");
    }
}

package org.echoscale.netty;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.channels.ClosedChannelException;

import org.echoscale.core.ServerCounters;
import org.junit.jupiter.api.Test;

import io.netty.channel.embedded.EmbeddedChannel;

class EchoesTest {
    private final EmbeddedChannel channel = new EmbeddedChannel();
    private final ServerCounters counters = new ServerCounters();
    private final Echoes echoes = new Echoes(new NettyConnection(1, channel), counters, () -> {});

    @Test
    void writesAreCountedInTheirOrderHoweverManyWait() {
        long expected = 0;
        int next = 1;
        for (int bytes = 1; bytes <= 1000; bytes++) {
            echoes.add(bytes);
            if (bytes % 3 == 0) {
                echoes.trySuccess(null);
                expected += next++;
                assertThat(counters.snapshot().bytesSent()).isEqualTo(expected);
            }
        }
    }

    @Test
    void aWriteThatFailedIsDiscarded() {
        echoes.add(10);
        echoes.add(7);
        echoes.trySuccess(null);
        echoes.tryFailure(new ClosedChannelException());

        assertThat(counters.snapshot().bytesSent()).isEqualTo(10);
        assertThat(counters.snapshot().bytesDiscarded()).isEqualTo(7);
    }

    @Test
    void itStaysUsableForTheNextWrite() {
        echoes.add(10);
        echoes.trySuccess(null);

        assertThat(echoes.isDone()).isFalse();
    }

    @Test
    void afterTheEndOfInputTheConnectionIsClosedOnceEverythingIsWritten() {
        echoes.add(10);
        echoes.endOfInput();
        assertThat(channel.isOpen()).isTrue();

        echoes.trySuccess(null);
        assertThat(channel.isOpen()).isFalse();
    }

    @Test
    void afterTheEndOfInputAConnectionWithNothingToWriteIsClosedAtOnce() {
        echoes.endOfInput();

        assertThat(channel.isOpen()).isFalse();
    }
}

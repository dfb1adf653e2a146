package org.echoscale.netty;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;

import org.echoscale.core.EchoTransport;
import org.echoscale.core.Support;
import org.echoscale.core.Transports;
import org.junit.jupiter.api.Test;

class NettyTransportsTest {

    @Test
    void allThreeAreFoundByName() {
        Transports transports = Transports.load(getClass().getClassLoader());

        assertThat(transports.names()).containsExactly("netty-epoll", "netty-io-uring", "netty-nio");
    }

    @Test
    void ioUringSaysWhichFeaturesAreOnOrWhyItCannotRun() {
        EchoTransport ioUring = new NettyIoUringTransport();

        switch (ioUring.support()) {
            case Support.Supported supported -> assertThat(supported.mechanism())
                    .containsPattern("buffer ring (on|off)")
                    .contains("multishot receive off", "multishot accept off");
            case Support.Unsupported unsupported -> assertThat(unsupported.reason()).doesNotContain("\n");
        }
    }

    @Test
    void theReasonIsTheInnermostCauseInOneLine() {
        Throwable wrapped = new UnsatisfiedLinkError("failed to load the required native library")
                .initCause(new IllegalStateException(
                        new IOException("io_uring_setup: Operation not permitted\nat line 2")));

        assertThat(NettyTransport.rootMessage(wrapped)).isEqualTo("io_uring_setup: Operation not permitted");
    }
}

package org.echoscale.bench.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ListeningTest {

    @Test
    void isALineOfAddressAndName() {
        assertThat(new Listening(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 7007), "poll").line())
                .isEqualTo("listening 127.0.0.1:7007 poll");
    }

    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1", "0.0.0.0", "::1"})
    void readsWhatItWrote(String host) {
        Listening listening = new Listening(new InetSocketAddress(InetAddress.ofLiteral(host), 7007), "epoll-et");
        assertThat(Listening.parse(listening.line())).contains(listening);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "listening", "listening 127.0.0.1 poll", "Error: no main class", "listening :7 poll"})
    void anotherLineIsNone(String line) {
        assertThat(Listening.parse(line)).isEmpty();
    }
}

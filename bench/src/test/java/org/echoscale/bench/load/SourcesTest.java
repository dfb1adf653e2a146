package org.echoscale.bench.load;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.HashSet;
import org.echoscale.bench.limits.SourcePorts;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SourcesTest {
    private static final InetAddress LOOPBACK = InetAddress.ofLiteral("127.0.0.1");

    @Test
    void eachAddressIsOneOfTheLoopbackNetAndAnother() {
        Sources sources = Sources.of(LOOPBACK, SourcePorts.MOST_ADDRESSES);
        assertThat(new HashSet<>(sources.addresses())).hasSize(SourcePorts.MOST_ADDRESSES);
        assertThat(sources.addresses())
                .allMatch(source -> source.getAddress().isLoopbackAddress() && source.getPort() == 0);
        assertThat(sources.addresses().getFirst()).isEqualTo(new InetSocketAddress(LOOPBACK, 0));
    }

    @Test
    void fewConnectionsComeFromTheUsualAddress() {
        assertThat(Sources.forOpen(LOOPBACK, 1).addresses()).containsExactly(new InetSocketAddress(LOOPBACK, 0));
    }

    @ParameterizedTest
    @ValueSource(strings = {"::1", "192.0.2.1"})
    void aServerThatIsNotOnTheLoopbackNetIsConnectedToFromWhereTheKernelSays(String server) {
        assertThat(Sources.forOpen(InetAddress.ofLiteral(server), 100_000).addresses()).isEmpty();
    }
}

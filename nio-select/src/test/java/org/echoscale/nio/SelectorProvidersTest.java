package org.echoscale.nio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.channels.spi.SelectorProvider;

import org.echoscale.core.EchoTransport;
import org.echoscale.core.ServerOptions;
import org.echoscale.core.Support;
import org.echoscale.core.Transports;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledIfSystemProperty;

/** Runs in a JVM with the platform's own selector provider. */
@DisabledIfSystemProperty(named = "java.nio.channels.spi.SelectorProvider", matches = ".+")
class SelectorProvidersTest {

    @Test
    void bothTransportsAreFoundByName() {
        Transports transports = Transports.load(getClass().getClassLoader());

        assertThat(transports.names()).containsExactly("nio-poll", "nio-select");
    }

    @Test
    void theMechanismNamesTheProviderThatIsReallyUsed() {
        assertThat(mechanism(new NioSelectTransport())).contains(SelectorProvider.provider().getClass().getName());
        assertThat(mechanism(new NioPollTransport())).contains("PollSelectorProvider");
    }

    @Test
    void pollWithoutItsArgumentRefusesToStartAndSaysWhatIsMissing() {
        EchoTransport poll = new NioPollTransport();

        assertThatThrownBy(() -> poll.start(ServerOptions.loopback())).isInstanceOf(IOException.class)
                .hasMessageContaining(poll.jvmArguments().getFirst())
                .hasMessageContaining(SelectorProvider.provider().getClass().getName());
    }

    private static String mechanism(EchoTransport transport) {
        return ((Support.Supported) transport.support()).mechanism();
    }
}

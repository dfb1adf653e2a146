package org.echoscale.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TransportsTest {

    @Test
    void findsATransportByItsName() {
        EchoTransport poll = new Named("poll");
        assertThat(Transports.of(List.of(new Named("select"), poll)).get("poll")).isSameAs(poll);
    }

    @Test
    void anUnknownNameListsTheKnownOnes() {
        Transports transports = Transports.of(List.of(new Named("select"), new Named("poll")));
        assertThatThrownBy(() -> transports.get("pol")).isInstanceOf(IllegalArgumentException.class)
                .hasMessage("no transport is named 'pol'; known: poll, select");
    }

    @Test
    void twoOfOneNameAreAnErrorThatNamesBothClasses() {
        List<EchoTransport> twins = List.of(new Named("poll"), new Other());
        assertThatThrownBy(() -> Transports.of(twins)).isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("two transports are named 'poll'")
                .hasMessageContaining(Named.class.getName())
                .hasMessageContaining(Other.class.getName());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "Poll", "a b", "-poll", "poll-", "a--b", "pöll"})
    void aNameThatIsNoNameIsAnError(String name) {
        assertThatThrownBy(() -> Transports.of(List.of(new Named(name)))).isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("does not match");
    }

    @Test
    void namesAreSortedAndCannotBeRemoved() {
        Transports transports = Transports.of(List.of(new Named("select"), new Named("poll")));
        assertThat(transports.names()).containsExactly("poll", "select");
        assertThatThrownBy(() -> transports.names().clear()).isInstanceOf(UnsupportedOperationException.class);
    }

    private record Named(String name) implements EchoTransport {
        @Override
        public Support support() {
            return new Support.Unsupported("a name only");
        }

        @Override
        public EchoServer start(ServerOptions options) {
            throw new AssertionError("not started in these tests");
        }
    }

    private record Other() implements EchoTransport {
        @Override
        public String name() {
            return "poll";
        }

        @Override
        public Support support() {
            return new Support.Unsupported("a name only");
        }

        @Override
        public EchoServer start(ServerOptions options) {
            throw new AssertionError("not started in these tests");
        }
    }
}

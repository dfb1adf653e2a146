package org.echoscale.bench.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.echoscale.core.EchoServer;
import org.echoscale.core.ServerOptions;
import org.echoscale.core.Transports;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConversationsTest {

    @ParameterizedTest
    @CsvSource({"epoll-lt, 1", "nio-select, 64", "thread-virtual, 65536", "sequential, 1000000"})
    void eachConversationIsAConnectionWithOneMessage(String transport, int bytes) throws IOException {
        try (EchoServer server = Transports.load(getClass().getClassLoader())
                .get(transport)
                .start(ServerOptions.loopback());
                Conversations conversations = Conversations.with(server.address(), bytes, 3)) {
            for (int i = 0; i < 20; i++) {
                assertThat(conversations.converse()).isEqualTo(bytes);
            }
            assertThat(server.stats().accepted()).isEqualTo(20);
            assertThat(server.stats().bytesReceived()).isEqualTo(20L * bytes);
        }
    }

    @Test
    void theyComeFromSeveralAddressesAndEndWithAReset() throws Exception {
        try (ServerSocket listener = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
                ExecutorService peer = Executors.newSingleThreadExecutor();
                Conversations conversations = Conversations
                        .with(new InetSocketAddress(listener.getInetAddress(), listener.getLocalPort()), 4,
                                3)) {
            Set<InetAddress> sources = new HashSet<>();
            for (int i = 0; i < Conversations.SOURCES; i++) {
                Future<InetAddress> served = peer.submit(echoOnceThenExpectAReset(listener));
                conversations.converse();
                sources.add(served.get());
            }
            assertThat(sources).hasSize(Conversations.SOURCES);
        }
    }

    private static Callable<InetAddress> echoOnceThenExpectAReset(ServerSocket listener) {
        return () -> {
            try (Socket socket = listener.accept()) {
                socket.getOutputStream().write(socket.getInputStream().readNBytes(4));
                assertThatThrownBy(() -> socket.getInputStream().read()).isInstanceOf(SocketException.class)
                        .hasMessageContaining("reset");
                return socket.getInetAddress();
            }
        };
    }

    @Test
    void signalsAsAProfilerSendsThemAreNoSilenceOfTheServer() throws Exception {
        try (ServerSocket listener = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
                ExecutorService peers = Executors.newFixedThreadPool(1);
                Conversations conversations = Conversations
                        .with(new InetSocketAddress(listener.getInetAddress(), listener.getLocalPort()), 4, 3)) {
            Signals signals = Signals.toTheCallingThread();
            Future<Integer> served = peers.submit(() -> {
                try (Socket socket = listener.accept()) {
                    byte[] message = socket.getInputStream().readNBytes(4);
                    for (int i = 0; i < 50; i++) {
                        signals.send();
                        Thread.sleep(2); // so that it waits again
                    }
                    socket.getOutputStream().write(message);
                    return message.length;
                }
            });
            assertThat(conversations.converse()).isEqualTo(4);
            assertThat(served.get()).isEqualTo(4);
        }
    }

    @Test
    void aReplyThatIsWrongIsAnError() throws Exception {
        try (ServerSocket listener = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
                ExecutorService peer = Executors.newSingleThreadExecutor();
                Conversations conversations = Conversations
                        .with(new InetSocketAddress(listener.getInetAddress(), listener.getLocalPort()), 4,
                                3)) {
            Future<?> served = peer.submit(() -> {
                try (Socket socket = listener.accept()) {
                    byte[] message = socket.getInputStream().readNBytes(4);
                    message[2]++;
                    socket.getOutputStream().write(message);
                    return socket.getInputStream().read(new byte[1]);
                }
            });
            assertThatThrownBy(conversations::converse).isInstanceOf(IOException.class)
                    .hasMessage("other bytes came back than were sent");
            assertThatThrownBy(served::get).hasCauseInstanceOf(SocketException.class);
        }
    }
}

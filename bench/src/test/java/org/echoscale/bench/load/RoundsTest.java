package org.echoscale.bench.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.echoscale.core.EchoServer;
import org.echoscale.core.ServerOptions;
import org.echoscale.core.Transports;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RoundsTest {

    @ParameterizedTest
    @CsvSource({"epoll-et, 1, 1, 1", "epoll-lt, 200, 20, 64", "poll, 3, 3, 65536", "nio-select, 1, 1, 65536",
        "thread-platform, 2, 2, 4194304", "thread-virtual, 10, 1, 1000000", "sequential, 1, 1, 4194304"})
    void eachRoundBringsBackAMessageOfEachActiveConnection(String transport, int connections, int active, int bytes)
            throws IOException {
        try (EchoServer server = start(transport);
                Rounds rounds = Rounds.open(target(server.address()), new Crowd(connections, active, bytes, 7))) {
            long before = server.stats().bytesReceived();
            for (int i = 0; i < 3; i++) {
                assertThat(rounds.round()).isEqualTo(active);
            }
            assertThat(server.stats().bytesReceived() - before).isEqualTo(3L * active * bytes);
            rounds.verifyIdle();
            assertThat(server.stats().bytesReceived() - before)
                    .isEqualTo(3L * active * bytes + (long) (connections - active) * Connections.GREETING);
        }
    }

    @Test
    void aServerThatGoesAwayEndsTheRound() throws IOException {
        EchoServer server = start("epoll-et");
        try (Rounds rounds = Rounds.open(target(server.address()), new Crowd(5, 2, 64, 7))) {
            rounds.round();
            server.close();
            assertThatThrownBy(rounds::round).isInstanceOf(IOException.class)
                    .hasMessageStartingWith("a connection was lost: ");
        } finally {
            server.close();
        }
    }

    @Test
    void aServerIsWaitedForAsLongAsRepliesComeHoweverSlowly() throws Exception {
        int connections = 4;
        try (ServerSocket listener = new ServerSocket(0, connections, InetAddress.getLoopbackAddress());
                ExecutorService peer = Executors.newSingleThreadExecutor()) {
            Future<List<Socket>> served = peer.submit(() -> echoToOneAfterTheOther(listener, connections));
            try (Rounds rounds = Rounds.open(
                    target(new InetSocketAddress(InetAddress.getLoopbackAddress(), listener.getLocalPort())),
                    new Crowd(connections, connections, 64, 7))) {
                assertThat(rounds.round()).isEqualTo(connections);
            }
            for (Socket socket : served.get()) {
                socket.close();
            }
        }
    }

    /** With a second and a bit between two replies: in all it takes longer than silence is put up with. */
    private static List<Socket> echoToOneAfterTheOther(ServerSocket listener, int connections) throws Exception {
        List<Socket> open = new ArrayList<>();
        for (int i = 0; i < connections; i++) {
            Socket socket = listener.accept();
            open.add(socket);
            socket.getOutputStream().write(socket.getInputStream().readNBytes(Connections.GREETING));
        }
        for (Socket socket : open) {
            byte[] message = socket.getInputStream().readNBytes(64);
            Thread.sleep(1_100);
            socket.getOutputStream().write(message);
        }
        return open;
    }

    @Test
    void aServerThatDoesNotEchoIsNotOpened() throws Exception {
        try (ServerSocket listener = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                ExecutorService peer = Executors.newSingleThreadExecutor()) {
            Future<Boolean> closed = peer.submit(() -> {
                try (Socket socket = listener.accept()) {
                    return socket.isConnected();
                }
            });
            assertThatThrownBy(() -> Rounds.open(
                    target(new InetSocketAddress(InetAddress.getLoopbackAddress(), listener.getLocalPort())),
                    new Crowd(1, 1, 64, 7)))
                    .isInstanceOf(IOException.class)
                    .hasMessageStartingWith("only 0 of 1 connection could be opened: ");
            assertThat(closed.get()).isTrue();
        }
    }

    private static EchoServer start(String transport) throws IOException {
        return Transports.load(RoundsTest.class.getClassLoader()).get(transport).start(ServerOptions.loopback());
    }

    private static Target target(InetSocketAddress address) {
        return new Target(address, OptionalLong.empty());
    }
}

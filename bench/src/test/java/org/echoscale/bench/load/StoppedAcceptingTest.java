package org.echoscale.bench.load;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketAddress;
import java.time.Duration;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import org.echoscale.results.model.Load;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.Test;

/** Churn on a server that accepts no more. */
@NullUnmarked // what churn has beside the latency is asserted to be there by use
class StoppedAcceptingTest {
    private static final int ACTIVE = 3;
    private static final int ACCEPTED_UNDER_CHURN = 5;
    private static final Duration WINDOW = Duration.ofMillis(200);

    @Test
    void connectsThatNeverEndAreCountedAndTheirConnectionsAreLost() throws Exception {
        try (ServerSocket listener = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Thread.ofPlatform().daemon().start(() -> acceptSome(listener));
            try (LoadGenerator generator = LoadGenerator.start(OptionalInt.empty());
                    OpenConnections open = open(generator, listener)) {
                assertThat(open.counts().opened()).as(open.counts().firstFailure()).isEqualTo(ACTIVE);
                LoadResult result = open.measure(new Load.Churn(1), WINDOW);
                // The kernel takes two more than are accepted; whoever comes after those waits without end.
                assertThat(result.connects().begun()).isEqualTo(ACCEPTED_UNDER_CHURN + ACTIVE);
                assertThat(result.connects().unfinished()).isPositive();
                assertThat(result.connects().failed()).isZero();
                ConnectionCounts after = open.verifyAlive();
                assertThat(after.lost()).isGreaterThanOrEqualTo((int) result.connects().unfinished());
                assertThat(after.firstFailure()).contains("connect was not finished");
            }
        }
    }

    @Test
    @SuppressWarnings("try") // the listener is closed early on purpose
    void connectsThatAreRefusedAreCounted() throws Exception {
        try (ServerSocket listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
            Thread.ofPlatform().daemon().start(() -> acceptSome(listener));
            try (LoadGenerator generator = LoadGenerator.start(OptionalInt.empty());
                    OpenConnections open = open(generator, listener)) {
                assertThat(open.counts().opened()).isEqualTo(ACTIVE);
                listener.close();
                awaitRefusal(listener.getLocalSocketAddress());
                LoadResult result = open.measure(new Load.Churn(1), WINDOW);
                assertThat(result.connects()).isEqualTo(new Connects(ACTIVE, ACTIVE, 0));
                assertThat(open.counts().firstFailure()).contains("ECONNREFUSED");
            }
        }
    }

    /** The kernel goes on listening until the thread that is in accept(2) has left it. */
    private static void awaitRefusal(SocketAddress address) throws IOException {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
        while (System.nanoTime() - deadline < 0) {
            try (Socket socket = new Socket()) {
                socket.connect(address);
            } catch (ConnectException e) {
                return;
            }
        }
        throw new IOException("still accepted: " + address);
    }

    private static OpenConnections open(LoadGenerator generator, ServerSocket listener) throws IOException {
        Target target = new Target((InetSocketAddress) listener.getLocalSocketAddress(), OptionalLong.empty());
        return generator.open(target, new Crowd(ACTIVE, ACTIVE, 64, 1));
    }

    private static void acceptSome(ServerSocket listener) {
        try {
            for (int i = 0; i < ACTIVE + ACCEPTED_UNDER_CHURN; i++) {
                Socket socket = listener.accept();
                Thread.ofVirtual().start(() -> echo(socket));
            }
        } catch (IOException e) {
            assertThat(listener.isClosed()).isTrue();
        }
    }

    private static void echo(Socket socket) {
        try (socket) {
            socket.getInputStream().transferTo(socket.getOutputStream());
        } catch (IOException e) {
            assertThat(e).hasMessageContaining("reset"); // how the generator ends its connections
        }
    }
}

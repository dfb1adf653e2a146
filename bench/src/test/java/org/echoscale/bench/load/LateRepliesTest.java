package org.echoscale.bench.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.echoscale.results.model.Load;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is said about messages that are out when the window ends: a server that holds one of them until long after that. */
@NullUnmarked // what a closed loop has beside the latency is asserted to be there by use
class LateRepliesTest {
    private static final int PAYLOAD = 64;
    /** The message that is held, of all of them, from 1. */
    private static final int HELD = 20;
    private static final long HOLD_NANOS = 600_000_000;
    private static final Duration WINDOW = Duration.ofMillis(300);

    @ParameterizedTest
    @ValueSource(ints = {1, 3})
    void aClosedLoopTimesMessagesWhoseReplyComesAfterTheWindow(int depth) throws Exception {
        LoadResult result = measure(new Load.Closed(depth));
        assertThat(result.messages().verified()).isGreaterThan(result.messages().received());
        assertThat(result.latency().getTotalCount()).isEqualTo(result.messages().verified());
        assertThat(result.outstanding().kept()).isCloseTo(depth, within(0.05 * depth));
        assertThat(result.outstanding().timed()).isCloseTo(depth, within(0.05 * depth));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 100})
    void soDoesChurn(int messages) throws Exception {
        LoadResult result = measure(new Load.Churn(messages));
        assertThat(result.latency().getTotalCount() + result.serviceTime().getTotalCount())
                .isEqualTo(result.messages().verified());
        assertThat((messages == 1 ? result.latency() : result.serviceTime()).getMaxValue())
                .isGreaterThan(HOLD_NANOS / 100 * 99);
        assertThat(result.conversations()).isEqualTo((HELD - 1) / messages);
    }

    @SuppressWarnings("try") // the listener is closed early, so that the server ends
    private static LoadResult measure(Load load) throws Exception {
        try (ServerSocket listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
            Thread server = Thread.ofPlatform().daemon().start(() -> echo(listener));
            LoadResult result;
            try (LoadGenerator generator = LoadGenerator.start(OptionalInt.empty());
                    OpenConnections open = generator.open(new Target(
                            (InetSocketAddress) listener.getLocalSocketAddress(), OptionalLong.empty()),
                            new Crowd(1, 1, PAYLOAD, 1))) {
                result = open.measure(load, WINDOW);
            }
            listener.close();
            server.join();
            assertThat(result.messages().missing()).isZero();
            assertThat(result.latency().getTotalCount()).isPositive();
            assertThat(result.fairness().longestWaitNanos()).isGreaterThan(HOLD_NANOS / 100 * 99);
            return result;
        }
    }

    /** One connection after the other; the first carries a greeting before its messages. */
    private static void echo(ServerSocket listener) {
        AtomicInteger messages = new AtomicInteger();
        int before = Connections.GREETING;
        while (!listener.isClosed()) {
            try (Socket socket = listener.accept()) {
                socket.setTcpNoDelay(true);
                InputStream in = socket.getInputStream();
                socket.getOutputStream().write(in.readNBytes(before));
                before = 0;
                for (byte[] message = in.readNBytes(PAYLOAD); message.length == PAYLOAD; message = in
                        .readNBytes(PAYLOAD)) {
                    if (messages.incrementAndGet() == HELD) {
                        hold();
                    }
                    socket.getOutputStream().write(message);
                }
            } catch (IOException e) {
                assertThat(e).hasMessageMatching("Connection reset.*|Socket closed"); // how the generator ends its connections
            }
        }
    }

    private static void hold() {
        long until = System.nanoTime() + HOLD_NANOS;
        for (long left = HOLD_NANOS; left > 0; left = until - System.nanoTime()) {
            LockSupport.parkNanos(left);
        }
    }
}

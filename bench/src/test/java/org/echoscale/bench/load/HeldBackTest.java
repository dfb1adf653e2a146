package org.echoscale.bench.load;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.concurrent.locks.LockSupport;
import org.echoscale.results.model.Load;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What an open loop says about messages that it cannot send because the server takes none. */
@NullUnmarked // what an open loop has beside the latency is asserted to be there by use
class HeldBackTest {
    private static final long STALL_NANOS = 400_000_000;
    private static final long GREAT_NANOS = 40_000_000;

    /** Small messages run out of places to remember them, large ones out of room in the socket. */
    @ParameterizedTest
    @CsvSource({"64, 20000", "200000, 500"})
    void waitingForTheServerIsLatencyAndNotLatenessOfTheGenerator(int payload, double rate) throws Exception {
        try (ServerSocket listener = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Thread server = Thread.ofPlatform().daemon().start(() -> echoAfterAStall(listener));
            try (LoadGenerator generator = LoadGenerator.start(OptionalInt.empty());
                    OpenConnections open = generator.open(new Target(
                            (InetSocketAddress) listener.getLocalSocketAddress(), OptionalLong.empty()),
                            new Crowd(1, 1, payload, 1))) {
                LoadResult result = open.measure(new Load.Open(rate, Load.Schedule.CONSTANT), Duration.ofMillis(400));
                long intended = result.messages().intended();
                assertThat(result.messages().heldBack()).isBetween(intended / 4, intended);
                assertThat(result.latency().getValueAtPercentile(50)).isGreaterThan(GREAT_NANOS);
                assertThat(result.sendLateness().getTotalCount()).isEqualTo(intended);
                assertThat(result.sendLateness().getValueAtPercentile(50)).isLessThan(GREAT_NANOS);
                assertThat(result.messages().missing()).isZero();
            }
            server.join();
        }
    }

    /** Echoes the greeting, then takes nothing for a while, then echoes everything. */
    private static void echoAfterAStall(ServerSocket listener) {
        byte[] buffer = new byte[1 << 18];
        try (Socket socket = listener.accept()) {
            InputStream in = socket.getInputStream();
            socket.getOutputStream().write(in.readNBytes(Connections.GREETING));
            buffer[0] = (byte) in.read();
            long until = System.nanoTime() + STALL_NANOS;
            for (long left = STALL_NANOS; left > 0; left = until - System.nanoTime()) {
                LockSupport.parkNanos(left);
            }
            socket.getOutputStream().write(buffer, 0, 1);
            for (int read = in.read(buffer); read > 0; read = in.read(buffer)) {
                socket.getOutputStream().write(buffer, 0, read);
            }
        } catch (IOException e) {
            assertThat(e).hasMessageContaining("reset"); // how the generator ends its connections
        }
    }
}

package org.echoscale.bench.prove;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.Socket;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.echoscale.core.EchoServer;
import org.echoscale.core.ServerOptions;
import org.echoscale.core.Transports;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What a client sees of each fault, byte by byte. The first message of all is the one that is treated. */
class FaultyProxyTest {
    private static final int PAYLOAD = 32;

    private EchoServer server;

    @BeforeEach
    void start() throws Exception {
        server = Transports.load(getClass().getClassLoader()).get("epoll-lt").start(ServerOptions.loopback());
    }

    @AfterEach
    void close() {
        server.close();
    }

    @Test
    void withoutAFaultEveryByteComesBackOnItsConnection() throws Exception {
        try (FaultyProxy proxy = FaultyProxy.start(server.address(), Injector.none());
                Socket one = connect(proxy);
                Socket other = connect(proxy)) {
            byte[] large = bytes(3, 300_000);
            Thread writer = Thread.ofPlatform().start(() -> send(one, large));
            send(other, bytes(4, 1000));
            assertThat(other.getInputStream().readNBytes(1000)).isEqualTo(bytes(4, 1000));
            assertThat(one.getInputStream().readNBytes(300_000)).isEqualTo(large);
            writer.join();
        }
    }

    @Test
    void aBitIsFlippedInOneMessageAndNoOther() throws Exception {
        byte[] sent = bytes(1, 3 * PAYLOAD);
        byte[] back = exchange(Fault.FLIP_BIT, sent, sent.length);
        int bits = 0;
        for (int i = 0; i < PAYLOAD; i++) {
            bits += Integer.bitCount((sent[i] ^ back[i]) & 0xff);
        }
        assertThat(bits).isEqualTo(1);
        assertThat(from(back, PAYLOAD)).isEqualTo(from(sent, PAYLOAD));
    }

    @Test
    void aByteIsMissing() throws Exception {
        byte[] sent = bytes(1, 3 * PAYLOAD);
        byte[] back = exchange(Fault.DROP_BYTE, sent, sent.length - 1);
        int gone = Arrays.mismatch(sent, back);
        assertThat(gone).isBetween(0, PAYLOAD - 1);
        assertThat(from(back, gone)).isEqualTo(from(sent, gone + 1));
    }

    @Test
    void aMessageIsMissing() throws Exception {
        byte[] sent = bytes(1, 3 * PAYLOAD);
        assertThat(exchange(Fault.DROP_MESSAGE, sent, 2 * PAYLOAD)).isEqualTo(from(sent, PAYLOAD));
    }

    @Test
    void aMessageComesTwice() throws Exception {
        byte[] sent = bytes(1, 3 * PAYLOAD);
        byte[] back = exchange(Fault.DUPLICATE_MESSAGE, sent, 4 * PAYLOAD);
        assertThat(Arrays.copyOf(back, PAYLOAD)).isEqualTo(Arrays.copyOf(sent, PAYLOAD));
        assertThat(from(back, PAYLOAD)).isEqualTo(sent);
    }

    @Test
    void twoMessagesOfAConnectionChangePlaces() throws Exception {
        byte[] sent = bytes(1, 3 * PAYLOAD);
        byte[] back = exchange(Fault.SWAP_MESSAGES, sent, sent.length);
        assertThat(Arrays.copyOf(back, PAYLOAD)).isEqualTo(Arrays.copyOfRange(sent, PAYLOAD, 2 * PAYLOAD));
        assertThat(Arrays.copyOfRange(back, PAYLOAD, 2 * PAYLOAD)).isEqualTo(Arrays.copyOf(sent, PAYLOAD));
        assertThat(from(back, 2 * PAYLOAD)).isEqualTo(from(sent, 2 * PAYLOAD));
    }

    @Test
    void messagesOfTwoConnectionsChangePlaces() throws Exception {
        Injector injector = injector(Fault.SWAP_CONNECTIONS);
        try (FaultyProxy proxy = FaultyProxy.start(server.address(), injector);
                Socket one = greeted(proxy);
                Socket other = greeted(proxy)) {
            send(one, bytes(1, 2 * PAYLOAD));
            send(other, bytes(2, 2 * PAYLOAD));
            byte[] back = one.getInputStream().readNBytes(2 * PAYLOAD);
            assertThat(Arrays.copyOf(back, PAYLOAD)).isEqualTo(Arrays.copyOf(bytes(2, 2 * PAYLOAD), PAYLOAD));
            assertThat(from(back, PAYLOAD)).isEqualTo(from(bytes(1, 2 * PAYLOAD), PAYLOAD));
            back = other.getInputStream().readNBytes(2 * PAYLOAD);
            assertThat(Arrays.copyOf(back, PAYLOAD)).isEqualTo(Arrays.copyOf(bytes(1, 2 * PAYLOAD), PAYLOAD));
            assertThat(from(back, PAYLOAD)).isEqualTo(from(bytes(2, 2 * PAYLOAD), PAYLOAD));
            assertThat(injector.firedAt()).isPresent();
        }
    }

    @Test
    void aConnectionIsClosedAfterItsReply() throws Exception {
        byte[] sent = bytes(1, PAYLOAD);
        assertThat(exchange(Fault.CLOSE_CONNECTION, sent, PAYLOAD + 1)).isEqualTo(sent);
    }

    @Test
    void anIdleConnectionIsResetAndTheOneThatTalksIsNot() throws Exception {
        try (FaultyProxy proxy = FaultyProxy.start(server.address(), injector(Fault.RESET_IDLE));
                Socket idle = greeted(proxy);
                Socket active = greeted(proxy)) {
            for (int i = 0; i < 2; i++) {
                send(active, bytes(1, PAYLOAD));
                assertThat(active.getInputStream().readNBytes(PAYLOAD)).isEqualTo(bytes(1, PAYLOAD));
            }
            assertThatThrownBy(() -> idle.getInputStream().read()).hasMessageContaining("reset");
        }
    }

    @Test
    void theLastReplyIsHeldBackForEver() throws Exception {
        Injector injector = Injector.of(new FaultPlan(Fault.HOLD_LAST_REPLY, PAYLOAD, 0, 3, 5));
        try (FaultyProxy proxy = FaultyProxy.start(server.address(), injector); Socket socket = greeted(proxy)) {
            send(socket, bytes(1, 3 * PAYLOAD));
            assertThat(socket.getInputStream().readNBytes(2 * PAYLOAD))
                    .isEqualTo(Arrays.copyOf(bytes(1, 3 * PAYLOAD), 2 * PAYLOAD));
            socket.setSoTimeout(100);
            assertThatThrownBy(() -> socket.getInputStream().read())
                    .isInstanceOf(java.net.SocketTimeoutException.class);
            assertThat(injector.firedAt()).isPresent();
        }
    }

    @Test
    void moreBytesFollowTheLastReply() throws Exception {
        Injector injector = Injector.of(new FaultPlan(Fault.EXTRA_BYTES, PAYLOAD, 0, 2, 5));
        try (FaultyProxy proxy = FaultyProxy.start(server.address(), injector); Socket socket = greeted(proxy)) {
            send(socket, bytes(1, 2 * PAYLOAD));
            byte[] back = socket.getInputStream().readNBytes(2 * PAYLOAD + 1);
            assertThat(back).hasSize(2 * PAYLOAD + 1).startsWith(bytes(1, 2 * PAYLOAD));
        }
    }

    @ParameterizedTest
    @EnumSource(Fault.class)
    void nothingIsDoneToAStreamBeforeItIsTime(Fault fault) throws Exception {
        Injector injector = Injector.of(new FaultPlan(fault, PAYLOAD, Long.MAX_VALUE, Long.MAX_VALUE, 5));
        try (FaultyProxy proxy = FaultyProxy.start(server.address(), injector); Socket socket = greeted(proxy)) {
            send(socket, bytes(1, 1000));
            assertThat(socket.getInputStream().readNBytes(1000)).isEqualTo(bytes(1, 1000));
            assertThat(injector.firedAt()).isEmpty();
        }
    }

    @Test
    void aServerThatIsGoneIsSaidWhenTheProxyCloses() throws Exception {
        server.close();
        FaultyProxy proxy = FaultyProxy.start(server.address(), Injector.none());
        try (Socket socket = connect(proxy)) {
            assertThat(socket.getInputStream().read()).isEqualTo(-1);
        }
        assertThatThrownBy(proxy::close).isInstanceOf(IOException.class).hasMessageContaining("proxy");
    }

    /** Sends on a connection of its own and reads as much, or up to its end. */
    private byte[] exchange(Fault fault, byte[] sent, int length) throws IOException {
        Injector injector = injector(fault);
        try (FaultyProxy proxy = FaultyProxy.start(server.address(), injector); Socket socket = greeted(proxy)) {
            send(socket, sent);
            byte[] back = socket.getInputStream().readNBytes(length);
            assertThat(injector.firedAt()).isPresent();
            return back;
        }
    }

    private static Injector injector(Fault fault) {
        return Injector.of(new FaultPlan(fault, PAYLOAD, 0, Long.MAX_VALUE, 5));
    }

    private static Socket connect(FaultyProxy proxy) throws IOException {
        Socket socket = new Socket(proxy.address().getAddress(), proxy.address().getPort());
        socket.setTcpNoDelay(true);
        socket.setSoTimeout(10_000);
        return socket;
    }

    private static Socket greeted(FaultyProxy proxy) throws IOException {
        Socket socket = connect(proxy);
        send(socket, bytes(9, Injector.GREETING));
        assertThat(socket.getInputStream().readNBytes(Injector.GREETING)).isEqualTo(bytes(9, Injector.GREETING));
        return socket;
    }

    private static void send(Socket socket, byte[] bytes) {
        try {
            socket.getOutputStream().write(bytes);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private static byte[] bytes(long seed, int length) {
        byte[] bytes = new byte[length];
        new SplittableRandom(seed).nextBytes(bytes);
        return bytes;
    }

    private static byte[] from(byte[] bytes, int from) {
        return Arrays.copyOfRange(bytes, from, bytes.length);
    }
}

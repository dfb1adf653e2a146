package org.echoscale.bench.load;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.concurrent.CountDownLatch;
import org.echoscale.syscalls.EpollEvents;
import org.echoscale.syscalls.Syscalls;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** An active connection is reported once for each change: what one report stands for has to be taken whole. */
@Timeout(20)
class EdgesTest {
    private static final int MESSAGE = 64;
    /** Enough for it to be there, if it ever is. */
    private static final int PATIENCE_MILLIS = 2000;

    private final Syscalls calls = Syscalls.open();
    private final Arena arena = Arena.ofConfined();
    private final EpollEvents events = new EpollEvents(arena, 8);
    private final Pattern pattern = new Pattern(arena, 1, LoadGenerator.BUFFER_BYTES);
    private ServerSocket listener;

    @BeforeEach
    void listen() throws IOException {
        listener = ServerSocketChannel.open()
                .bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
                .socket();
    }

    @AfterEach
    void close() throws IOException {
        listener.close();
        arena.close();
        calls.close();
    }

    @Test
    void theEndOfAStreamIsSeenBehindTheReplyThatCameWithIt() throws Exception {
        CountDownLatch done = new CountDownLatch(1);
        Thread.ofPlatform().daemon().start(() -> serve(1, done));
        Crowd crowd = new Crowd(1, 1, MESSAGE, 1);
        try (Connections connections = open(crowd, arena.allocate(LoadGenerator.BUFFER_BYTES))) {
            Exchange exchange = exchange(connections, crowd, arena.allocate(LoadGenerator.BUFFER_BYTES));
            exchange.allow(0);
            exchange.send(0, 0);
            done.await();
            assertThat(take(connections, exchange)).isEqualTo(1);
            assertThat(connections.lost()).isEqualTo(1);
            assertThat(connections.firstFailure()).isEqualTo("closed by the server");
        }
    }

    @Test
    void aReadThatFillsTheBufferIsFollowedByAnother() throws Exception {
        int messages = 5;
        CountDownLatch done = new CountDownLatch(1);
        Thread.ofPlatform().daemon().start(() -> serve(messages, done));
        Crowd crowd = new Crowd(1, 1, MESSAGE, 1);
        MemorySegment narrow = arena.allocate(MESSAGE);
        try (Connections connections = open(crowd, arena.allocate(LoadGenerator.BUFFER_BYTES))) {
            Exchange exchange = exchange(connections, crowd, narrow);
            for (int m = 0; m < messages; m++) {
                exchange.allow(0);
            }
            exchange.send(0, 0);
            done.await();
            assertThat(take(connections, exchange)).isEqualTo(messages);
            assertThat(exchange.outstanding()).isZero();
        }
    }

    @Test
    void anActiveConnectionThatEndsWhileTheIdleOnesEchoIsLost() throws Exception {
        Thread.ofPlatform().daemon().start(this::endActiveBeforeIdleEchoes);
        try (LoadGenerator generator = LoadGenerator.start(OptionalInt.empty());
                OpenConnections open = generator.open(target(), new Crowd(2, 1, MESSAGE, 1))) {
            ConnectionCounts counts = open.verifyAlive();
            assertThat(counts.lost()).isEqualTo(1);
            assertThat(counts.firstFailure()).isEqualTo("closed by the server");
        }
    }

    /** Which of the two connections is active is known when a second greeting comes: on the other one. */
    private void endActiveBeforeIdleEchoes() {
        try (Selector selector = Selector.open();
                SocketChannel one = listener.getChannel().accept();
                SocketChannel other = listener.getChannel().accept()) {
            Map<SocketChannel, SocketChannel> theOther = Map.of(one, other, other, one);
            for (SocketChannel channel : theOther.keySet()) {
                channel.configureBlocking(false);
                channel.register(selector, SelectionKey.OP_READ);
            }
            int greetings = 0;
            ByteBuffer bytes = ByteBuffer.allocate(Connections.GREETING);
            while (selector.select() > 0) {
                for (SelectionKey key : selector.selectedKeys()) {
                    SocketChannel channel = (SocketChannel) key.channel();
                    bytes.clear();
                    if (channel.read(bytes) < 0) {
                        return;
                    }
                    if (++greetings == 3) {
                        Objects.requireNonNull(theOther.get(channel)).shutdownOutput();
                    }
                    channel.write(bytes.flip());
                }
                selector.selectedKeys().clear();
            }
        } catch (IOException e) {
            if (!"Connection reset".equals(e.getMessage())) { // how the generator ends its connections
                throw new UncheckedIOException(e);
            }
        }
    }

    /** Replies that one wait brings. */
    private int take(Connections connections, Exchange exchange) throws IOException {
        assertThat(connections.await(PATIENCE_MILLIS)).isEqualTo(1);
        int replies = 0;
        do {
            replies += Math.max(0, exchange.receive(0));
        } while (exchange.hasMore(0, events.events(0)));
        return replies;
    }

    private Connections open(Crowd crowd, MemorySegment buffer) throws IOException {
        return Connections.open(calls, events, pattern, buffer, target(), crowd, () -> false,
                Duration.ofSeconds(5).toNanos());
    }

    private Exchange exchange(Connections connections, Crowd crowd, MemorySegment buffer) {
        return new Exchange(calls, connections, pattern, buffer, crowd, 8);
    }

    private Target target() {
        return new Target((InetSocketAddress) listener.getLocalSocketAddress(), OptionalLong.empty());
    }

    /** Echoes the greeting and so many messages in one piece, and ends the stream; says so when the kernel has it all. */
    private void serve(int messages, CountDownLatch done) {
        try (Socket socket = listener.accept()) {
            socket.setTcpNoDelay(true);
            socket.getOutputStream().write(socket.getInputStream().readNBytes(Connections.GREETING));
            socket.getOutputStream().write(socket.getInputStream().readNBytes(messages * MESSAGE));
            socket.shutdownOutput();
            done.countDown();
            socket.getInputStream().transferTo(OutputStream.nullOutputStream());
        } catch (IOException e) {
            if (!"Connection reset".equals(e.getMessage())) { // how the generator ends its connections
                throw new UncheckedIOException(e);
            }
        }
    }
}

package org.echoscale.bench.prove;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;

/**
 * Two connections to an echo server with one byte each: what was sent first while the server stood still, and what was sent
 * last. When their echoes come tells from outside how long a pile of messages between them took. For one thread.
 */
final class Probes implements AutoCloseable {
    private final SocketChannel first;
    private final SocketChannel last;
    private final Selector selector;

    private Probes(SocketChannel first, SocketChannel last, Selector selector) {
        this.first = first;
        this.last = last;
        this.selector = selector;
    }

    /**
     * When the echoes came.
     *
     * @param firstNanos of the message that was sent first, by the monotonic clock
     * @param lastNanos of the one that was sent last; not earlier than that
     */
    record Echoes(long firstNanos, long lastNanos) {}

    /** Opens both and lets each echo once, so that the server is known to serve them. */
    static Probes open(InetSocketAddress address) throws IOException {
        Selector selector = Selector.open();
        SocketChannel first = null;
        try {
            first = connected(address);
            SocketChannel last = connected(address);
            for (SocketChannel channel : new SocketChannel[]{first, last}) {
                channel.configureBlocking(false);
                channel.register(selector, SelectionKey.OP_READ);
            }
            return new Probes(first, last, selector);
        } catch (IOException | RuntimeException e) {
            selector.close();
            if (first != null) {
                first.close();
            }
            throw e;
        }
    }

    private static SocketChannel connected(InetSocketAddress address) throws IOException {
        SocketChannel channel = SocketChannel.open();
        try {
            channel.connect(address);
            channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
            send(channel);
            if (channel.read(ByteBuffer.allocate(1)) != 1) {
                throw new IOException(address + " closed a connection instead of sending an echo");
            }
            return channel;
        } catch (IOException | RuntimeException e) {
            channel.close();
            throw e;
        }
    }

    void sendFirst() throws IOException {
        send(first);
    }

    void sendLast() throws IOException {
        send(last);
    }

    private static void send(SocketChannel channel) throws IOException {
        channel.write(ByteBuffer.allocate(1)); // there is room for one byte in a socket that has none in it
    }

    /** Sleeps until both are there: a thread that spins could keep the server from its CPU. */
    Echoes await(long patienceNanos) throws IOException {
        long deadline = System.nanoTime() + patienceNanos;
        long firstNanos = 0;
        long lastNanos = 0;
        while (firstNanos == 0 || lastNanos == 0) {
            selector.select(100);
            long now = System.nanoTime();
            if (now > deadline) {
                throw new IOException("the server did not go on after it had been stopped");
            }
            firstNanos = firstNanos == 0 && echoed(first) ? now : firstNanos;
            lastNanos = lastNanos == 0 && echoed(last) ? now : lastNanos;
            selector.selectedKeys().clear();
        }
        return new Echoes(Math.min(firstNanos, lastNanos), Math.max(firstNanos, lastNanos));
    }

    private static boolean echoed(SocketChannel channel) throws IOException {
        int read = channel.read(ByteBuffer.allocate(1));
        if (read < 0) {
            throw new IOException("the server closed a connection after it had been stopped");
        }
        return read > 0;
    }

    @Override
    public void close() throws IOException {
        try (first; last) {
            selector.close();
        }
    }
}

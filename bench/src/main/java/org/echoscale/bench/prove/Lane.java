package org.echoscale.bench.prove;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.util.ArrayDeque;
import java.util.Deque;

/** A client's connection to the proxy and the proxy's to the server. Used by the proxy's thread. */
final class Lane implements Injector.Wire {
    private final Side client;
    private final Side server;
    private long position;
    private boolean closing;

    /** One of the two, with what waits to be written to it. */
    private static final class Side {
        final SocketChannel channel;
        final SelectionKey key;
        final Deque<ByteBuffer> waiting = new ArrayDeque<>();

        Side(SocketChannel channel, Selector selector, Lane lane) throws IOException {
            this.channel = channel;
            channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
            channel.configureBlocking(false);
            this.key = channel.register(selector, SelectionKey.OP_READ, lane);
        }

        void flush() throws IOException {
            while (!waiting.isEmpty()) {
                channel.write(waiting.getFirst());
                if (waiting.getFirst().hasRemaining()) {
                    key.interestOpsOr(SelectionKey.OP_WRITE);
                    return;
                }
                waiting.removeFirst();
            }
            key.interestOpsAnd(~SelectionKey.OP_WRITE);
        }
    }

    private Lane(SocketChannel client, SocketChannel server, Selector selector) throws IOException {
        this.client = new Side(client, selector, this);
        this.server = new Side(server, selector, this);
    }

    /** Connects a client that was accepted with the server. When that fails, the client's connection is closed. */
    static Lane open(SocketChannel client, InetSocketAddress address, Selector selector) throws IOException {
        SocketChannel server = null;
        try {
            server = SocketChannel.open(address);
            return new Lane(client, server, selector);
        } catch (IOException | RuntimeException e) {
            client.close();
            if (server != null) {
                server.close();
            }
            throw e;
        }
    }

    /** Takes what a key of this lane is ready for; replies go through the injector. */
    void ready(SelectionKey key, ByteBuffer buffer, Replies replies) {
        try {
            Side side = key.equals(client.key) ? client : server;
            if (key.isWritable()) {
                side.flush();
            }
            if (key.isValid() && key.isReadable()) {
                buffer.clear();
                if (side.channel.read(buffer) < 0) {
                    end();
                    return;
                }
                buffer.flip();
                if (side == client) {
                    server.waiting.add(copy(buffer));
                    server.flush();
                } else {
                    replies.take(this, buffer);
                }
            }
            if (isOpen()) {
                client.flush();
                if (closing && client.waiting.isEmpty()) {
                    end();
                }
            }
        } catch (IOException _) {
            end(); // a side that breaks takes the other with it
        }
    }

    /** Where replies go first. */
    interface Replies {
        void take(Lane lane, ByteBuffer bytes);
    }

    private static ByteBuffer copy(ByteBuffer bytes) {
        return ByteBuffer.allocate(bytes.remaining()).put(bytes).flip();
    }

    boolean isOpen() {
        return client.channel.isOpen();
    }

    @Override
    public long position() {
        return position;
    }

    @Override
    public void advance(int bytes) {
        position += bytes;
    }

    @Override
    public void toClient(byte[] bytes) {
        client.waiting.add(ByteBuffer.wrap(bytes));
        if (client.key.isValid()) {
            client.key.interestOpsOr(SelectionKey.OP_WRITE); // of another lane: it is flushed when its turn comes
        }
    }

    @Override
    public void close() {
        closing = true;
    }

    @Override
    public void reset() {
        linger(client.channel);
        end();
    }

    /** Closes both; the server's with a reset, so that no port is kept waiting. */
    void end() {
        linger(server.channel);
        shut(client.channel);
        shut(server.channel);
    }

    private static void linger(SocketChannel channel) {
        try {
            channel.setOption(StandardSocketOptions.SO_LINGER, 0);
        } catch (IOException _) {
            // It is closed already.
        }
    }

    private static void shut(SocketChannel channel) {
        try {
            channel.close();
        } catch (IOException _) {
            // Nothing is left to be done about it.
        }
    }
}

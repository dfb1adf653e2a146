package org.echoscale.tck;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.ArrayDeque;
import org.echoscale.core.EchoServer;
import org.echoscale.core.ServerCounters;
import org.echoscale.core.ServerOptions;
import org.echoscale.core.ServerStats;
import org.jspecify.annotations.Nullable;

/**
 * The simplest echo server that keeps all rules: one thread, one selector, a queue of buffers per connection. Broken ones
 * override one of its small methods. It is written to be read, not to be fast.
 */
class ReferenceServer implements EchoServer {
    private static final long ACCEPT_PAUSE_MILLIS = 20;

    final ServerOptions options;
    final int connectionLimit;
    final ServerCounters counters = new ServerCounters();
    final Selector selector;
    final ServerSocketChannel listener;
    final Thread thread;
    private final InetSocketAddress address;
    private final ByteBuffer buffer;
    final SelectionKey acceptKey;
    private boolean acceptPaused;
    volatile boolean closing;

    /** One peer: what is to be sent to it, and whether it has finished sending. */
    static final class Connection {
        final SocketChannel channel;
        final ArrayDeque<ByteBuffer> queue = new ArrayDeque<>();
        @Nullable
        SelectionKey key;
        int queuedBytes;
        boolean ended;
        int leftUnread;

        Connection(SocketChannel channel) {
            this.channel = channel;
        }
    }

    ReferenceServer(ServerOptions options, int connectionLimit) throws IOException {
        this.options = options;
        this.connectionLimit = connectionLimit;
        this.buffer = ByteBuffer.allocate(options.bufferBytes());
        this.listener = ServerSocketChannel.open();
        try {
            listener.bind(options.address(), options.backlog());
            listener.configureBlocking(false);
            this.address = (InetSocketAddress) listener.getLocalAddress();
            this.selector = Selector.open();
        } catch (IOException e) {
            listener.close();
            throw e;
        }
        this.acceptKey = listener.register(selector, SelectionKey.OP_ACCEPT);
        this.thread = Thread.ofPlatform().name("reference").unstarted(this::run);
    }

    ReferenceServer begin() {
        thread.start();
        return this;
    }

    private void run() {
        try {
            while (!closing) {
                waitForEvents();
                if (acceptPaused) {
                    acceptPaused = false;
                    acceptKey.interestOps(SelectionKey.OP_ACCEPT);
                }
                for (SelectionKey key : selector.selectedKeys()) {
                    handle(key);
                }
                selector.selectedKeys().clear();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            closeAll();
        }
    }

    void waitForEvents() throws IOException {
        selector.select(acceptPaused ? ACCEPT_PAUSE_MILLIS : 0);
    }

    private void handle(SelectionKey key) {
        if (key.attachment() instanceof Connection connection) {
            try {
                if (key.isValid() && key.isReadable()) {
                    onReadable(connection);
                }
                if (key.isValid() && key.isWritable()) {
                    send(connection);
                }
            } catch (IOException e) {
                onBroken(connection, e);
            }
        } else {
            onAcceptable();
        }
    }

    void onAcceptable() {
        try {
            SocketChannel channel = listener.accept();
            if (channel == null) {
                return;
            }
            if (selector.keys().size() - 1 >= connectionLimit) {
                refuse(channel);
            } else {
                serve(channel);
            }
        } catch (IOException e) {
            counters.acceptFailed();
            onAcceptFailed();
        }
    }

    void onAcceptFailed() {
        acceptPaused = true;
        acceptKey.interestOps(0);
    }

    void refuse(SocketChannel channel) throws IOException {
        channel.close();
        counters.refused();
    }

    void serve(SocketChannel channel) throws IOException {
        counters.accepted();
        channel.configureBlocking(false);
        channel.setOption(StandardSocketOptions.TCP_NODELAY, options.tcpNoDelay());
        Connection connection = new Connection(channel);
        connection.key = channel.register(selector, SelectionKey.OP_READ, connection);
    }

    void onReadable(Connection connection) throws IOException {
        buffer.clear();
        int count = connection.channel.read(buffer);
        if (count < 0) {
            onEnd(connection);
            return;
        }
        counters.read(count);
        byte[] bytes = new byte[count];
        buffer.flip().get(bytes);
        onReceived(connection, bytes);
    }

    void onReceived(Connection connection, byte[] bytes) throws IOException {
        enqueue(connection, bytes);
        send(connection);
    }

    void enqueue(Connection connection, byte[] bytes) {
        connection.queue.add(ByteBuffer.wrap(bytes));
        connection.queuedBytes += bytes.length;
    }

    void onEnd(Connection connection) throws IOException {
        connection.ended = true;
        send(connection);
    }

    void send(Connection connection) throws IOException {
        while (!connection.queue.isEmpty()) {
            ByteBuffer head = connection.queue.getFirst();
            int sent = connection.channel.write(head);
            counters.wrote(sent);
            connection.queuedBytes -= sent;
            if (head.hasRemaining()) {
                break;
            }
            connection.queue.removeFirst();
        }
        if (connection.ended && connection.queue.isEmpty()) {
            end(connection);
        } else {
            key(connection).interestOps(interest(connection));
        }
    }

    int interest(Connection connection) {
        boolean read = !connection.ended && mayQueue(connection);
        boolean write = !connection.queue.isEmpty();
        return (read ? SelectionKey.OP_READ : 0) | (write ? SelectionKey.OP_WRITE : 0);
    }

    boolean mayQueue(Connection connection) {
        return connection.queuedBytes < options.maxQueuedBytes();
    }

    void onBroken(Connection connection, IOException cause) {
        end(connection);
    }

    void end(Connection connection) {
        key(connection).cancel();
        close(connection.channel);
        discard(connection.queuedBytes);
        counters.closed();
    }

    void discard(int bytes) {
        counters.discarded(bytes);
    }

    static SelectionKey key(Connection connection) {
        SelectionKey key = connection.key;
        if (key == null) {
            throw new IllegalStateException("not registered");
        }
        return key;
    }

    static void close(AutoCloseable closeable) {
        try {
            closeable.close();
        } catch (Exception e) {
            // A channel that does not close well is closed all the same.
        }
    }

    void closeAll() {
        for (SelectionKey key : selector.keys()) {
            if (key.attachment() instanceof Connection connection && key.isValid()) {
                end(connection);
            }
        }
        close(listener);
        close(selector);
    }

    @Override
    public InetSocketAddress address() {
        return address;
    }

    @Override
    public ServerStats stats() {
        return counters.snapshot();
    }

    @Override
    public void close() {
        closing = true;
        selector.wakeup();
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}

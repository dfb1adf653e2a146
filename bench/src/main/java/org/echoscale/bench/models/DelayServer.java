package org.echoscale.bench.models;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectableChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.Comparator;
import java.util.PriorityQueue;
import java.util.Queue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.echoscale.results.models.ModelsPlan;

/**
 * What the tasks wait for: replies to each request when the time in it has passed. One thread for all connections; on the
 * loopback address.
 */
public final class DelayServer implements AutoCloseable {
    private static final int BACKLOG = ModelsPlan.MOST_TASKS;
    private static final long MILLISECOND = 1_000_000;

    private final Selector selector;
    private final ServerSocketChannel listening;
    private final InetSocketAddress address;
    private final Queue<Due> due = new PriorityQueue<>(Comparator.comparingLong(Due::nanoTime));
    private final Thread thread;
    private volatile boolean closing;

    /** A reply and when it is to be sent. */
    private record Due(long nanoTime, SocketChannel channel) {}

    private DelayServer(Selector selector, ServerSocketChannel listening) throws IOException {
        this.selector = selector;
        this.listening = listening;
        listening.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), BACKLOG);
        listening.configureBlocking(false);
        listening.register(selector, SelectionKey.OP_ACCEPT);
        this.address = (InetSocketAddress) listening.getLocalAddress();
        this.thread = Thread.ofPlatform().name("echoscale-delay").daemon().start(this::serve);
    }

    /** Accepts connections from now on. */
    public static DelayServer start() throws IOException {
        Selector selector = Selector.open();
        try {
            ServerSocketChannel listening = ServerSocketChannel.open();
            try {
                return new DelayServer(selector, listening);
            } catch (IOException e) {
                listening.close();
                throw e;
            }
        } catch (IOException e) {
            selector.close();
            throw e;
        }
    }

    public InetSocketAddress address() {
        return address;
    }

    private void serve() {
        try (selector; listening) {
            try {
                serveUntilClosing();
            } finally {
                selector.keys().forEach(key -> end(key.channel()));
            }
        } catch (IOException e) {
            // No descriptor is left for another connection: all have been ended, and the tasks find that out.
        }
    }

    private void serveUntilClosing() throws IOException {
        while (!closing) {
            waitForWork();
            for (SelectionKey key : selector.selectedKeys()) {
                if (key.isAcceptable()) {
                    accept();
                } else {
                    request(key);
                }
            }
            selector.selectedKeys().clear();
            reply();
        }
    }

    private static void end(SelectableChannel channel) {
        try {
            channel.close();
        } catch (IOException e) {
            // Then it is closed as well.
        }
    }

    /** Until something can be read or a reply is due; the selector's own timeout is in whole milliseconds. */
    private void waitForWork() throws IOException {
        Due next = due.peek();
        if (next == null) {
            selector.select();
            return;
        }
        long left = next.nanoTime() - System.nanoTime();
        if (left >= MILLISECOND) {
            selector.select(TimeUnit.NANOSECONDS.toMillis(left));
        } else {
            if (left > 0) {
                LockSupport.parkNanos(left);
            }
            selector.selectNow();
        }
    }

    private void accept() throws IOException {
        for (SocketChannel channel = listening.accept(); channel != null; channel = listening.accept()) {
            channel.configureBlocking(false);
            channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
            channel.register(selector, SelectionKey.OP_READ, ByteBuffer.allocate(Exchange.BYTES));
        }
    }

    private void request(SelectionKey key) throws IOException {
        SocketChannel channel = (SocketChannel) key.channel();
        ByteBuffer request = (ByteBuffer) key.attachment();
        try {
            if (channel.read(request) < 0) {
                channel.close();
            } else if (!request.hasRemaining()) {
                due.add(new Due(System.nanoTime() + request.flip().getLong(), channel));
                request.clear();
            }
        } catch (IOException e) {
            channel.close(); // reset by a task that was ended
        }
    }

    private void reply() throws IOException {
        ByteBuffer reply = ByteBuffer.allocate(Exchange.BYTES);
        for (Due next = due.peek(); next != null && next.nanoTime() <= System.nanoTime(); next = due.peek()) {
            due.remove();
            reply.clear().putLong(System.nanoTime()).flip();
            try {
                next.channel().write(reply); // there is room for eight bytes where nothing else is
            } catch (IOException e) {
                next.channel().close();
            }
        }
    }

    /** Ends all connections, its thread and its port. */
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

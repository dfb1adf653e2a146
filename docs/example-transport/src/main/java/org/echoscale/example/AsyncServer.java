package org.echoscale.example;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.channels.AsynchronousChannelGroup;
import java.nio.channels.AsynchronousServerSocketChannel;
import java.nio.channels.AsynchronousSocketChannel;
import java.nio.channels.Channel;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.locks.LockSupport;

import org.echoscale.core.EchoServer;
import org.echoscale.core.ServerCounters;
import org.echoscale.core.ServerOptions;
import org.echoscale.core.ServerStats;

/** A thread that accepts, and a group with one thread that serves what was accepted. */
final class AsyncServer implements EchoServer {
    private final AsynchronousChannelGroup group;
    private final List<Thread> groupThreads;
    private final AsynchronousServerSocketChannel listener;
    private final InetSocketAddress address;
    private final ServerOptions options;
    private final Thread acceptor = new Thread(this::acceptUntilClosed, "example-async-accept");
    // Each is written by one thread: the one that accepts, and the group's.
    private final ServerCounters accepting = new ServerCounters();
    private final ServerCounters serving = new ServerCounters();
    private final Set<AsyncConnection> connections = ConcurrentHashMap.newKeySet();

    private AsyncServer(AsynchronousChannelGroup group, List<Thread> groupThreads,
            AsynchronousServerSocketChannel listener, ServerOptions options) throws IOException {
        this.group = group;
        this.groupThreads = groupThreads;
        this.listener = listener;
        this.address = (InetSocketAddress) listener.getLocalAddress();
        this.options = options;
    }

    static AsyncServer start(ServerOptions options) throws IOException {
        List<Thread> groupThreads = new CopyOnWriteArrayList<>();
        AsynchronousChannelGroup group = AsynchronousChannelGroup.withFixedThreadPool(1, task -> {
            Thread thread = new Thread(task, "example-async-group");
            groupThreads.add(thread);
            return thread;
        });
        try {
            var listener = AsynchronousServerSocketChannel.open(group).bind(options.address(), options.backlog());
            AsyncServer server = new AsyncServer(group, groupThreads, listener, options);
            server.acceptor.start();
            return server;
        } catch (IOException | RuntimeException | Error e) { // no port, no IPv6, no thread
            group.shutdownNow(); // closes the listener too: it is one of the group's channels
            groupThreads.forEach(AsyncServer::join);
            throw new IOException("example-async does not start: " + e.getMessage(), e);
        }
    }

    @Override
    public InetSocketAddress address() {
        return address;
    }

    @Override
    public ServerStats stats() {
        // Ends are read before beginnings: otherwise a connection could be seen to end before it was accepted.
        ServerStats served = serving.snapshot();
        return served.plus(accepting.snapshot());
    }

    /**
     * Ends every connection and waits until the group's thread has closed them. It alone may do so: had
     * {@code group.shutdownNow()} closed them here while the thread held a full batch of 512 events, an event without a
     * channel could have made it fetch a second batch into a queue that takes one, and wait for the lost rest for ever
     * (JDK 25, sun.nio.ch.EPollPort).
     */
    @Override
    public synchronized void close() {
        closeQuietly(listener);
        join(acceptor);
        connections.forEach(AsyncConnection::hangUp);
        group.shutdown();
        groupThreads.forEach(AsyncServer::join);
    }

    private void acceptUntilClosed() {
        while (listener.isOpen()) {
            try {
                serve(listener.accept().get());
            } catch (ExecutionException | InterruptedException e) {
                if (listener.isOpen()) {
                    accepting.acceptFailed();
                    LockSupport.parkNanos(20_000_000); // no descriptor left, say: trying again at once would spin
                }
            }
        }
    }

    private void serve(AsynchronousSocketChannel channel) {
        AsyncConnection connection;
        try {
            channel.setOption(StandardSocketOptions.TCP_NODELAY, options.tcpNoDelay());
            connection = new AsyncConnection(channel, serving, options.bufferBytes(), connections::remove);
        } catch (IOException e) {
            closeQuietly(channel);
            accepting.acceptFailed(); // the peer was gone before it was served
            return;
        } catch (OutOfMemoryError e) {
            closeQuietly(channel);
            accepting.refused(); // no buffer for this one; the others have theirs
            return;
        }
        accepting.accepted();
        connections.add(connection);
        connection.start();
    }

    private static void join(Thread thread) {
        boolean interrupted = false;
        while (thread.isAlive()) {
            try {
                thread.join();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    static void closeQuietly(Channel channel) {
        try {
            channel.close();
        } catch (IOException e) {
            // close(2) has released the descriptor, whatever it answered.
        }
    }
}

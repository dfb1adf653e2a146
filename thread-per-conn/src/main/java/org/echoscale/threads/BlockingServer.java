package org.echoscale.threads;

import java.io.IOException;
import java.net.Inet4Address;
import java.net.InetSocketAddress;
import java.net.ProtocolFamily;
import java.net.StandardProtocolFamily;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.locks.LockSupport;
import org.echoscale.core.EchoServer;
import org.echoscale.core.ServerCounters;
import org.echoscale.core.ServerOptions;
import org.echoscale.core.ServerStats;

/** A server that blocks: one thread accepts, and for each connection a thread of its own, or that same one, serves. */
final class BlockingServer implements EchoServer {

    /**
     * How long accepting rests when it has failed. What is short then (descriptors, memory) comes back when a connection
     * ends, or from elsewhere in the process, which nobody reports: so it tries again, a hundred times a second.
     */
    private static final long ACCEPT_REST_NANOS = 10_000_000;

    private final ServerOptions options;
    private final Workers workers;
    private final ServerSocketChannel listener;
    private final InetSocketAddress address;
    private final Thread acceptor;

    /** Written by the accepting thread. */
    private final ServerCounters counters = new ServerCounters();

    /** Guards all below. */
    private final Object lock = new Object();
    private final Map<Connection, Thread> open = new HashMap<>();
    /** Threads of connections that ended lately. They are about to end, and {@link #close} has to see them do it. */
    private final Queue<Thread> leaving = new ArrayDeque<>();
    private ServerStats ended = ServerStats.NONE;
    private boolean closing;

    private BlockingServer(String name, ServerOptions options, Workers workers, ServerSocketChannel listener)
            throws IOException {
        this.options = options;
        this.workers = workers;
        this.listener = listener;
        this.address = (InetSocketAddress) listener.getLocalAddress();
        this.acceptor = Thread.ofPlatform().name(name + "-acceptor").unstarted(this::acceptLoop);
    }

    static BlockingServer start(String name, ServerOptions options, Workers workers) throws IOException {
        try {
            return open(name, options, workers);
        } catch (UnsupportedOperationException | OutOfMemoryError e) { // no IPv6 here, or no thread left
            throw new IOException(name + " does not start: " + e.getMessage(), e);
        }
    }

    private static BlockingServer open(String name, ServerOptions options, Workers workers) throws IOException {
        ServerSocketChannel listener = ServerSocketChannel.open(family(options.address()));
        try {
            listener.bind(options.address(), options.backlog());
            BlockingServer server = new BlockingServer(name, options, workers, listener);
            server.acceptor.start();
            return server;
        } catch (IOException | RuntimeException | OutOfMemoryError e) {
            listener.close();
            throw e;
        }
    }

    /** The address's own: the JDK's default, an IPv6 socket for both, would take IPv4 packets by a detour. */
    private static ProtocolFamily family(InetSocketAddress address) {
        return address.getAddress() instanceof Inet4Address
                ? StandardProtocolFamily.INET
                : StandardProtocolFamily.INET6;
    }

    private void acceptLoop() {
        while (listener.isOpen()) {
            try {
                serve(listener.accept());
            } catch (IOException e) {
                onAcceptFailed();
            }
        }
    }

    private void onAcceptFailed() {
        if (listener.isOpen()) {
            counters.acceptFailed();
            LockSupport.parkNanos(ACCEPT_REST_NANOS);
        }
    }

    private void serve(SocketChannel channel) {
        Connection connection = new Connection(this, channel, options);
        Thread thread = switch (workers) {
            case Workers.ThreadEach each -> each.threads().newThread(connection);
            case Workers.AcceptingThread _ -> acceptor;
        };
        synchronized (lock) {
            if (closing) {
                connection.close();
                return;
            }
            open.put(connection, thread);
        }
        if (thread == acceptor) {
            connection.run();
        } else {
            start(thread, connection);
        }
    }

    private void start(Thread thread, Connection connection) {
        try {
            thread.start();
        } catch (OutOfMemoryError e) {
            // "unable to create native thread": a limit of the system (pid_max, cgroup, memory), reached by this one only.
            counters.refused();
            synchronized (lock) {
                open.remove(connection);
            }
            connection.close();
        }
    }

    /** Called last by the thread that served it. */
    void ended(Connection connection) {
        synchronized (lock) {
            open.remove(connection);
            ended = ended.plus(connection.stats());
            for (Thread first = leaving.peek(); first != null && !first.isAlive(); first = leaving.peek()) {
                leaving.remove();
            }
            if (Thread.currentThread() != acceptor) {
                leaving.add(Thread.currentThread());
            }
        }
    }

    @Override
    public InetSocketAddress address() {
        return address;
    }

    /** Costs a look at every open connection. */
    @Override
    public ServerStats stats() {
        synchronized (lock) {
            ServerStats sum = ended.plus(counters.snapshot());
            for (Connection connection : open.keySet()) {
                sum = sum.plus(connection.stats());
            }
            return sum;
        }
    }

    @Override
    public void close() {
        List<Connection> connections;
        synchronized (lock) {
            closing = true;
            connections = new ArrayList<>(open.keySet());
        }
        try {
            listener.close();
        } catch (IOException e) {
            // Closed all the same.
        }
        connections.forEach(Connection::close);
        join(acceptor);
        // From here on no connection is added and no thread is about to be started.
        List<Thread> threads;
        synchronized (lock) {
            threads = new ArrayList<>(open.values());
            threads.addAll(leaving);
        }
        threads.forEach(BlockingServer::join);
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
}

package org.echoscale.nio;

import java.io.IOException;
import java.net.Inet4Address;
import java.net.InetSocketAddress;
import java.net.StandardProtocolFamily;
import java.nio.channels.ServerSocketChannel;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;

import org.echoscale.core.EchoServer;
import org.echoscale.core.ServerOptions;
import org.echoscale.core.ServerStats;

/**
 * A listening socket and the loops that serve it. With several loops the first one accepts and hands the connections to
 * all in turn: a listening socket of each loop's own would need SO_REUSEPORT, which spreads connections by a hash and not
 * evenly.
 */
final class NioServer implements EchoServer {
    private final InetSocketAddress address;
    private final ServerSocketChannel listener;
    private final NioEventLoop[] loops;
    private final Thread[] threads;

    private NioServer(InetSocketAddress address, ServerSocketChannel listener, NioEventLoop[] loops, Thread[] threads) {
        this.address = address;
        this.listener = listener;
        this.loops = loops;
        this.threads = threads;
    }

    static NioServer start(String name, ServerOptions options) throws IOException {
        return start(name, options, () -> new ChunkPool(options));
    }

    /** @param pools makes each loop's pool, for the memory of its queues */
    static NioServer start(String name, ServerOptions options, Supplier<ChunkPool> pools) throws IOException {
        try {
            return open(name, options, pools);
        } catch (UnsupportedOperationException | OutOfMemoryError e) { // no IPv6 here, or no thread left
            throw new IOException(name + " does not start: " + e.getMessage(), e);
        }
    }

    private static NioServer open(String name, ServerOptions options, Supplier<ChunkPool> pools) throws IOException {
        ServerSocketChannel listener = listen(options);
        NioEventLoop[] loops = new NioEventLoop[options.eventLoops()];
        Thread[] threads = new Thread[loops.length];
        AtomicLong numbers = new AtomicLong();
        boolean started = false;
        try {
            for (int i = 0; i < loops.length; i++) {
                loops[i] = new NioEventLoop(options, numbers, pools.get());
                threads[i] = Thread.ofPlatform().name(name + "-loop-" + i).unstarted(loops[i]);
            }
            loops[0].accept(listener, loops);
            NioServer server = new NioServer((InetSocketAddress) listener.getLocalAddress(), listener, loops, threads);
            for (Thread thread : threads) {
                thread.start();
            }
            started = true;
            return server;
        } finally {
            if (!started) {
                close(listener, loops, threads);
            }
        }
    }

    @Override
    public InetSocketAddress address() {
        return address;
    }

    @Override
    public ServerStats stats() {
        ServerStats sum = ServerStats.NONE;
        for (NioEventLoop loop : loops) {
            sum = sum.plus(loop.counters().snapshot());
        }
        return sum;
    }

    @Override
    public synchronized void close() {
        close(listener, loops, threads);
    }

    /** An IPv4 socket for an IPv4 address: otherwise Java listens on an IPv6 one for both. */
    private static ServerSocketChannel listen(ServerOptions options) throws IOException {
        boolean ipv4 = options.address().getAddress() instanceof Inet4Address;
        ServerSocketChannel listener = ServerSocketChannel
                .open(ipv4 ? StandardProtocolFamily.INET : StandardProtocolFamily.INET6);
        boolean listening = false;
        try {
            listener.bind(options.address(), options.backlog()).configureBlocking(false);
            listening = true;
            return listener;
        } finally {
            if (!listening) {
                Channels.close(listener);
            }
        }
    }

    /** Ends the loops that run, the accepting one first, and releases what those that never ran hold. */
    private static void close(ServerSocketChannel listener, NioEventLoop[] loops, Thread[] threads) {
        boolean interrupted = false;
        for (int i = 0; i < loops.length; i++) {
            if (loops[i] == null) {
                break;
            }
            loops[i].stop();
            interrupted |= join(threads[i]);
            loops[i].close();
        }
        Channels.close(listener);
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /** Waits for a thread's end, whatever interrupts come, and tells whether one came. */
    private static boolean join(Thread thread) {
        boolean interrupted = false;
        while (true) {
            try {
                thread.join();
                return interrupted;
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
    }
}

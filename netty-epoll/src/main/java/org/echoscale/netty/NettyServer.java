package org.echoscale.netty;

import java.io.IOException;
import java.net.Inet4Address;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;

import org.echoscale.core.EchoServer;
import org.echoscale.core.ServerOptions;
import org.echoscale.core.ServerStats;
import org.jspecify.annotations.Nullable;

import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.EventLoop;
import io.netty.channel.ChannelOption;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.ServerChannelRecvByteBufAllocator;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.channel.socket.SocketProtocolFamily;
import io.netty.util.concurrent.FastThreadLocalThread;
import io.netty.util.concurrent.ImmediateEventExecutor;

/** A listening channel and the event loops that serve it; the first one accepts, for all in turn. */
final class NettyServer implements EchoServer {
    /** Accepts in a row before connections get their turn. */
    private static final int ACCEPTS_PER_TURN = 256;

    private final ServedLoop[] loops;
    private final List<Thread> threads;
    private final ChannelGroup channels;
    private final InetSocketAddress address;

    private NettyServer(ServedLoop[] loops, List<Thread> threads, ChannelGroup channels, InetSocketAddress address) {
        this.loops = loops;
        this.threads = threads;
        this.channels = channels;
        this.address = address;
    }

    static NettyServer start(NettyTransport transport, ServerOptions options) throws IOException {
        ServedLoop[] loops = new ServedLoop[options.eventLoops()];
        List<Thread> threads = new CopyOnWriteArrayList<>();
        // Once it is being closed it closes what is added to it, so no connection slips through.
        ChannelGroup channels = new DefaultChannelGroup(ImmediateEventExecutor.INSTANCE, true);
        boolean started = false;
        try {
            IoHandlerFactory ioHandlers = transport.ioHandlers(options);
            for (int i = 0; i < loops.length; i++) {
                loops[i] = new ServedLoop(
                        new TracedEventLoop(named(transport.name() + "-loop-" + i, threads), ioHandlers));
            }
            InetSocketAddress address = listen(transport, options, loops, channels);
            NettyServer server = new NettyServer(loops, threads, channels, address);
            started = true;
            return server;
        } catch (RuntimeException e) {
            // Netty reports what the kernel refused, say another descriptor, as unchecked exceptions of its own.
            throw new IOException(transport.name() + " does not start: " + NettyTransport.rootMessage(e), e);
        } finally {
            if (!started) {
                close(loops, threads, channels);
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
        for (ServedLoop loop : loops) {
            sum = sum.plus(loop.stats());
        }
        return sum;
    }

    @Override
    public synchronized void close() {
        close(loops, threads, channels);
    }

    private static InetSocketAddress listen(NettyTransport transport, ServerOptions options, ServedLoop[] loops,
            ChannelGroup channels) throws IOException {
        boolean ipv4 = options.address().getAddress() instanceof Inet4Address;
        Channel listener = transport.newListener(ipv4 ? SocketProtocolFamily.INET : SocketProtocolFamily.INET6);
        listener.config().setOption(ChannelOption.SO_BACKLOG, options.backlog());
        listener.config()
                .setRecvByteBufAllocator(
                        new ServerChannelRecvByteBufAllocator().maxMessagesPerRead(ACCEPTS_PER_TURN));
        listener.pipeline().addLast(new Acceptor(loops, channels, new ConnectionOptions(transport, options)));
        boolean registered = false;
        try {
            await(loops[0].eventLoop().register(listener));
            registered = true;
        } finally {
            if (!registered) {
                listener.unsafe().closeForcibly();
            }
        }
        channels.add(listener);
        await(listener.bind(options.address()));
        return (InetSocketAddress) listener.localAddress();
    }

    private static void await(ChannelFuture future) throws IOException {
        Throwable cause = future.awaitUninterruptibly().cause();
        if (cause instanceof IOException refused) {
            throw refused;
        }
        if (cause != null) {
            throw new IOException(NettyTransport.rootMessage(cause), cause);
        }
    }

    /** Fast thread-locals, which Netty's buffer pool uses, and a list of what has to end. */
    private static ThreadFactory named(String name, List<Thread> threads) {
        return loop -> {
            Thread thread = new FastThreadLocalThread(loop, name);
            threads.add(thread);
            return thread;
        };
    }

    /**
     * Closes the channels, ends the loops and waits for their threads. A loop that ends closes its channels by itself, but
     * that of io_uring does not wait for the kernel to have done it.
     */
    private static void close(@Nullable ServedLoop[] loops, List<Thread> threads, ChannelGroup channels) {
        channels.close().awaitUninterruptibly();
        for (ServedLoop loop : loops) {
            if (loop != null) {
                end(loop.eventLoop());
            }
        }
        boolean interrupted = false;
        for (Thread thread : threads) {
            interrupted |= join(thread);
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /**
     * Ends a loop from within and waits until it is over. Nobody else may be waking it meanwhile: when a wake-up comes while
     * an io_uring loop ends, the kernel writes its count into memory that Netty has freed already (Netty issue 16716). So the
     * loop does not begin to end before the call that woke it has returned, and loops end one after the other, as each may
     * wake the next.
     */
    private static void end(EventLoop loop) {
        CountDownLatch woken = new CountDownLatch(1);
        try {
            loop.execute(() -> {
                while (woken.getCount() > 0) {
                    Thread.onSpinWait(); // as long as a system call takes
                }
                var _ = loop.shutdownGracefully(0, 0, TimeUnit.NANOSECONDS);
            });
        } catch (RejectedExecutionException e) {
            return; // it has ended before
        } finally {
            woken.countDown();
        }
        loop.terminationFuture().awaitUninterruptibly();
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

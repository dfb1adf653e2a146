package org.echoscale.bench.prove;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Passes on bytes between clients and a server, and lets an {@link Injector} treat the replies. One thread of its own does
 * all of it; made to be right, not to be fast.
 */
final class FaultyProxy implements AutoCloseable {
    private static final int BUFFER_BYTES = 64 * 1024;
    private static final int BACKLOG = 1024;

    private final InetSocketAddress server;
    private final Injector injector;
    private final ServerSocketChannel listener;
    private final Selector selector;
    private final InetSocketAddress address;
    private final Thread thread;
    private volatile boolean ending;
    private volatile @Nullable Exception failure;

    private FaultyProxy(InetSocketAddress server, Injector injector, ServerSocketChannel listener, Selector selector)
            throws IOException {
        this.server = server;
        this.injector = injector;
        this.listener = listener;
        this.selector = selector;
        listener.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), BACKLOG);
        listener.configureBlocking(false);
        listener.register(selector, SelectionKey.OP_ACCEPT);
        this.address = (InetSocketAddress) listener.getLocalAddress();
        this.thread = Thread.ofPlatform().name("faulty-proxy").daemon().unstarted(this::run);
    }

    /** Listens on a free port of the loopback address. */
    static FaultyProxy start(InetSocketAddress server, Injector injector) throws IOException {
        Selector selector = Selector.open();
        ServerSocketChannel listener = null;
        try {
            listener = ServerSocketChannel.open();
            FaultyProxy proxy = new FaultyProxy(server, injector, listener, selector);
            proxy.thread.start();
            return proxy;
        } catch (IOException | RuntimeException e) {
            selector.close();
            if (listener != null) {
                listener.close();
            }
            throw e;
        }
    }

    InetSocketAddress address() {
        return address;
    }

    private void run() {
        List<Lane> lanes = new ArrayList<>();
        ByteBuffer buffer = ByteBuffer.allocateDirect(BUFFER_BYTES);
        try (listener; selector) {
            while (!ending) {
                selector.select(key -> {
                    if (key.attachment() instanceof Lane lane) {
                        if (key.isValid()) { // one key of a lane may have ended the other
                            lane.ready(key, buffer, (of, bytes) -> injector.reply(of, bytes, lanes));
                        }
                    } else {
                        accept(lanes);
                    }
                });
                lanes.removeIf(lane -> !lane.isOpen());
            }
        } catch (IOException | RuntimeException e) {
            failure = e;
        } finally {
            lanes.forEach(Lane::end);
        }
    }

    private void accept(List<Lane> lanes) {
        try {
            for (SocketChannel client = listener.accept(); client != null; client = listener.accept()) {
                lanes.add(Lane.open(client, server, selector));
            }
        } catch (IOException e) {
            failure = e;
        }
    }

    /** @throws IOException when it did not do its work, so that a trial through it says nothing */
    @Override
    public void close() throws IOException {
        ending = true;
        selector.wakeup();
        boolean interrupted = false;
        while (true) {
            try {
                thread.join();
                break;
            } catch (InterruptedException e) {
                interrupted = true; // what was started is also ended by a thread that is to stop
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
        Exception cause = failure;
        if (cause != null) {
            throw new IOException("the proxy between load generator and server failed: " + cause, cause);
        }
    }
}

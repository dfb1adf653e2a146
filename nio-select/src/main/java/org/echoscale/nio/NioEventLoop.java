package org.echoscale.nio;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

import org.echoscale.core.ServerCounters;
import org.echoscale.core.ServerOptions;
import org.echoscale.core.trace.LoopTrace;
import org.echoscale.core.trace.Woken;
import org.jspecify.annotations.Nullable;

/**
 * One thread that waits for ready channels and serves them. Its own thread runs it and writes everything it holds; other
 * threads may {@link #adopt} a connection into it and {@link #stop} it.
 */
final class NioEventLoop implements Runnable {
    private final Selector selector;
    private final ServerOptions options;
    private final AtomicLong numbers;
    private final Queue<SocketChannel> adopted = new ConcurrentLinkedQueue<>();
    private volatile boolean stopping;

    // Owned by the loop's thread.
    private final ServerCounters counters = new ServerCounters();
    private final ByteBuffer buffer;
    private final ChunkPool chunks;
    private @Nullable Acceptor acceptor;
    /** Channels registered: the connections, and the listening one. */
    private int watched;
    // Made once: a lambda in the loop would be an allocation for each wait.
    private final Consumer<SelectionKey> dispatch = NioEventLoop::dispatch;

    /** @param numbers of connections, shared by the loops of a server */
    NioEventLoop(ServerOptions options, AtomicLong numbers, ChunkPool chunks) throws IOException {
        this.options = options;
        this.numbers = numbers;
        this.chunks = chunks;
        this.buffer = ByteBuffer.allocateDirect(options.bufferBytes());
        this.selector = Selector.open();
    }

    /** Makes this the loop that accepts, for all the given ones in turn. Before its thread starts. */
    void accept(ServerSocketChannel listener, NioEventLoop[] loops) throws IOException {
        acceptor = new Acceptor(listener, selector, loops, counters);
        watched = 1;
    }

    @Override
    public void run() {
        try {
            while (!stopping) {
                counters.waited(LoopTrace.tellsWaits() ? selectAndTell() : selector.select(dispatch, pauseMillis()));
                if (acceptor != null) {
                    acceptor.resumeIfDue();
                }
                registerAdopted();
            }
        } catch (IOException e) {
            throw new UncheckedIOException("the selector failed", e);
        } finally {
            close();
        }
    }

    /**
     * The same with the wait told: what a selector gives to a consumer it gives before it tells how much is ready, so here
     * the ready keys are taken from it first, which makes garbage.
     */
    private int selectAndTell() throws IOException {
        long pauseMillis = pauseMillis();
        Woken wait = LoopTrace.waiting(watched, pauseMillis == 0 ? LoopTrace.FOREVER : (int) pauseMillis);
        int ready = selector.select(pauseMillis);
        LoopTrace.woken(wait, ready);
        for (SelectionKey key : selector.selectedKeys()) {
            if (key.isValid()) {
                dispatch(key);
            }
        }
        selector.selectedKeys().clear();
        return ready;
    }

    /** Takes over an accepted connection. Any thread. */
    void adopt(SocketChannel channel, boolean fromThisLoop) {
        if (fromThisLoop) {
            register(channel);
        } else {
            adopted.add(channel);
            selector.wakeup();
        }
    }

    /** Asks the loop to end; its thread closes what it serves. Any thread, any number of times. */
    void stop() {
        stopping = true;
        selector.wakeup();
    }

    /** Closes every channel, then the selector. The loop's thread, or any other when that never ran or has ended. */
    void close() {
        try {
            for (SelectionKey key : selector.isOpen()
                    ? selector.keys().toArray(SelectionKey[]::new)
                    : new SelectionKey[0]) {
                if (key.attachment() instanceof ReadyHandler handler) {
                    handler.close();
                }
            }
            // Closing the selector is what releases the descriptors of the channels registered with it.
            selector.close();
        } catch (IOException e) {
            throw new UncheckedIOException("the selector does not close", e);
        } finally {
            chunks.close();
            for (SocketChannel channel; (channel = adopted.poll()) != null;) {
                Channels.close(channel);
            }
        }
    }

    ServerCounters counters() {
        return counters;
    }

    ServerOptions options() {
        return options;
    }

    /** The buffer that is read into: shared by all connections, because each is done with it before the next one reads. */
    ByteBuffer buffer() {
        return buffer;
    }

    ChunkPool chunks() {
        return chunks;
    }

    /** A connection of this loop has closed, so its descriptor is about to be free. */
    void connectionClosed() {
        counters.closed();
        watched--;
        if (acceptor != null) {
            acceptor.resume();
        }
    }

    private static void dispatch(SelectionKey key) {
        ((ReadyHandler) key.attachment()).onReady();
    }

    private long pauseMillis() {
        return acceptor == null ? 0 : acceptor.pauseMillis();
    }

    private void registerAdopted() {
        for (SocketChannel channel; (channel = adopted.poll()) != null;) {
            register(channel);
        }
    }

    private void register(SocketChannel channel) {
        try {
            Connection connection = new Connection(numbers.incrementAndGet(), channel, this);
            connection.register(selector);
            counters.accepted();
            watched++;
            LoopTrace.accepted(connection);
        } catch (IOException e) {
            // The peer was gone before it was served.
            counters.acceptFailed();
            LoopTrace.acceptFailed(Connection.text(e));
            Channels.close(channel);
        }
    }
}

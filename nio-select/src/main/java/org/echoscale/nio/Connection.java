package org.echoscale.nio;

import java.io.IOException;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;

import org.echoscale.core.ServerCounters;
import org.echoscale.core.trace.LoopTrace;
import org.echoscale.core.trace.TracedConnection;

/**
 * One connection: sends back what it receives. Owned by the thread of its loop.
 *
 * <p>
 * What it asks its key for:
 * <pre>
 * READ ──the kernel takes less than was read──▶ READ|WRITE ──the queue is full──▶ WRITE
 *   ▲                                               │                              │
 *   └───────────────── the queue is empty ──────────┴──────────────────────────────┘
 * end of input: closed when the queue is empty, WRITE until then
 * </pre>
 */
final class Connection implements ReadyHandler, TracedConnection {
    private final long number;
    private final SocketChannel channel;
    private final NioEventLoop loop;
    private final ServerCounters counters;
    private final ByteBuffer buffer;
    private final int maxQueuedBytes;
    private final EchoQueue queue;
    // Set by register(), before anything becomes ready.
    @SuppressWarnings("NullAway.Init")
    private SelectionKey key;
    private boolean inputEnded;
    private boolean closed;

    /** Bytes received and not sent: those in the queue, and those in the loop's buffer while it is being written. */
    private long unsent;

    Connection(long number, SocketChannel channel, NioEventLoop loop) {
        this.number = number;
        this.channel = channel;
        this.loop = loop;
        this.counters = loop.counters();
        this.buffer = loop.buffer();
        this.maxQueuedBytes = loop.options().maxQueuedBytes();
        this.queue = new EchoQueue(loop.chunks());
    }

    void register(Selector selector) throws IOException {
        channel.configureBlocking(false);
        channel.setOption(StandardSocketOptions.TCP_NODELAY, loop.options().tcpNoDelay());
        key = channel.register(selector, SelectionKey.OP_READ, this);
        counters.registered();
    }

    @Override
    public long number() {
        return number;
    }

    @Override
    public String peer() {
        try {
            return LoopTrace.peer(channel.getRemoteAddress());
        } catch (IOException e) { // closed
            return LoopTrace.peer(null);
        }
    }

    @Override
    public void onReady() {
        try {
            doOnReady();
        } catch (IOException e) {
            // A reset, or a write to a peer that is gone: the end of this connection and of nothing else.
            close(text(e));
        } catch (OutOfMemoryError e) {
            close("no memory for its queue"); // the others have theirs
        }
    }

    /** The server ends. */
    @Override
    public void close() {
        close(LoopTrace.SERVER_ENDS);
    }

    private void close(String reason) {
        if (closed) {
            return;
        }
        closed = true;
        counters.discarded(unsent);
        LoopTrace.closing(this, reason, unsent);
        queue.clear();
        Channels.close(channel);
        loop.connectionClosed();
    }

    private void doOnReady() throws IOException {
        int ready = key.readyOps();
        if ((ready & SelectionKey.OP_READ) != 0) {
            receive();
        }
        if ((ready & SelectionKey.OP_WRITE) != 0 && !closed) {
            writeQueued();
        }
    }

    /** Reads once, and not until nothing is left: the selector reports what is left again, after the others' turns. */
    private void receive() throws IOException {
        int received = channel.read(buffer.clear());
        if (received < 0) {
            endOfInput();
            return;
        }
        counters.read(received);
        LoopTrace.received(this, received);
        unsent += received;
        buffer.flip();
        if (queue.isEmpty() && received > 0) {
            int sent = channel.write(buffer);
            counters.wrote(sent);
            LoopTrace.sent(this, sent, 0);
            unsent -= sent;
        }
        if (buffer.hasRemaining()) {
            LoopTrace.queued(this, buffer.remaining(), unsent, unsent < maxQueuedBytes);
            queue.add(buffer);
            interest(
                    unsent < maxQueuedBytes ? SelectionKey.OP_READ | SelectionKey.OP_WRITE : SelectionKey.OP_WRITE);
        }
    }

    private void writeQueued() throws IOException {
        while (!queue.isEmpty()) {
            int offered = queue.oldestBytes();
            int sent = queue.writeOldest(channel);
            counters.wrote(sent);
            unsent -= sent;
            LoopTrace.sent(this, sent, unsent);
            if (sent < offered) {
                return;
            }
        }
        LoopTrace.queueEmpty(this);
        if (inputEnded) {
            close(LoopTrace.END_OF_STREAM);
        } else {
            interest(SelectionKey.OP_READ);
        }
    }

    /** A change of interest goes to the kernel with the next select, where the selector keeps it there. */
    private void interest(int operations) {
        if (key.interestOps() != operations) {
            key.interestOps(operations);
            counters.registered();
        }
    }

    private void endOfInput() {
        inputEnded = true;
        if (queue.isEmpty()) {
            close(LoopTrace.END_OF_STREAM);
        } else {
            interest(SelectionKey.OP_WRITE);
        }
    }

    /** What went wrong, in one line. */
    static String text(IOException e) {
        return e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
    }
}

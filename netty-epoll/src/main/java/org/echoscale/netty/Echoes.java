package org.echoscale.netty;

import java.nio.channels.ClosedChannelException;
import java.util.Arrays;

import org.echoscale.core.ServerCounters;
import org.echoscale.core.trace.LoopTrace;

import io.netty.channel.DefaultChannelPromise;

/**
 * The writes of one connection that are not finished: the promise of every one of them. Owned by the connection's loop.
 *
 * <p>
 * Netty finishes the writes of a connection in their order, so one promise that never gets done itself, and a ring of the
 * writes' sizes, tell what was sent and what was lost; a promise for each write would be an allocation for each message.
 */
final class Echoes extends DefaultChannelPromise {
    private final NettyConnection connection;
    private final Wakeful loop;
    private final ServerCounters counters;
    private int[] sizes = new int[2];
    private int first;
    private int count;
    private boolean inputEnded;
    /** Bytes of all of them. */
    private long unsent;
    /** Those that were still there when Netty had tried to send them. */
    private long queued;
    private long lost;
    private boolean closing;

    Echoes(NettyConnection connection, ServerCounters counters, Wakeful loop) {
        super(connection.channel());
        this.connection = connection;
        this.loop = loop;
        this.counters = counters;
    }

    /** A write of so many bytes is about to be made. */
    void add(int bytes) {
        if (count == sizes.length) {
            grow();
        }
        sizes[(first + count) & (sizes.length - 1)] = bytes;
        count++;
        unsent += bytes;
    }

    /** Netty has tried to send everything: what is left has to wait for room, or for the kernel's completion. */
    void flushed() {
        if (unsent > queued) {
            LoopTrace.queued(connection, unsent - queued, unsent, channel().config().isAutoRead());
            queued = unsent;
        }
    }

    /** The connection is being closed; the first reason is the one that counts. */
    void closing(String reason) {
        if (!closing) {
            closing = true;
            LoopTrace.closing(connection, reason, unsent + lost);
        }
    }

    /** The peer sends no more: closes the connection, as soon as everything is written. */
    void endOfInput() {
        inputEnded = true;
        closeWhenDone();
    }

    boolean inputEnded() {
        return inputEnded;
    }

    /** The oldest write has succeeded. */
    @Override
    public boolean trySuccess(Void result) {
        int bytes = remove();
        counters.wrote(bytes);
        loop.serving();
        boolean waited = queued > 0;
        queued = Math.max(0, queued - bytes); // they are finished in their order
        LoopTrace.sent(connection, bytes, queued);
        if (waited && queued == 0) {
            LoopTrace.queueEmpty(connection);
        }
        closeWhenDone();
        return true;
    }

    /** The oldest write has failed. */
    @Override
    public boolean tryFailure(Throwable cause) {
        if (!(cause instanceof ClosedChannelException)) { // that is a consequence
            closing(NettyTransport.rootMessage(cause));
        }
        int bytes = remove();
        lost += bytes;
        counters.discarded(bytes);
        return true;
    }

    private int remove() {
        int bytes = sizes[first];
        first = (first + 1) & (sizes.length - 1);
        count--;
        unsent -= bytes;
        return bytes;
    }

    private void closeWhenDone() {
        if (inputEnded && count == 0) {
            closing(LoopTrace.END_OF_STREAM);
            var _ = channel().close();
        }
    }

    /** Doubles, so that the length stays a power of two. */
    private void grow() {
        int[] unrolled = Arrays.copyOf(sizes, 2 * sizes.length);
        for (int i = 0; i < count; i++) {
            unrolled[i] = sizes[(first + i) & (sizes.length - 1)];
        }
        sizes = unrolled;
        first = 0;
    }
}

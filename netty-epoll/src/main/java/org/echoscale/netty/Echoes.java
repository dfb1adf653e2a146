package org.echoscale.netty;

import java.util.Arrays;

import org.echoscale.core.ServerCounters;

import io.netty.channel.Channel;
import io.netty.channel.DefaultChannelPromise;

/**
 * The writes of one connection that are not finished: the promise of every one of them. Owned by the connection's loop.
 *
 * <p>
 * Netty finishes the writes of a connection in their order, so one promise that never gets done itself, and a ring of the
 * writes' sizes, tell what was sent and what was lost; a promise for each write would be an allocation for each message.
 */
final class Echoes extends DefaultChannelPromise {
    private final ServerCounters counters;
    private int[] sizes = new int[2];
    private int first;
    private int count;
    private boolean inputEnded;

    Echoes(Channel connection, ServerCounters counters) {
        super(connection);
        this.counters = counters;
    }

    /** A write of so many bytes is about to be made. */
    void add(int bytes) {
        if (count == sizes.length) {
            grow();
        }
        sizes[(first + count) & (sizes.length - 1)] = bytes;
        count++;
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
        counters.wrote(remove());
        closeWhenDone();
        return true;
    }

    /** The oldest write has failed. */
    @Override
    public boolean tryFailure(Throwable cause) {
        counters.discarded(remove());
        return true;
    }

    private int remove() {
        int bytes = sizes[first];
        first = (first + 1) & (sizes.length - 1);
        count--;
        return bytes;
    }

    private void closeWhenDone() {
        if (inputEnded && count == 0) {
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

package org.echoscale.example;

import java.nio.ByteBuffer;
import java.nio.channels.AsynchronousSocketChannel;
import java.nio.channels.CompletionHandler;

import org.echoscale.core.ServerCounters;

/**
 * One connection: read, write all of it, read again. Reading only once everything is written bounds what it holds to one
 * buffer. Its handler runs on the group's only thread, which therefore is the only one that counts.
 */
final class AsyncConnection implements CompletionHandler<Integer, Void> {
    private final AsynchronousSocketChannel channel;
    private final ServerCounters counters;
    private final ByteBuffer buffer;
    private boolean writing;

    AsyncConnection(AsynchronousSocketChannel channel, ServerCounters counters, int bufferBytes) {
        this.channel = channel;
        this.counters = counters;
        this.buffer = ByteBuffer.allocateDirect(bufferBytes);
    }

    void start() {
        channel.read(buffer, null, this);
    }

    @Override
    public void completed(Integer count, Void attachment) {
        if (writing) {
            counters.wrote(count);
        } else if (count < 0) {
            close();
            return;
        } else {
            counters.read(count);
            buffer.flip();
        }
        writing = buffer.hasRemaining();
        if (writing) {
            channel.write(buffer, null, this);
        } else {
            channel.read(buffer.clear(), null, this);
        }
    }

    /** A reset, or the server closes: the end of this connection and of no other. */
    @Override
    public void failed(Throwable cause, Void attachment) {
        counters.discarded(writing ? buffer.remaining() : 0);
        close();
    }

    private void close() {
        counters.closed();
        AsyncServer.closeQuietly(channel);
    }
}

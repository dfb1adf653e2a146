package org.echoscale.example;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.AsynchronousSocketChannel;
import java.nio.channels.CompletionHandler;
import java.util.function.Consumer;

import org.echoscale.core.ServerCounters;

/**
 * One connection: read, write all of it, read again. Reading only once everything is written bounds what it holds to one
 * buffer. Its handler runs on the group's only thread, which therefore is the only one that counts.
 */
final class AsyncConnection implements CompletionHandler<Integer, Void> {
    private final AsynchronousSocketChannel channel;
    private final ServerCounters counters;
    private final ByteBuffer buffer;
    private final Consumer<AsyncConnection> whenClosed;
    private boolean writing;

    AsyncConnection(AsynchronousSocketChannel channel, ServerCounters counters, int bufferBytes,
            Consumer<AsyncConnection> whenClosed) {
        this.channel = channel;
        this.counters = counters;
        this.buffer = ByteBuffer.allocateDirect(bufferBytes);
        this.whenClosed = whenClosed;
    }

    void start() {
        channel.read(buffer, null, this);
    }

    /** Makes what it waits for come to an end; its handler then closes it. Any thread may call this. */
    void hangUp() {
        try {
            channel.shutdownInput();
            channel.shutdownOutput();
        } catch (IOException e) {
            // Closed or reset meanwhile: that ends it as well.
        }
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
        AsyncServer.closeQuietly(channel);
        counters.closed();
        whenClosed.accept(this);
    }
}

package org.echoscale.threads;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import org.echoscale.core.ServerCounters;
import org.echoscale.core.ServerOptions;
import org.echoscale.core.ServerStats;

/**
 * One peer, served by one thread: what was read is written in full before the next read, so that a peer which does not
 * read is not read from either, and no more than one buffer waits for it.
 *
 * <p>
 * A blocking {@link SocketChannel} with a direct buffer, because it hands the buffer's address to read(2) and write(2):
 * a socket's streams, or a heap buffer, would copy every message twice more by way of a direct buffer that the JDK keeps
 * per thread.
 */
final class Connection implements Runnable {
    private final BlockingServer server;
    private final SocketChannel channel;
    private final ServerOptions options;
    /** Written by the thread that serves. */
    private final ServerCounters counters = new ServerCounters();

    Connection(BlockingServer server, SocketChannel channel, ServerOptions options) {
        this.server = server;
        this.channel = channel;
        this.options = options;
    }

    @Override
    public void run() {
        counters.accepted();
        // The buffer's memory goes with the connection, not when a collector finds out that nobody uses it.
        try (Arena memory = Arena.ofConfined()) {
            channel.setOption(StandardSocketOptions.TCP_NODELAY, options.tcpNoDelay());
            ByteBuffer buffer = memory.allocate(options.bufferBytes()).asByteBuffer();
            while (read(buffer)) {
                writeAll(buffer);
            }
        } catch (IOException e) {
            // The peer reset the connection, or the server is closing: either way it is over.
        } catch (OutOfMemoryError e) {
            // No buffer for this peer. The others have theirs.
        } finally {
            close();
            counters.closed();
            server.ended(this);
        }
    }

    /** Whether there was something; false at the end of the stream. */
    private boolean read(ByteBuffer buffer) throws IOException {
        buffer.clear();
        int count = channel.read(buffer);
        if (count < 0) {
            return false;
        }
        counters.read(count);
        buffer.flip();
        return true;
    }

    private void writeAll(ByteBuffer buffer) throws IOException {
        try {
            while (buffer.hasRemaining()) {
                counters.wrote(channel.write(buffer));
            }
        } catch (IOException e) {
            counters.discarded(buffer.remaining());
            throw e;
        }
    }

    ServerStats stats() {
        return counters.snapshot();
    }

    /** Any thread: the serving one wakes from its read or write with an exception. */
    void close() {
        try {
            channel.close();
        } catch (IOException e) {
            // Closed all the same: close(2) releases the descriptor also when it reports an error.
        }
    }
}

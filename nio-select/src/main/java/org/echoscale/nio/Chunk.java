package org.echoscale.nio;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.ByteBuffer;
import java.nio.channels.WritableByteChannel;

import org.jspecify.annotations.Nullable;

/**
 * A piece of a queue: filled at its end, written from its start. Linked to its successor in a queue or in the pool. Owned by
 * the thread that made it.
 *
 * <p>
 * Its memory is an arena's. That of {@link ByteBuffer#allocateDirect} counts against a bound, by default the size of the
 * heap, and near it the JDK collects garbage and sleeps, up to half a second, in the middle of the loop.
 */
final class Chunk {
    private final Arena arena = Arena.ofConfined();
    private final ByteBuffer buffer;
    private int start;
    private int end;
    @Nullable
    Chunk next;

    Chunk(int bytes) {
        try {
            buffer = arena.allocate(bytes).asByteBuffer();
        } catch (OutOfMemoryError e) {
            arena.close();
            throw e;
        }
    }

    /** Gives its memory back. */
    void free() {
        arena.close();
    }

    /** Takes as much as there is room for. */
    void fill(ByteBuffer bytes) {
        int n = Math.min(bytes.remaining(), buffer.capacity() - end);
        buffer.put(end, bytes, bytes.position(), n);
        bytes.position(bytes.position() + n);
        end += n;
    }

    int writeTo(WritableByteChannel channel) throws IOException {
        try {
            int sent = channel.write(buffer.limit(end).position(start));
            start += sent;
            return sent;
        } finally {
            buffer.clear(); // also when the peer is gone: the chunk goes back to the pool, for another connection
        }
    }

    int bytes() {
        return end - start;
    }

    boolean isEmpty() {
        return start == end;
    }

    boolean isFull() {
        return end == buffer.capacity();
    }

    void clear() {
        start = 0;
        end = 0;
        next = null;
    }
}

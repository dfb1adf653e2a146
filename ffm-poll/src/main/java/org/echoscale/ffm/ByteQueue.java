package org.echoscale.ffm;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import org.jspecify.annotations.Nullable;

/**
 * Bytes of one connection that wait for room in its socket, first in, first out, in chunks from the loop's
 * {@link ChunkPool}. Empty queues hold no memory. Used by the loop's thread.
 */
final class ByteQueue {
    private final ChunkPool pool;
    private @Nullable Chunk first;
    private @Nullable Chunk last;
    private int size;

    ByteQueue(ChunkPool pool) {
        this.pool = pool;
    }

    /** Bytes waiting. */
    int size() {
        return size;
    }

    /**
     * Adds bytes of a segment at the end.
     *
     * @throws OutOfMemoryError when the system has no memory for them; they count all the same, as bytes that are lost
     */
    void add(MemorySegment source, int offset, int length) {
        size += length;
        int from = offset;
        int left = length;
        while (left > 0) {
            Chunk chunk = last;
            if (chunk == null || chunk.room() == 0) {
                chunk = append();
            }
            int part = Math.min(left, chunk.room());
            MemorySegment.copy(source, from, chunk.memory, chunk.end, part);
            chunk.end += part;
            from += part;
            left -= part;
        }
    }

    /** Where the first bytes lie. Only when there are some. */
    long firstAddress() {
        Chunk chunk = head();
        return chunk.memory.address() + chunk.start;
    }

    /** How many of the first bytes lie there in one piece. */
    int firstLength() {
        Chunk chunk = head();
        return chunk.end - chunk.start;
    }

    /** Takes away the first bytes, at most {@link #firstLength()}. */
    void remove(int length) {
        Chunk chunk = head();
        chunk.start += length;
        size -= length;
        if (chunk.start == chunk.end) {
            drop(chunk);
        }
    }

    /** Takes away all. */
    void clear() {
        for (Chunk chunk = first; chunk != null; chunk = first) {
            drop(chunk);
        }
        size = 0;
    }

    private Chunk head() {
        if (first == null) {
            throw new IllegalStateException("the queue is empty");
        }
        return first;
    }

    private Chunk append() {
        Chunk chunk = pool.take();
        if (last == null) {
            first = chunk;
        } else {
            last.next = chunk;
        }
        last = chunk;
        return chunk;
    }

    private void drop(Chunk chunk) {
        first = chunk.next;
        if (first == null) {
            last = null;
        }
        pool.giveBack(chunk);
    }

    /** A piece of memory with bytes from {@code start} to {@code end}. Of the thread that made it. */
    static final class Chunk {
        private final Arena arena = Arena.ofConfined();
        final MemorySegment memory;
        int start;
        int end;
        @Nullable
        Chunk next;

        Chunk(int bytes) {
            try {
                memory = arena.allocate(bytes);
            } catch (OutOfMemoryError e) {
                arena.close();
                throw e;
            }
        }

        /** Gives the memory back. */
        void free() {
            arena.close();
        }

        int room() {
            return (int) memory.byteSize() - end;
        }
    }
}

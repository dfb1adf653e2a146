package org.echoscale.ffm;

import org.echoscale.core.ServerOptions;
import org.echoscale.ffm.ByteQueue.Chunk;
import org.jspecify.annotations.Nullable;

/** Chunks of memory for the queues of one loop, used again before a new one is made. Used by the loop's thread. */
class ChunkPool implements AutoCloseable {
    private final int chunkBytes;
    private final int mostKept;
    private @Nullable Chunk free;
    private int kept;

    ChunkPool(ServerOptions options) {
        this.chunkBytes = options.chunkBytes();
        this.mostKept = options.mostKeptChunks();
    }

    /**
     * An empty chunk.
     *
     * @throws OutOfMemoryError when the system has no memory for another
     */
    Chunk take() {
        Chunk chunk = free;
        if (chunk == null) {
            return make(chunkBytes);
        }
        free = chunk.next;
        kept--;
        chunk.next = null;
        chunk.start = 0;
        chunk.end = 0;
        return chunk;
    }

    void giveBack(Chunk chunk) {
        if (kept == mostKept) {
            chunk.free();
            return;
        }
        chunk.next = free;
        free = chunk;
        kept++;
    }

    /** Gives the memory of all that are in no queue back. */
    @Override
    public void close() {
        for (Chunk chunk = free; chunk != null; chunk = chunk.next) {
            chunk.free();
        }
        free = null;
        kept = 0;
    }

    Chunk make(int bytes) {
        return new Chunk(bytes);
    }
}

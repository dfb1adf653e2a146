package org.echoscale.nio;

import org.echoscale.core.ServerOptions;
import org.jspecify.annotations.Nullable;

/** The chunks of one loop that are in no queue: taken again before a new one is made. Owned by the loop's thread. */
class ChunkPool {
    private final int chunkBytes;
    private final int mostKept;
    private @Nullable Chunk free;
    private int kept;

    ChunkPool(ServerOptions options) {
        chunkBytes = options.chunkBytes();
        mostKept = options.mostKeptChunks();
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
        chunk.clear();
        return chunk;
    }

    void give(Chunk chunk) {
        if (kept == mostKept) {
            chunk.free();
            return;
        }
        chunk.clear();
        chunk.next = free;
        free = chunk;
        kept++;
    }

    /** Gives the memory of all back. */
    void close() {
        for (Chunk chunk; (chunk = free) != null;) {
            free = chunk.next;
            chunk.free();
        }
        kept = 0;
    }

    Chunk make(int bytes) {
        return new Chunk(bytes);
    }
}

package org.echoscale.nio;

import org.jspecify.annotations.Nullable;

/** The chunks of one loop that are in no queue: taken again before a new one is made. Owned by the loop's thread. */
final class ChunkPool {
    private static final int LEAST_CHUNK_BYTES = 4 * 1024;
    private static final int MOST_CHUNK_BYTES = 64 * 1024;
    /** Kept for later; those past it are left to the garbage collector, so that a burst does not hold memory for ever. */
    private static final int MOST_KEPT_BYTES = 16 * 1024 * 1024;

    private final int chunkBytes;
    private final int mostKept;
    private @Nullable Chunk free;
    private int kept;

    ChunkPool(int bufferBytes) {
        chunkBytes = Math.clamp(bufferBytes, LEAST_CHUNK_BYTES, MOST_CHUNK_BYTES);
        mostKept = MOST_KEPT_BYTES / chunkBytes;
    }

    /** An empty chunk. */
    Chunk take() {
        Chunk chunk = free;
        if (chunk == null) {
            return new Chunk(chunkBytes);
        }
        free = chunk.next;
        kept--;
        chunk.clear();
        return chunk;
    }

    void give(Chunk chunk) {
        if (kept == mostKept) {
            return;
        }
        chunk.clear();
        chunk.next = free;
        free = chunk;
        kept++;
    }
}

package org.echoscale.ffm;

import java.lang.foreign.Arena;
import org.echoscale.ffm.ByteQueue.Chunk;
import org.jspecify.annotations.Nullable;

/** Chunks of memory for the queues of one loop: made when first needed, and used again for ever after. */
final class ChunkPool {
    private final Arena arena;
    private final int chunkBytes;
    private @Nullable Chunk free;

    ChunkPool(Arena arena, int chunkBytes) {
        this.arena = arena;
        this.chunkBytes = chunkBytes;
    }

    Chunk take() {
        Chunk chunk = free;
        if (chunk == null) {
            return new Chunk(arena.allocate(chunkBytes));
        }
        free = chunk.next;
        chunk.next = null;
        chunk.start = 0;
        chunk.end = 0;
        return chunk;
    }

    void giveBack(Chunk chunk) {
        chunk.next = free;
        free = chunk;
    }
}

package org.echoscale.nio;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.WritableByteChannel;

import org.jspecify.annotations.Nullable;

/** The bytes of one connection that the kernel has not taken yet, in order, in chunks of the loop's pool. */
final class EchoQueue {
    private final ChunkPool pool;
    private @Nullable Chunk head;
    private @Nullable Chunk tail;

    EchoQueue(ChunkPool pool) {
        this.pool = pool;
    }

    boolean isEmpty() {
        return head == null;
    }

    /** Appends what remains in a buffer. */
    void add(ByteBuffer bytes) {
        while (bytes.hasRemaining()) {
            Chunk last = tail;
            if (last == null || last.isFull()) {
                last = append(pool.take());
            }
            last.fill(bytes);
        }
    }

    /**
     * Writes once, from the oldest chunk, which is dropped when the channel has taken all of it.
     *
     * @return the bytes the channel took, fewer than {@link #oldestBytes()} said before when it is full
     */
    int writeOldest(WritableByteChannel channel) throws IOException {
        Chunk oldest = head;
        if (oldest == null) {
            return 0;
        }
        int sent = oldest.writeTo(channel);
        if (oldest.isEmpty()) {
            dropHead(oldest);
        }
        return sent;
    }

    /** What one {@link #writeOldest} has to offer. */
    int oldestBytes() {
        return head == null ? 0 : head.bytes();
    }

    void clear() {
        for (Chunk oldest; (oldest = head) != null;) {
            dropHead(oldest);
        }
    }

    private Chunk append(Chunk chunk) {
        if (tail == null) {
            head = chunk;
        } else {
            tail.next = chunk;
        }
        tail = chunk;
        return chunk;
    }

    private void dropHead(Chunk oldest) {
        head = oldest.next;
        if (head == null) {
            tail = null;
        }
        pool.give(oldest);
    }
}

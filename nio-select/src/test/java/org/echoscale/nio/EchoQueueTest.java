package org.echoscale.nio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.management.BufferPoolMXBean;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.channels.WritableByteChannel;
import java.util.SplittableRandom;

import org.echoscale.core.ServerOptions;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class EchoQueueTest {
    private static final int BUFFER_BYTES = 4096;

    private final ChunkPool pool = new ChunkPool(ServerOptions.loopback().withBufferBytes(BUFFER_BYTES));
    private final EchoQueue queue = new EchoQueue(pool);

    @AfterEach
    void giveBack() {
        queue.clear();
        pool.close();
    }

    @Test
    void itsMemoryDoesNotCountAgainstTheBoundOfDirectBuffers() {
        long before = directBytes();
        queue.add(ByteBuffer.allocate(64 * BUFFER_BYTES));
        assertThat(directBytes()).isEqualTo(before);
    }

    private static long directBytes() {
        return ManagementFactory.getPlatformMXBeans(BufferPoolMXBean.class)
                .stream()
                .filter(buffers -> buffers.getName().equals("direct"))
                .mapToLong(BufferPoolMXBean::getMemoryUsed)
                .sum();
    }

    @Test
    void bytesLeaveInTheOrderInWhichTheyCameHoweverTheyAreSplit() throws IOException {
        SplittableRandom random = new SplittableRandom(1);
        byte[] all = new byte[200_000];
        random.nextBytes(all);
        Trickle channel = new Trickle();
        int added = 0;
        while (added < all.length || !queue.isEmpty()) {
            int length = Math.min(all.length - added, random.nextInt(3 * BUFFER_BYTES));
            queue.add(ByteBuffer.wrap(all, added, length));
            added += length;
            channel.room = random.nextInt(3 * BUFFER_BYTES);
            while (!queue.isEmpty() && channel.room > 0) {
                queue.writeOldest(channel);
            }
        }

        assertThat(channel.taken.toByteArray()).isEqualTo(all);
    }

    @Test
    void aWriteTellsThatTheChannelIsFullByTakingLessThanWasOffered() throws IOException {
        Trickle channel = new Trickle();
        channel.room = 10;
        queue.add(ByteBuffer.allocate(30));

        assertThat(queue.oldestBytes()).isEqualTo(30);
        assertThat(queue.writeOldest(channel)).isEqualTo(10);
        assertThat(queue.oldestBytes()).isEqualTo(20);
        assertThat(queue.isEmpty()).isFalse();
    }

    @Test
    void aChunkThatWasDroppedIsTakenAgain() {
        Chunk first = pool.take();
        first.fill(ByteBuffer.allocate(100));
        pool.give(first);

        assertThat(pool.take()).isSameAs(first);
        assertThat(first.isEmpty()).isTrue();
        assertThat(pool.take()).isNotSameAs(first);
    }

    @Test
    void aClearedQueueGivesItsChunksBack() {
        Chunk pooled = pool.take();
        pool.give(pooled);
        queue.add(ByteBuffer.allocate(100));
        queue.clear();

        assertThat(queue.isEmpty()).isTrue();
        assertThat(pool.take()).isSameAs(pooled);
    }

    @Test
    void aChunkWhoseChannelBrokeTakesAFullBufferAgain() {
        Chunk used = pool.take();
        pool.give(used);
        queue.add(ByteBuffer.allocate(100));
        assertThatThrownBy(() -> queue.writeOldest(new Broken())).hasMessage("Broken pipe");
        queue.clear();

        queue.add(ByteBuffer.allocate(BUFFER_BYTES));

        assertThat(queue.oldestBytes()).isEqualTo(BUFFER_BYTES);
        queue.clear();
        assertThat(pool.take()).isSameAs(used);
    }

    /** A channel whose peer is gone. */
    private static final class Broken implements WritableByteChannel {
        @Override
        public int write(ByteBuffer bytes) throws IOException {
            throw new IOException("Broken pipe");
        }

        @Override
        public boolean isOpen() {
            return true;
        }

        @Override
        public void close() {}
    }

    /** A channel that takes only so much. */
    private static final class Trickle implements WritableByteChannel {
        final ByteArrayOutputStream taken = new ByteArrayOutputStream();
        int room;

        @Override
        public int write(ByteBuffer bytes) {
            int n = Math.min(room, bytes.remaining());
            byte[] some = new byte[n];
            bytes.get(some);
            taken.writeBytes(some);
            room -= n;
            return n;
        }

        @Override
        public boolean isOpen() {
            return true;
        }

        @Override
        public void close() {}
    }
}

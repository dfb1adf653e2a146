package org.echoscale.tck;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/**
 * A peer that sends all it can and reads nothing. It is over when the kernel has taken nothing for a while: then the
 * server has stopped reading, and every buffer between the two is full.
 */
final class Flood {
    private static final Duration STILL = Duration.ofMillis(100);
    private static final int PIECE = 64 * 1024;

    /** What happens between two pieces, say a look at the server's statistics. */
    @FunctionalInterface
    interface Meanwhile {
        void look() throws IOException;
    }

    private Flood() {}

    /** Sends until nothing more is taken, and returns how many bytes were. */
    static long until(EchoClient client, Duration patience) throws IOException {
        return until(client, patience, () -> {});
    }

    static long until(EchoClient client, Duration patience, Meanwhile meanwhile) throws IOException {
        byte[] piece = Payload.of(7, PIECE);
        ByteBuffer bytes = ByteBuffer.wrap(piece);
        long start = System.nanoTime();
        long lastTaken = start;
        long sent = 0;
        while (System.nanoTime() - lastTaken < STILL.toNanos()) {
            int taken = client.sendWithoutBlocking(bytes);
            if (!bytes.hasRemaining()) {
                bytes.clear();
            }
            sent += taken;
            if (taken > 0) {
                lastTaken = System.nanoTime();
            } else {
                LockSupport.parkNanos(1_000_000);
            }
            meanwhile.look();
            if (System.nanoTime() - start > patience.toNanos()) {
                throw new AssertionError("the server was still reading after " + sent + " bytes and " + patience);
            }
        }
        return sent;
    }

    /** What a flood of this many bytes consists of. */
    static byte[] content(int length) {
        byte[] piece = Payload.of(7, PIECE);
        byte[] content = new byte[length];
        for (int at = 0; at < length; at += PIECE) {
            System.arraycopy(piece, 0, content, at, Math.min(PIECE, length - at));
        }
        return content;
    }
}

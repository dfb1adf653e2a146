package org.echoscale.tck;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import org.echoscale.core.EchoServer;
import org.echoscale.core.ServerOptions;
import org.echoscale.core.ServerStats;

/**
 * A peer that sends all it can and reads nothing. It is over when the kernel has taken nothing for a while: then the
 * server has stopped reading, and every buffer between the two is full.
 */
final class Flood {
    /** It is over after this long and this many tries in vain: a pause of this thread alone is not one of the server. */
    private static final Duration STILL = Duration.ofMillis(50);
    private static final int TRIES = 30;

    /** More than the kernel's buffers hold: a server that has taken so much does not stop at all. */
    private static final long ENDLESS = 256L * 1024 * 1024;

    private static final int PIECE = 64 * 1024;

    /** Less than a server's queue takes in one piece. */
    static final int LITTLE = 32 * 1024;

    /** What happens between two pieces, say a look at the server's statistics. Returns whether to go on. */
    @FunctionalInterface
    interface Meanwhile {
        boolean goesOn() throws IOException;
    }

    private Flood() {}

    /** Sends until nothing more is taken, and returns how many bytes were. */
    static int until(EchoClient client) throws IOException {
        return until(client, () -> true);
    }

    static int until(EchoClient client, Meanwhile meanwhile) throws IOException {
        ByteBuffer bytes = ByteBuffer.wrap(Payload.of(7, PIECE));
        long lastTaken = System.nanoTime();
        int triesInVain = 0;
        int sent = 0;
        while (meanwhile.goesOn() && (triesInVain < TRIES || System.nanoTime() - lastTaken < STILL.toNanos())) {
            int taken = client.sendWithoutBlocking(bytes);
            if (taken == 0) {
                triesInVain++;
                LockSupport.parkNanos(1_000_000);
            } else {
                triesInVain = 0;
                lastTaken = System.nanoTime();
                sent += taken;
                if (!bytes.hasRemaining()) {
                    bytes.clear();
                }
                if (sent > ENDLESS) {
                    throw new AssertionError("the server was still reading after " + sent + " bytes");
                }
            }
        }
        return sent;
    }

    /**
     * Sends until the server holds bytes that it could not send back, though not as many as it may, and then says that
     * this was all: so that a server with a queue reads the end of the stream while something still waits to be sent.
     */
    static int untilHeldThenFinished(EchoClient client, EchoServer server) throws IOException {
        int sent = until(client, () -> held(server) < 10 * PIECE);
        client.finishSending();
        Await.within(STILL, () -> server.stats().bytesReceived() == sent);
        return sent;
    }

    /** Sends a little after the other, each once the server has the last, until some of it could not be sent back. */
    static void untilALittleIsHeld(EchoClient client, EchoServer server) throws IOException {
        ByteBuffer bytes = ByteBuffer.wrap(Payload.of(7, LITTLE));
        long sent = server.stats().bytesReceived();
        long before = held(server);
        do {
            sent += client.sendWithoutBlocking(bytes.clear());
            long all = sent;
            if (!Await.within(STILL, () -> server.stats().bytesReceived() >= all)) {
                return; // it has stopped reading
            }
        } while (Await.within(STILL, () -> held(server) <= before) && sent < ENDLESS);
    }

    /** The options for that: more may be queued than it sends until it stops. */
    static ServerOptions roomy() {
        return ServerOptions.loopback().withMaxQueuedBytes(1000 * PIECE);
    }

    /** Bytes that a server has received and neither sent back nor given up. */
    static long held(EchoServer server) {
        ServerStats stats = server.stats();
        return stats.bytesReceived() - stats.bytesSent() - stats.bytesDiscarded();
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

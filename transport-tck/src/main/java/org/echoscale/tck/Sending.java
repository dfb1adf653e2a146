package org.echoscale.tck;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Bytes on their way from a thread of their own, so that the test's thread can read meanwhile. Closing it before all is
 * sent closes the client, which ends the thread.
 */
final class Sending implements AutoCloseable {
    private static final int LONGEST_PIECE = 8 * 1024;

    private final EchoClient client;
    private final Thread thread;
    private volatile @Nullable IOException failure;

    private Sending(EchoClient client, byte[] bytes, @Nullable RandomGenerator random) {
        this.client = client;
        this.thread = Thread.ofPlatform().daemon().name("tck-sending").unstarted(() -> send(bytes, random));
    }

    static Sending start(EchoClient client, byte[] bytes, @Nullable RandomGenerator random) {
        Sending sending = new Sending(client, bytes, random);
        sending.thread.start();
        return sending;
    }

    private void send(byte[] bytes, @Nullable RandomGenerator random) {
        try {
            int sent = 0;
            while (sent < bytes.length) {
                int rest = bytes.length - sent;
                int piece = random == null ? rest : Math.min(rest, 1 + random.nextInt(LONGEST_PIECE));
                client.send(ByteBuffer.wrap(bytes, sent, piece));
                sent += piece;
            }
        } catch (IOException e) {
            failure = e;
        }
    }

    /** Waits until all is sent. */
    void join() throws IOException {
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted while sending", e);
        }
        IOException thrown = failure;
        if (thrown != null) {
            throw thrown;
        }
    }

    @Override
    public void close() throws IOException {
        if (thread.isAlive()) {
            client.close();
            boolean interrupted = Thread.interrupted();
            try {
                thread.join();
            } catch (InterruptedException e) {
                interrupted = true;
            }
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }
}

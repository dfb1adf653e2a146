package org.echoscale.tck;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * A blocking client of an echo server, which checks what it gets. One thread at a time calls it.
 *
 * <p>
 * No call waits for ever: what does not come within the patience given is an {@link AssertionError} that says what was
 * missing. It rests on a {@link SocketChannel}, so that an interrupt (a test's timeout) ends a blocked write too.
 */
public final class EchoClient implements AutoCloseable {
    private static final int SMALL = 16 * 1024;
    private static final int SMALL_RECEIVE_BUFFER = 64 * 1024;

    private final SocketChannel channel;
    private final Duration patience;

    private EchoClient(SocketChannel channel, Duration patience) throws IOException {
        this.channel = channel;
        this.patience = patience;
        channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
        channel.socket().setSoTimeout(Math.toIntExact(patience.toMillis()));
    }

    /** A client with a socket but no connection yet, for a moment when no descriptor can be had. */
    public static EchoClient unconnected(Duration patience) throws IOException {
        SocketChannel channel = SocketChannel.open();
        try {
            return new EchoClient(channel, patience);
        } catch (IOException e) {
            channel.close();
            throw e;
        }
    }

    /** A client connected to this server. */
    public static EchoClient connect(InetSocketAddress server, Duration patience) throws IOException {
        EchoClient client = unconnected(patience);
        try {
            return client.connect(server);
        } catch (IOException e) {
            client.close();
            throw e;
        }
    }

    /** A client whose kernel buffer for receiving is small, so that the server soon notices when it does not read. */
    public static EchoClient connectWithSmallBuffer(InetSocketAddress server, Duration patience) throws IOException {
        EchoClient client = unconnected(patience);
        try {
            client.channel.setOption(StandardSocketOptions.SO_RCVBUF, SMALL_RECEIVE_BUFFER);
            return client.connect(server);
        } catch (IOException e) {
            client.close();
            throw e;
        }
    }

    /** Connects this unconnected client. */
    public EchoClient connect(InetSocketAddress server) throws IOException {
        channel.connect(server);
        return this;
    }

    /** Sends all of this, blocking while the kernel has no room. */
    public void send(byte[] bytes) throws IOException {
        send(ByteBuffer.wrap(bytes));
    }

    /** Sends what the kernel takes without blocking and returns how much that was. */
    public int sendWithoutBlocking(ByteBuffer bytes) throws IOException {
        channel.configureBlocking(false);
        try {
            int sent = 0;
            int taken;
            do {
                taken = channel.write(bytes);
                sent += taken;
            } while (taken > 0 && bytes.hasRemaining());
            return sent;
        } finally {
            channel.configureBlocking(true);
        }
    }

    /** Receives exactly this many bytes. */
    public byte[] receive(int length) throws IOException {
        InputStream input = channel.socket().getInputStream();
        byte[] received = new byte[length];
        int count = 0;
        while (count < length) {
            int more;
            try {
                more = input.read(received, count, length - count);
            } catch (SocketTimeoutException e) {
                throw new AssertionError(
                        "only " + count + " of " + length + " bytes came back within " + patience, e);
            }
            if (more < 0) {
                throw new AssertionError("the server closed after " + count + " of " + length + " bytes");
            }
            count += more;
        }
        return received;
    }

    /** Receives as many bytes as these, and fails unless they are these. */
    public void expect(byte[] expected) throws IOException {
        Payload.same(expected, receive(expected.length));
    }

    /** Sends this and fails unless the same comes back. Reads while it writes, so that any length will do. */
    public void echo(byte[] bytes) throws IOException {
        if (bytes.length <= SMALL) {
            send(bytes);
            expect(bytes);
        } else {
            echo(bytes, null);
        }
    }

    /** The same, in pieces of random length, from one byte to 8 KiB. */
    public void echoInPieces(byte[] bytes, RandomGenerator random) throws IOException {
        echo(bytes, random);
    }

    private void echo(byte[] bytes, @Nullable RandomGenerator random) throws IOException {
        try (Sending sending = sendInBackground(bytes, random)) {
            expect(bytes);
            sending.join();
        }
    }

    /** Sends this from a thread of its own, whole, or in pieces when there is a source of random lengths. */
    Sending sendInBackground(byte[] bytes, @Nullable RandomGenerator random) {
        return Sending.start(this, bytes, random);
    }

    void send(ByteBuffer bytes) throws IOException {
        while (bytes.hasRemaining()) {
            channel.write(bytes);
        }
    }

    /** Says that nothing more will be sent. */
    public void finishSending() throws IOException {
        channel.shutdownOutput();
    }

    /** Fails unless the stream ends here: no further byte, and no reset. */
    public void expectEnd() throws IOException {
        try {
            int next = channel.socket().getInputStream().read();
            if (next >= 0) {
                throw new AssertionError("a byte more than was sent came back: " + next);
            }
        } catch (SocketTimeoutException e) {
            throw new AssertionError("the server did not close within " + patience, e);
        }
    }

    /** Fails unless the server has gone: whatever it had sent before, then the end of the stream or a reset. */
    public void expectGone() {
        byte[] rest = new byte[SMALL];
        try {
            InputStream input = channel.socket().getInputStream();
            while (input.read(rest) >= 0) {
                // What was on its way when the server went may still arrive.
            }
        } catch (SocketTimeoutException e) {
            throw new AssertionError("the connection was still open after " + patience, e);
        } catch (IOException e) {
            // A reset: gone too.
        }
    }

    /** Whether one byte sent comes back; false when the server closes instead. Silence is an {@link AssertionError}. */
    public boolean isServed() {
        try {
            send(new byte[]{1});
            int next = channel.socket().getInputStream().read();
            if (next > 1) {
                throw new AssertionError("1 was sent and " + next + " came back");
            }
            return next == 1;
        } catch (SocketTimeoutException e) {
            throw new AssertionError("neither an echo nor a close within " + patience, e);
        } catch (IOException e) {
            return false;
        }
    }

    /** Fails when anything comes, the end of the stream included, within this time. */
    public void expectSilence(Duration time) throws IOException {
        channel.socket().setSoTimeout(Math.toIntExact(time.toMillis()));
        try {
            int next = channel.socket().getInputStream().read();
            throw new AssertionError(next < 0 ? "the server closed" : "byte " + next + " came out of turn");
        } catch (SocketTimeoutException e) {
            // Silence, as it should be.
        } finally {
            channel.socket().setSoTimeout(Math.toIntExact(patience.toMillis()));
        }
    }

    /** Ends the connection with a reset instead of an orderly close. */
    public void reset() throws IOException {
        channel.setOption(StandardSocketOptions.SO_LINGER, 0);
        channel.close();
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}

package org.echoscale.bench.waits;

import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.Pipe;
import java.nio.channels.ReadableByteChannel;
import java.nio.channels.SelectableChannel;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.channels.WritableByteChannel;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Channels of java.nio, for its selector. */
final class ChannelDescriptors implements Waitables {
    private static final int BACKLOG = 4096;

    private final BitSet wakeable;
    private final SelectableChannel[] channels;
    private final @Nullable WritableByteChannel[] wakers;
    private final List<Closeable> opened = new ArrayList<>();
    private final ByteBuffer message = ByteBuffer.allocateDirect(8);
    private final ByteBuffer consumed = ByteBuffer.allocateDirect(8);

    private ChannelDescriptors(BitSet wakeable, int size) {
        this.wakeable = wakeable;
        this.channels = new SelectableChannel[size];
        this.wakers = new WritableByteChannel[size];
    }

    /** Opens them. */
    static ChannelDescriptors open(Kind kind, int size, long openFiles) throws IOException {
        BitSet all = new BitSet(size);
        all.set(0, size);
        ChannelDescriptors channels = new ChannelDescriptors(
                kind == Kind.TCP ? Wakeable.sockets(size, openFiles) : all, size);
        try {
            switch (kind) {
                case TCP -> channels.openSockets();
                case PIPE -> channels.openPipes();
                case EVENTFD -> throw new IllegalArgumentException("java.nio has no channel for an eventfd");
            }
            return channels;
        } catch (IOException | RuntimeException e) {
            channels.close();
            throw e;
        }
    }

    private void openPipes() throws IOException {
        for (int i = 0; i < channels.length; i++) {
            Pipe pipe = Pipe.open();
            opened.add(pipe.sink());
            opened.add(pipe.source());
            pipe.source().configureBlocking(false);
            channels[i] = pipe.source();
            wakers[i] = pipe.sink();
        }
    }

    private void openSockets() throws IOException {
        try (ServerSocketChannel here = listen(); ServerSocketChannel elsewhere = listen()) {
            int others = channels.length - wakeable.cardinality();
            if (others > 0) {
                opened.add(PeerProcess.start(address(elsewhere), others));
            }
            for (int i = 0; i < channels.length; i++) {
                if (wakeable.get(i)) {
                    SocketChannel waker = SocketChannel.open();
                    opened.add(resetting(waker));
                    waker.setOption(StandardSocketOptions.TCP_NODELAY, true);
                    waker.connect(address(here));
                    wakers[i] = waker;
                    channels[i] = accept(here);
                } else {
                    channels[i] = accept(elsewhere);
                }
            }
        }
    }

    private static ServerSocketChannel listen() throws IOException {
        return ServerSocketChannel.open()
                .bind(new InetSocketAddress(InetAddress.getByAddress(new byte[]{127, 0, 0, 1}), 0), BACKLOG);
    }

    private static InetSocketAddress address(ServerSocketChannel listener) throws IOException {
        return (InetSocketAddress) listener.getLocalAddress();
    }

    private SocketChannel accept(ServerSocketChannel listener) throws IOException {
        SocketChannel accepted = listener.accept();
        opened.add(resetting(accepted));
        accepted.configureBlocking(false);
        return accepted;
    }

    /** Closes it so that no port stays in TIME_WAIT; SO_LINGER can be set on a blocking channel only. */
    private static Closeable resetting(SocketChannel socket) {
        return () -> {
            if (socket.isOpen() && !socket.isRegistered()) {
                socket.configureBlocking(true);
                socket.setOption(StandardSocketOptions.SO_LINGER, 0);
            }
            socket.close();
        };
    }

    @Override
    public BitSet wakeable() {
        return wakeable;
    }

    @Override
    public void makeReady(int index) {
        WritableByteChannel waker = wakers[index];
        if (waker == null) {
            throw new IllegalArgumentException("the other end of " + index + " is not in this process");
        }
        try {
            waker.write(message.clear());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void consume(int index) {
        try {
            ((ReadableByteChannel) channels[index]).read(consumed.clear());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public Waiter arm(Mechanism mechanism, int descriptors) {
        if (mechanism != Mechanism.SELECTOR) {
            throw new IllegalArgumentException(mechanism.word() + " waits for plain descriptors");
        }
        return new SelectorWaiter(channels, descriptors);
    }

    @Override
    public void close() {
        for (Closeable one : opened.reversed()) {
            try {
                one.close();
            } catch (IOException e) {
                // It is as closed as it gets.
            }
        }
        opened.clear();
    }
}

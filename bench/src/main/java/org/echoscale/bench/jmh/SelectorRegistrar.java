package org.echoscale.bench.jmh;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.StandardSocketOptions;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * {@link Selector}: it only notes a change, and tells the system at the next selection. So each call ends with a selection
 * that does not wait; without it the system calls, which are most of the cost, would be left out. The channels are connected
 * sockets of the Unix domain with no room to write, so that an interest in writing makes none of them ready.
 */
final class SelectorRegistrar implements Registrar {
    private static final int SMALLEST_BUFFER = 4608;

    private final Selector selector = Selector.open();
    private final List<SocketChannel> channels = new ArrayList<>();
    private final List<SocketChannel> peers = new ArrayList<>();
    private final SelectionKey[] keys = new SelectionKey[DESCRIPTORS];
    private boolean more;

    SelectorRegistrar() throws IOException {
        Path folder = Files.createTempDirectory("echoscale-jmh");
        Path name = folder.resolve("socket");
        try (ServerSocketChannel listener = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            listener.bind(UnixDomainSocketAddress.of(name));
            for (int i = 0; i < DESCRIPTORS; i++) {
                SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX);
                channels.add(channel);
                channel.setOption(StandardSocketOptions.SO_SNDBUF, SMALLEST_BUFFER);
                channel.connect(UnixDomainSocketAddress.of(name));
                peers.add(listener.accept());
                channel.configureBlocking(false);
                fill(channel);
            }
        } catch (IOException | RuntimeException e) {
            close();
            throw e;
        } finally {
            Files.deleteIfExists(name);
            Files.deleteIfExists(folder);
        }
    }

    private static void fill(SocketChannel channel) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(SMALLEST_BUFFER);
        int written = channel.write(bytes);
        while (written > 0) {
            written = channel.write(bytes.clear());
        }
    }

    @Override
    public void add() throws IOException {
        more = false;
        for (int i = 0; i < DESCRIPTORS; i++) {
            keys[i] = channels.get(i).register(selector, SelectionKey.OP_READ);
        }
        expectNone();
    }

    @Override
    public void modify() throws IOException {
        more = !more;
        for (SelectionKey key : keys) {
            key.interestOps(more ? SelectionKey.OP_READ | SelectionKey.OP_WRITE : SelectionKey.OP_READ);
        }
        expectNone();
    }

    @Override
    public void remove() throws IOException {
        for (SelectionKey key : keys) {
            key.cancel();
        }
        expectNone();
    }

    private void expectNone() throws IOException {
        if (selector.selectNow() != 0) {
            throw new IllegalStateException("a channel is ready that must not be");
        }
    }

    @Override
    public int readyOfOne() throws IOException {
        peers.get(DESCRIPTORS / 2).write(ByteBuffer.allocate(1));
        return selector.selectNow();
    }

    @Override
    public void close() throws IOException {
        for (SocketChannel channel : channels) {
            channel.close();
        }
        for (SocketChannel peer : peers) {
            peer.close();
        }
        selector.close();
    }
}

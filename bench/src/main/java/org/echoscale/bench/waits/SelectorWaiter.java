package org.echoscale.bench.waits;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.ReadableByteChannel;
import java.nio.channels.SelectableChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;

/** java.nio's selector, used as its documentation has it: select, go through the selected keys, clear them. */
final class SelectorWaiter implements Waiter {
    private final Selector selector;
    private final ByteBuffer buffer = ByteBuffer.allocateDirect(8);

    SelectorWaiter(SelectableChannel[] channels, int count) {
        try {
            selector = Selector.open();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        try {
            for (int i = 0; i < count; i++) {
                channels[i].register(selector, SelectionKey.OP_READ);
            }
        } catch (IOException e) {
            close();
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public int await(int timeoutMillis) {
        try {
            selector.selectedKeys().clear();
            return timeoutMillis == 0 ? selector.selectNow() : selector.select();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public long awaitAgain(int times, int timeoutMillis) {
        long sum = 0;
        for (int i = 0; i < times; i++) {
            sum += await(timeoutMillis);
        }
        return sum;
    }

    @Override
    public void consumeFound() {
        try {
            for (SelectionKey key : selector.selectedKeys()) {
                buffer.clear();
                ((ReadableByteChannel) key.channel()).read(buffer);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        try {
            selector.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

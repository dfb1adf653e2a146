package org.echoscale.netty;

import org.echoscale.core.ServerOptions;

import io.netty.buffer.PooledByteBufAllocator;
import io.netty.channel.AdaptiveRecvByteBufAllocator;
import io.netty.channel.ChannelConfig;
import io.netty.channel.ChannelOption;
import io.netty.channel.FixedRecvByteBufAllocator;
import io.netty.channel.RecvByteBufAllocator;
import io.netty.channel.WriteBufferWaterMark;

/** How each accepted connection is set up: the server's options in Netty's words. Immutable; any thread. */
final class ConnectionOptions {
    /** Where the server's option allows it, a read's buffer is never smaller, so that small messages do not fill it and make Netty read again for nothing. */
    private static final int LEAST_READ_BYTES = 1024;

    private final NettyTransport transport;
    private final boolean tcpNoDelay;
    private final RecvByteBufAllocator readBuffers;
    private final WriteBufferWaterMark queueBounds;

    ConnectionOptions(NettyTransport transport, ServerOptions options) {
        this.transport = transport;
        this.tcpNoDelay = options.tcpNoDelay();
        this.readBuffers = options.bufferBytes() <= LEAST_READ_BYTES
                ? new FixedRecvByteBufAllocator(options.bufferBytes())
                : new AdaptiveRecvByteBufAllocator(LEAST_READ_BYTES, LEAST_READ_BYTES, options.bufferBytes());
        long keptFree = (long) transport.readsAfterStop() * options.bufferBytes();
        int stopAbove = (int) Math.max(1, options.maxQueuedBytes() - keptFree);
        // Netty resumes below the lower mark, so at 0 it never would.
        this.queueBounds = new WriteBufferWaterMark(Math.max(1, stopAbove / 2), stopAbove);
    }

    void applyTo(ChannelConfig config) {
        config.setOption(ChannelOption.TCP_NODELAY, tcpNoDelay);
        config.setOption(ChannelOption.ALLOW_HALF_CLOSURE, true);
        config.setAllocator(PooledByteBufAllocator.DEFAULT);
        config.setRecvByteBufAllocator(readBuffers);
        config.setWriteBufferWaterMark(queueBounds);
        transport.configureConnection(config);
    }
}

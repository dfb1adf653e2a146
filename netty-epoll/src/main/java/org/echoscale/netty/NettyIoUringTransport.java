package org.echoscale.netty;

import org.echoscale.core.ServerOptions;
import org.echoscale.core.Support;

import io.netty.buffer.PooledByteBufAllocator;
import io.netty.channel.ChannelConfig;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.ServerChannel;
import io.netty.channel.socket.SocketProtocolFamily;
import io.netty.channel.uring.IoUring;
import io.netty.channel.uring.IoUringBufferRingConfig;
import io.netty.channel.uring.IoUringChannelOption;
import io.netty.channel.uring.IoUringFixedBufferRingAllocator;
import io.netty.channel.uring.IoUringIoHandler;
import io.netty.channel.uring.IoUringIoHandlerConfig;
import io.netty.channel.uring.IoUringServerSocketChannel;

/**
 * Netty over io_uring: what is read and written is submitted, and completions are collected. Where the kernel can, a
 * connection's receive is submitted once and completes for every message (multishot), into buffers of a ring that all
 * connections of a loop share, so that an idle connection holds none.
 */
public final class NettyIoUringTransport extends NettyTransport {
    /** Submissions that fit into one system call. */
    private static final int RING_ENTRIES = 1024;

    private static final short BUFFER_GROUP = 0;
    private static final int MOST_RING_BYTES = 32 * 1024 * 1024;
    private static final int MOST_BUFFERS = 4096;
    private static final int LEAST_BUFFERS = 16;
    /** Buffers put into the ring at first, and each time it turns out to be too small. */
    private static final int BUFFERS_A_STEP = 256;

    /** MULTISHOT_MAX_RETRY in the kernel's io_uring/net.c: how often one wake-up of a multishot receive may complete. */
    private static final int COMPLETIONS_A_WAKEUP = 32;

    public NettyIoUringTransport() {
        super("netty-io-uring");
    }

    @Override
    public Support support() {
        if (!IoUring.isAvailable()) {
            return new Support.Unsupported(rootMessage(IoUring.unavailabilityCause()));
        }
        return new Support.Supported("io_uring_enter(2) through Netty's native transport: buffer ring "
                + onOff(usesBufferRing()) + ", incremental buffers "
                + onOff(usesBufferRing() && IoUring.isRegisterBufferRingIncSupported()) + ", multishot receive "
                + onOff(usesBufferRing() && IoUring.isRecvMultishotEnabled()) + ", multishot poll "
                + onOff(IoUring.isPollAddMultishotEnabled()) + ", multishot accept "
                + onOff(IoUring.isAcceptMultishotEnabled()));
    }

    @Override
    IoHandlerFactory ioHandlers(ServerOptions options) {
        IoUringIoHandlerConfig config = new IoUringIoHandlerConfig().setRingSize(RING_ENTRIES);
        if (usesBufferRing()) {
            config.setBufferRingConfig(bufferRing(options.bufferBytes()));
        }
        return IoUringIoHandler.newFactory(config);
    }

    /** Netty opens it for IPv6 and IPv4 at once, whatever the address; there is no way to say otherwise. */
    @Override
    ServerChannel newListener(SocketProtocolFamily family) {
        return new IoUringServerSocketChannel();
    }

    @Override
    void configureConnection(ChannelConfig config) {
        if (usesBufferRing()) {
            config.setOption(IoUringChannelOption.IO_URING_BUFFER_GROUP_ID, BUFFER_GROUP);
        }
    }

    /** A multishot receive is stopped by a cancellation, which what has completed already is ahead of. */
    @Override
    int readsAfterStop() {
        return usesBufferRing() && IoUring.isRecvMultishotEnabled() ? COMPLETIONS_A_WAKEUP - 1 : 1;
    }

    private static boolean usesBufferRing() {
        return IoUring.isRegisterBufferRingSupported();
    }

    private static IoUringBufferRingConfig bufferRing(int bufferBytes) {
        int buffers = Integer.highestOneBit(Math.clamp(MOST_RING_BYTES / bufferBytes, LEAST_BUFFERS, MOST_BUFFERS));
        return IoUringBufferRingConfig.builder()
                .bufferGroupId(BUFFER_GROUP)
                .bufferRingSize((short) buffers)
                .batchSize(Math.min(buffers, BUFFERS_A_STEP))
                .allocator(new IoUringFixedBufferRingAllocator(PooledByteBufAllocator.DEFAULT, bufferBytes))
                .build();
    }

    private static String onOff(boolean on) {
        return on ? "on" : "off";
    }
}

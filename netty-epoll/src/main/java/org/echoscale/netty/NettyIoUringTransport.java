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
 * Netty over io_uring: what is read and written is submitted, and completions are collected. Where the kernel can, reads
 * are submitted without a buffer and take one from a ring that all connections of a loop share, so that an idle connection
 * holds none.
 *
 * <p>
 * Receives and accepts are submitted one by one. Netty 4.2 can also submit one for good (multishot), but then it cannot be
 * stopped when it has to be. A peer that never reads makes such a server queue far more than R7's bound, because what has
 * completed already is ahead of the cancellation, and now and then its last messages are never flushed. A lack of
 * descriptors ends a multishot accept, which Netty arms again at once although reading was switched off: a loop that
 * nothing else gets into, against R13. Who wants to see it regardless sets {@code io.netty.iouring.recvMultiShotEnabled} or
 * {@code io.netty.iouring.acceptMultiShotEnabled} to true.
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

    static {
        // Netty reads them once, when IoUring is loaded. Not in jvmArguments(): the rules must hold in any JVM.
        setUnlessSet("io.netty.iouring.recvMultiShotEnabled", "false");
        setUnlessSet("io.netty.iouring.acceptMultiShotEnabled", "false");
    }

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

    /** The one that is on its way while reading is being stopped. */
    @Override
    int readsAfterStop() {
        return 1;
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

    private static void setUnlessSet(String property, String value) {
        if (System.getProperty(property) == null) {
            System.setProperty(property, value);
        }
    }

    private static String onOff(boolean on) {
        return on ? "on" : "off";
    }
}

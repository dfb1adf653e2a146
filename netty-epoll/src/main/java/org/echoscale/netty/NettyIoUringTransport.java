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
 * Receives are submitted one by one. Netty can also submit one for good (multishot), but then stopping to read is a
 * request that the kernel's completions run ahead of: a peer that never reads got its server to queue far more than the bound
 * that R7 sets, and messages that came in between were neither flushed nor followed by another read. Who wants to see it
 * regardless starts the JVM with {@code -Dio.netty.iouring.recvMultiShotEnabled=true}.
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

    private static final String MULTISHOT_RECEIVE = "io.netty.iouring.recvMultiShotEnabled";

    static {
        // Netty reads it once, when IoUring is loaded. Not one of jvmArguments(): R7 must hold in any JVM.
        if (System.getProperty(MULTISHOT_RECEIVE) == null) {
            System.setProperty(MULTISHOT_RECEIVE, "false");
        }
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

    private static String onOff(boolean on) {
        return on ? "on" : "off";
    }
}

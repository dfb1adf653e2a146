package org.echoscale.core;

import java.net.InetAddress;
import java.net.InetSocketAddress;

/**
 * What a server is started with: the same for every transport, so that what differs is the mechanism.
 *
 * @param address where to listen; port 0 for any free one
 * @param backlog connections that may wait to be accepted, 1 or more; the kernel caps it at {@code net.core.somaxconn}
 * @param eventLoops threads that run an event loop, 1 or more; a transport without loops ignores it
 * @param bufferBytes size of the buffer that is read into, 1 or more: the most that one read takes
 * @param maxQueuedBytes bytes of echo that may wait for one connection's peer to read, 1 or more; while so many wait, the
 *            server stops reading from that connection
 * @param tcpNoDelay whether small echoes are sent at once (TCP_NODELAY)
 */
public record ServerOptions(InetSocketAddress address, int backlog, int eventLoops, int bufferBytes, int maxQueuedBytes,
        boolean tcpNoDelay) {

    public static final int DEFAULT_BACKLOG = 4096;
    public static final int DEFAULT_BUFFER_BYTES = 8 * 1024;
    public static final int DEFAULT_MAX_QUEUED_BYTES = 256 * 1024;

    private static final int LEAST_CHUNK_BYTES = 4 * 1024;
    private static final int MOST_CHUNK_BYTES = 64 * 1024;
    private static final int MOST_KEPT_BYTES = 16 * 1024 * 1024;

    public ServerOptions {
        if (address.isUnresolved()) {
            throw new IllegalArgumentException("address " + address + " is not resolved");
        }
        atLeastOne("backlog", backlog);
        atLeastOne("eventLoops", eventLoops);
        atLeastOne("bufferBytes", bufferBytes);
        atLeastOne("maxQueuedBytes", maxQueuedBytes);
    }

    /** The defaults on the loopback address, with any free port. */
    public static ServerOptions loopback() {
        return at(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
    }

    /** The defaults on this address. */
    public static ServerOptions at(InetSocketAddress address) {
        return new ServerOptions(address, DEFAULT_BACKLOG, 1, DEFAULT_BUFFER_BYTES, DEFAULT_MAX_QUEUED_BYTES, true);
    }

    public ServerOptions withBacklog(int newBacklog) {
        return new ServerOptions(address, newBacklog, eventLoops, bufferBytes, maxQueuedBytes, tcpNoDelay);
    }

    public ServerOptions withEventLoops(int newEventLoops) {
        return new ServerOptions(address, backlog, newEventLoops, bufferBytes, maxQueuedBytes, tcpNoDelay);
    }

    public ServerOptions withBufferBytes(int newBufferBytes) {
        return new ServerOptions(address, backlog, eventLoops, newBufferBytes, maxQueuedBytes, tcpNoDelay);
    }

    public ServerOptions withMaxQueuedBytes(int newMaxQueuedBytes) {
        return new ServerOptions(address, backlog, eventLoops, bufferBytes, newMaxQueuedBytes, tcpNoDelay);
    }

    /**
     * The size of the pieces of memory that a server's own queues consist of: that of the buffer, within 4 and 64 KiB, so
     * that the two have the same cost whatever the buffer's size.
     */
    public int chunkBytes() {
        return Math.clamp(bufferBytes, LEAST_CHUNK_BYTES, MOST_CHUNK_BYTES);
    }

    /** How many of them an event loop keeps for later: 16 MiB, so that a burst does not hold memory for ever. */
    public int mostKeptChunks() {
        return MOST_KEPT_BYTES / chunkBytes();
    }

    private static void atLeastOne(String name, int value) {
        if (value < 1) {
            throw new IllegalArgumentException(name + " " + value + " < 1");
        }
    }
}

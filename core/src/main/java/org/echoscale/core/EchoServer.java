package org.echoscale.core;

import java.net.InetSocketAddress;

/** A running echo server. Any thread may call it. */
public interface EchoServer extends AutoCloseable {

    /** The address it listens on, with the real port when port 0 was asked for. */
    InetSocketAddress address();

    /** What it has done so far; exact once all connections are closed. May be called at any time, also after close. */
    ServerStats stats();

    /**
     * Closes the listening socket and every connection, and waits until each thread has ended. Calling it again does
     * nothing. Afterwards no thread, descriptor or port remains.
     */
    @Override
    void close();
}

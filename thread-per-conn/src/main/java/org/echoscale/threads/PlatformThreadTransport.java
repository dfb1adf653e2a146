package org.echoscale.threads;

import java.io.IOException;
import org.echoscale.core.EchoServer;
import org.echoscale.core.EchoTransport;
import org.echoscale.core.ServerOptions;
import org.echoscale.core.Support;

/** A thread of the operating system per connection, which blocks in read and write. */
public final class PlatformThreadTransport implements EchoTransport {

    /**
     * The loop in {@link Connection} is a dozen frames deep. The JVM keeps about 100 KiB of every stack to itself (guard
     * and shadow pages); this leaves as much again. Resident memory does not change, because untouched pages of a large
     * stack cost none, but address space does, and the C library keeps stacks of ended threads for reuse only up to 40 MiB
     * in all: 160 of these instead of 40 of the usual size.
     */
    private static final long STACK_BYTES = 256 * 1024;

    @Override
    public String name() {
        return "thread-platform";
    }

    @Override
    public Support support() {
        return new Support.Supported("a platform thread per connection, blocking read(2) and write(2)",
                Support.UNLIMITED,
                Support.Service.CONCURRENT, 1);
    }

    @Override
    public EchoServer start(ServerOptions options) throws IOException {
        return BlockingServer.start(name(), options, new Workers.ThreadEach(
                Thread.ofPlatform().name(name() + "-", 1).stackSize(STACK_BYTES).factory()));
    }
}

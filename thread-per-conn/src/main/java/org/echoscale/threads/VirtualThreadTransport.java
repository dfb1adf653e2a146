package org.echoscale.threads;

import java.io.IOException;
import org.echoscale.core.EchoServer;
import org.echoscale.core.EchoTransport;
import org.echoscale.core.ServerOptions;
import org.echoscale.core.Support;

/**
 * A virtual thread per connection. It blocks as a platform thread does, but the JDK makes the socket non-blocking
 * underneath, parks the thread and has a poller of its own (epoll) wait for many sockets at once.
 */
public final class VirtualThreadTransport implements EchoTransport {

    @Override
    public String name() {
        return "thread-virtual";
    }

    @Override
    public Support support() {
        return new Support.Supported("a virtual thread per connection, parked by the JDK's poller");
    }

    @Override
    public EchoServer start(ServerOptions options) throws IOException {
        return BlockingServer.start(name(), options,
                new Workers.ThreadEach(Thread.ofVirtual().name(name() + "-", 1).factory()));
    }
}

package org.echoscale.threads;

import java.io.IOException;
import org.echoscale.core.EchoServer;
import org.echoscale.core.EchoTransport;
import org.echoscale.core.ServerOptions;
import org.echoscale.core.Support;

/**
 * One thread that serves a connection until it ends, and then accepts the next: while it waits for one peer, all others
 * wait too, in the kernel's backlog.
 */
public final class SequentialTransport implements EchoTransport {

    @Override
    public String name() {
        return "sequential";
    }

    @Override
    public Support support() {
        return new Support.Supported("one thread, one connection after the other, blocking read(2) and write(2)", 1,
                Support.Service.ONE_AT_A_TIME);
    }

    @Override
    public EchoServer start(ServerOptions options) throws IOException {
        return BlockingServer.start(name(), options, new Workers.AcceptingThread());
    }
}

package org.echoscale.example;

import java.io.IOException;

import org.echoscale.core.EchoServer;
import org.echoscale.core.EchoTransport;
import org.echoscale.core.ServerOptions;
import org.echoscale.core.Support;

/** java.nio's asynchronous channels: an operation is started, and a completion handler is told how it ended. */
public final class AsyncTransport implements EchoTransport {

    @Override
    public String name() {
        return "example-async";
    }

    @Override
    public Support support() {
        return new Support.Supported("java.nio AsynchronousSocketChannel, one thread for completions");
    }

    @Override
    public EchoServer start(ServerOptions options) throws IOException {
        return AsyncServer.start(options);
    }
}

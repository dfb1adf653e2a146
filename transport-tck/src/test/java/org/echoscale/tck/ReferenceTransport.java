package org.echoscale.tck;

import java.io.IOException;
import org.echoscale.core.EchoServer;
import org.echoscale.core.EchoTransport;
import org.echoscale.core.ServerOptions;
import org.echoscale.core.Support;

/** Starts reference servers, or what a subclass makes of them. */
class ReferenceTransport implements EchoTransport {
    final int connectionLimit;

    ReferenceTransport() {
        this(Support.UNLIMITED);
    }

    ReferenceTransport(int connectionLimit) {
        this.connectionLimit = connectionLimit;
    }

    @Override
    public String name() {
        return "reference";
    }

    @Override
    public Support support() {
        return new Support.Supported("java.nio selector, one thread", connectionLimit, Support.Service.CONCURRENT);
    }

    @Override
    public EchoServer start(ServerOptions options) throws IOException {
        return server(options).begin();
    }

    ReferenceServer server(ServerOptions options) throws IOException {
        return new ReferenceServer(options, connectionLimit);
    }
}

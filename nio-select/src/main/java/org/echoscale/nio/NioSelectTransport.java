package org.echoscale.nio;

import java.io.IOException;
import java.nio.channels.spi.SelectorProvider;
import java.util.ServiceConfigurationError;

import org.echoscale.core.EchoServer;
import org.echoscale.core.EchoTransport;
import org.echoscale.core.ServerOptions;
import org.echoscale.core.Support;

/** A java.nio Selector of the platform's default provider: epoll on Linux. */
public final class NioSelectTransport implements EchoTransport {

    @Override
    public String name() {
        return "nio-select";
    }

    @Override
    public Support support() {
        try {
            return new Support.Supported(
                    "java.nio Selector of " + SelectorProvider.provider().getClass().getName());
        } catch (ServiceConfigurationError e) {
            // The property java.nio.channels.spi.SelectorProvider names a class that cannot be made.
            return new Support.Unsupported("no selector provider: " + e.getMessage());
        }
    }

    @Override
    public boolean tellsItsSteps() {
        return true;
    }

    @Override
    public EchoServer start(ServerOptions options) throws IOException {
        return NioServer.start(name(), options);
    }
}

package org.echoscale.netty;

import java.nio.channels.spi.SelectorProvider;
import java.util.ServiceConfigurationError;

import org.echoscale.core.ServerOptions;
import org.echoscale.core.Support;

import io.netty.channel.IoHandlerFactory;
import io.netty.channel.ServerChannel;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.SocketProtocolFamily;
import io.netty.channel.socket.nio.NioServerSocketChannel;

/** Netty over a java.nio Selector. */
public final class NettyNioTransport extends NettyTransport {

    public NettyNioTransport() {
        super("netty-nio");
    }

    @Override
    public Support support() {
        try {
            return new Support.Supported("java.nio Selector of " + SelectorProvider.provider().getClass().getName()
                    + " through Netty");
        } catch (ServiceConfigurationError e) {
            // The property java.nio.channels.spi.SelectorProvider names a class that cannot be made.
            return new Support.Unsupported("no selector provider: " + e.getMessage());
        }
    }

    @Override
    IoHandlerFactory ioHandlers(ServerOptions options) {
        return NioIoHandler.newFactory();
    }

    @Override
    ServerChannel newListener(SocketProtocolFamily family) {
        return new NioServerSocketChannel(SelectorProvider.provider(), family);
    }

    @Override
    int readsAfterStop() {
        return 0;
    }
}

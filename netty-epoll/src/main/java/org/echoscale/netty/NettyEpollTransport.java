package org.echoscale.netty;

import org.echoscale.core.ServerOptions;
import org.echoscale.core.Support;

import io.netty.channel.IoHandlerFactory;
import io.netty.channel.ServerChannel;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.socket.SocketProtocolFamily;

/** Netty over its native epoll. */
public final class NettyEpollTransport extends NettyTransport {

    public NettyEpollTransport() {
        super("netty-epoll");
    }

    @Override
    public Support support() {
        return Epoll.isAvailable()
                ? new Support.Supported("epoll_wait(2) through Netty's native transport")
                : new Support.Unsupported(rootMessage(Epoll.unavailabilityCause()));
    }

    @Override
    IoHandlerFactory ioHandlers(ServerOptions options) {
        return EpollIoHandler.newFactory();
    }

    @Override
    ServerChannel newListener(SocketProtocolFamily family) {
        return new EpollServerSocketChannel(family);
    }

    /** A peer's shutdown makes it read once more, to see whether the end of the stream is near. */
    @Override
    int readsAfterStop() {
        return 1;
    }
}

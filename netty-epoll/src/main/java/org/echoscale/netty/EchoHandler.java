package org.echoscale.netty;

import org.echoscale.core.ServerCounters;
import org.echoscale.core.trace.LoopTrace;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.ChannelInputShutdownEvent;

/**
 * Sends back what a connection receives. Owned by the connection, runs on its loop.
 *
 * <p>
 * What the kernel does not take waits in Netty's outbound buffer; while more waits than the server's bound allows, the
 * connection is not read.
 */
final class EchoHandler extends ChannelInboundHandlerAdapter {
    private final NettyConnection connection;
    private final TracedEventLoop loop;
    private final ServerCounters counters;
    private final Echoes echoes;

    EchoHandler(NettyConnection connection, ServedLoop loop) {
        this.connection = connection;
        this.loop = loop.eventLoop();
        this.counters = loop.counters();
        this.echoes = new Echoes(connection, counters, this.loop);
    }

    @Override
    public void channelActive(ChannelHandlerContext ctx) {
        loop.watches();
        counters.accepted();
        LoopTrace.accepted(connection);
        ctx.fireChannelActive();
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object received) {
        ByteBuf bytes = (ByteBuf) received;
        int count = bytes.readableBytes();
        counters.read(count);
        loop.serving();
        LoopTrace.received(connection, count);
        echoes.add(count);
        // The answer comes to echoes.
        var _ = ctx.write(bytes, echoes);
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext ctx) {
        ctx.flush();
        echoes.flushed();
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext ctx) {
        if (!echoes.inputEnded()) {
            ctx.channel().config().setAutoRead(ctx.channel().isWritable());
        }
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
        if (event instanceof ChannelInputShutdownEvent) {
            loop.serving();
            echoes.endOfInput();
        }
    }

    /** A reset, or a write to a peer that is gone: the end of this connection and of nothing else. */
    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        loop.serving();
        echoes.closing(NettyTransport.rootMessage(cause));
        var _ = ctx.close();
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        loop.watchesNoMore();
        counters.closed();
        echoes.closing(LoopTrace.SERVER_ENDS); // unless something else was the reason
    }
}

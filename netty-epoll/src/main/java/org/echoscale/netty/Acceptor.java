package org.echoscale.netty;

import java.util.concurrent.TimeUnit;

import org.echoscale.core.trace.LoopTrace;

import io.netty.channel.Channel;
import io.netty.channel.ChannelConfig;
import io.netty.channel.ChannelException;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.group.ChannelGroup;

/**
 * Sets accepted connections up and gives them to the loops in turn. Runs on the first loop.
 *
 * <p>
 * When accepting fails, say because no descriptor is left, it stops asking for a moment, as Netty's own acceptor does for a
 * second: the listening socket stays ready, and asking again at once would spin.
 */
final class Acceptor extends ChannelInboundHandlerAdapter {
    private static final long PAUSE_MILLIS = 20;

    private final ServedLoop[] loops;
    private final ChannelGroup channels;
    private final ConnectionOptions options;
    private int next;
    private long connections;

    Acceptor(ServedLoop[] loops, ChannelGroup channels, ConnectionOptions options) {
        this.loops = loops;
        this.channels = channels;
        this.options = options;
    }

    @Override
    public void channelActive(ChannelHandlerContext ctx) {
        loops[0].eventLoop().watches();
        ctx.fireChannelActive();
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        loops[0].eventLoop().watchesNoMore();
        ctx.fireChannelInactive();
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object accepted) {
        Channel connection = (Channel) accepted;
        loops[0].eventLoop().serving();
        ServedLoop loop = loops[next];
        next = next + 1 == loops.length ? 0 : next + 1;
        try {
            options.applyTo(connection.config());
        } catch (ChannelException e) {
            // The peer was gone before it was served: its socket takes no options any more.
            loops[0].counters().acceptFailed();
            LoopTrace.acceptFailed(NettyTransport.rootMessage(e));
            connection.unsafe().closeForcibly();
            return;
        }
        connection.pipeline().addLast(new EchoHandler(new NettyConnection(++connections, connection), loop));
        loop.eventLoop().register(connection).addListener(registered -> {
            if (registered.isSuccess()) {
                channels.add(connection);
            } else { // say, no descriptor more can be watched; told on the connection's loop, whose counters these are
                connection.unsafe().closeForcibly();
                loop.counters().refused();
            }
        });
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        loops[0].counters().acceptFailed();
        loops[0].eventLoop().serving();
        LoopTrace.acceptFailed(NettyTransport.rootMessage(cause));
        ChannelConfig config = ctx.channel().config();
        if (config.isAutoRead()) {
            config.setAutoRead(false);
            // Only the loop's end can keep it from running, and then nobody accepts any more.
            var _ = ctx.executor().schedule(() -> config.setAutoRead(true), PAUSE_MILLIS, TimeUnit.MILLISECONDS);
        }
    }
}

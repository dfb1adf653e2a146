package org.echoscale.netty;

import org.echoscale.core.trace.LoopTrace;
import org.echoscale.core.trace.TracedConnection;

import io.netty.channel.Channel;

/** A connection as a trace names it. */
record NettyConnection(long number, Channel channel) implements TracedConnection {

    @Override
    public String peer() {
        return LoopTrace.peer(channel.remoteAddress());
    }
}

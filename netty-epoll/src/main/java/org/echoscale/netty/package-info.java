/**
 * The transports on Netty: one echo (handler, pipeline, options), three {@link io.netty.channel.IoHandler}s below it. What
 * differs between them is what {@link org.echoscale.netty.NettyTransport} leaves abstract, and nothing else.
 *
 * <p>
 * It is Netty as its users tune it: pooled direct buffers, one flush for each batch of reads, half-closure allowed, reading
 * stopped while too much waits to be written, and no promise made for a write. One event loop accepts and serves when one
 * is asked for. There is no {@code EventLoopGroup} on top of several: its end is reported through Netty's process-wide
 * {@code GlobalEventExecutor}, whose thread would outlive the server.
 */
@NullMarked
package org.echoscale.netty;

import org.jspecify.annotations.NullMarked;

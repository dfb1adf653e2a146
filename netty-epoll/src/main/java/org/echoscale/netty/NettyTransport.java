package org.echoscale.netty;

import java.io.IOException;
import java.util.List;

import org.echoscale.core.EchoServer;
import org.echoscale.core.EchoTransport;
import org.echoscale.core.ServerOptions;
import org.jspecify.annotations.Nullable;

import io.netty.channel.ChannelConfig;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.ServerChannel;
import io.netty.channel.socket.SocketProtocolFamily;

/** The Netty echo over one kind of {@link io.netty.channel.IoHandler}. */
abstract class NettyTransport implements EchoTransport {
    private final String name;

    NettyTransport(String name) {
        this.name = name;
    }

    /** What does the I/O of an event loop. */
    abstract IoHandlerFactory ioHandlers(ServerOptions options);

    /** A listening socket that fits it, not yet bound. */
    abstract ServerChannel newListener(SocketProtocolFamily family);

    /** Options of accepted connections that only this kind has. */
    void configureConnection(ChannelConfig config) {}

    /** Reads that may still be delivered after reading was stopped: room for them is kept below the bound of a queue. */
    abstract int readsAfterStop();

    @Override
    public final String name() {
        return name;
    }

    /** Access for Netty's native code and Unsafe, and without the checks that are there to find bugs in handlers. */
    @Override
    public final List<String> jvmArguments() {
        return List.of("--enable-native-access=ALL-UNNAMED", "--sun-misc-unsafe-memory-access=allow",
                "-Dio.netty.leakDetection.level=disabled", "-Dio.netty.buffer.checkBounds=false",
                "-Dio.netty.buffer.checkAccessible=false");
    }

    @Override
    public final boolean tellsItsSteps() {
        return true;
    }

    @Override
    public final EchoServer start(ServerOptions options) throws IOException {
        return NettyServer.start(this, options);
    }

    /** The innermost cause in one line: Netty wraps the kernel's answer a few times. */
    static String rootMessage(@Nullable Throwable cause) {
        if (cause == null) {
            return "no cause given";
        }
        Throwable root = cause;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        String message = root.getMessage();
        return message == null || message.isBlank()
                ? root.getClass().getName()
                : message.lines().findFirst().orElseThrow();
    }
}

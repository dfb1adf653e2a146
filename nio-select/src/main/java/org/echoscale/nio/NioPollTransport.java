package org.echoscale.nio;

import java.io.IOException;
import java.nio.channels.spi.SelectorProvider;
import java.util.List;

import org.echoscale.core.EchoServer;
import org.echoscale.core.EchoTransport;
import org.echoscale.core.ServerOptions;
import org.echoscale.core.Support;

/**
 * A java.nio Selector of the JDK's provider for poll(2). A JVM has one selector provider, chosen by a property before its
 * first use, so this transport needs a JVM that was started with {@link #jvmArguments()}.
 */
public final class NioPollTransport implements EchoTransport {
    private static final String PROVIDER = "sun.nio.ch.PollSelectorProvider";
    private static final String ARGUMENT = "-Djava.nio.channels.spi.SelectorProvider=" + PROVIDER;

    @Override
    public String name() {
        return "nio-poll";
    }

    @Override
    public Support support() {
        try {
            Class.forName(PROVIDER, false, ClassLoader.getPlatformClassLoader());
            return new Support.Supported("java.nio Selector of " + PROVIDER);
        } catch (ClassNotFoundException e) {
            return new Support.Unsupported("this JDK has no " + PROVIDER);
        }
    }

    @Override
    public List<String> jvmArguments() {
        return List.of(ARGUMENT);
    }

    @Override
    public boolean tellsItsSteps() {
        return true;
    }

    @Override
    public EchoServer start(ServerOptions options) throws IOException {
        String actual = SelectorProvider.provider().getClass().getName();
        if (!actual.equals(PROVIDER)) {
            throw new IOException(name() + " needs a JVM started with " + ARGUMENT + "; this one selects by " + actual);
        }
        return NioServer.start(name(), options);
    }
}

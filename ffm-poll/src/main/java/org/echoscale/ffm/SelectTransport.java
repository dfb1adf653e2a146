package org.echoscale.ffm;

import java.io.IOException;
import java.util.List;
import org.echoscale.core.EchoServer;
import org.echoscale.core.EchoTransport;
import org.echoscale.core.ServerOptions;
import org.echoscale.core.Support;
import org.echoscale.syscalls.FdSet;
import org.echoscale.syscalls.Syscalls;

/**
 * One event loop over {@link SelectPoller}: descriptors below 1024, those of the server itself and of the JVM included. So
 * the limit that it states is lower; what it refuses is the descriptor that does not fit, whatever their number.
 */
public final class SelectTransport implements EchoTransport {
    /** Standard streams, jars and the JDK's own, the listening socket, the eventfd: about half as many, and some to spare. */
    private static final int NOT_FOR_CONNECTIONS = 24;

    @Override
    public String name() {
        return "select";
    }

    @Override
    public Support support() {
        return Syscalls.unavailable()
                .<Support>map(Support.Unsupported::new)
                .orElseGet(() -> new Support.Supported(
                        "select(2), fd_set of 1024 descriptors, " + NOT_FOR_CONNECTIONS + " of them left to the JVM",
                        FdSet.FD_SETSIZE - NOT_FOR_CONNECTIONS, Support.Service.CONCURRENT));
    }

    @Override
    public List<String> jvmArguments() {
        return List.of("--enable-native-access=ALL-UNNAMED");
    }

    @Override
    public boolean tellsItsSteps() {
        return true;
    }

    @Override
    public EchoServer start(ServerOptions options) throws IOException {
        return FfmServer.start(name(), options, (calls, counters) -> new SelectPoller(calls));
    }
}

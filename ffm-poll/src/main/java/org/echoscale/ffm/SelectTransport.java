package org.echoscale.ffm;

import java.io.IOException;
import java.util.List;
import org.echoscale.core.EchoServer;
import org.echoscale.core.EchoTransport;
import org.echoscale.core.ServerOptions;
import org.echoscale.core.Support;
import org.echoscale.syscalls.FdSet;
import org.echoscale.syscalls.Syscalls;

/** One event loop over {@link SelectPoller}: at most 1024 descriptors, its own and those of the JVM included. */
public final class SelectTransport implements EchoTransport {
    @Override
    public String name() {
        return "select";
    }

    @Override
    public Support support() {
        return Syscalls.unavailable()
                .<Support>map(Support.Unsupported::new)
                .orElseGet(() -> new Support.Supported("select(2), fd_set of 1024",
                        FdSet.FD_SETSIZE, Support.Service.CONCURRENT));
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

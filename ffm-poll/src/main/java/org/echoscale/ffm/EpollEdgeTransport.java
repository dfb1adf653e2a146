package org.echoscale.ffm;

import java.io.IOException;
import java.util.List;
import org.echoscale.core.EchoServer;
import org.echoscale.core.EchoTransport;
import org.echoscale.core.ServerOptions;
import org.echoscale.core.Support;
import org.echoscale.syscalls.Syscalls;

/** One event loop over {@link EpollPoller}, edge-triggered. */
public final class EpollEdgeTransport implements EchoTransport {
    @Override
    public String name() {
        return "epoll-et";
    }

    @Override
    public Support support() {
        return Syscalls.unavailable()
                .<Support>map(Support.Unsupported::new)
                .orElseGet(() -> new Support.Supported("epoll(7), edge-triggered"));
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
        return FfmServer.start(name(), options, EpollPoller::edgeTriggered);
    }
}

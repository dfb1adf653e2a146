package org.echoscale.ffm;

import java.io.IOException;
import java.util.List;
import org.echoscale.core.EchoServer;
import org.echoscale.core.EchoTransport;
import org.echoscale.core.ServerOptions;
import org.echoscale.core.Support;
import org.echoscale.syscalls.Syscalls;

/** One event loop over {@link PollPoller}. */
public final class PollTransport implements EchoTransport {
    @Override
    public String name() {
        return "poll";
    }

    @Override
    public Support support() {
        return Syscalls.unavailable()
                .<Support>map(Support.Unsupported::new)
                .orElseGet(() -> new Support.Supported("poll(2)"));
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
        return FfmServer.start(name(), options, (calls, counters) -> new PollPoller(calls));
    }
}

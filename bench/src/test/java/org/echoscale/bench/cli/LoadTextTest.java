package org.echoscale.bench.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import org.echoscale.core.EchoServer;
import org.echoscale.core.ServerOptions;
import org.echoscale.core.Transports;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code load} prints, and what {@code run} says of a server that is already running. */
class LoadTextTest {
    @Test
    void aRateThatIsNotKeptHasNoLatency() throws IOException {
        try (EchoServer server = Transports.load(getClass().getClassLoader())
                .get("epoll-lt")
                .start(ServerOptions.loopback())) {
            // 4 GB a second each way, which no thread copies through TCP, and what has piled up is answered soon after
            Ran ran = Ran.program("load", "127.0.0.1:" + server.address().getPort(), "--rate", "1M", "--payload",
                    "4KiB", "--connections", "4", "--duration", "200ms", "--warm-up", "100ms");
            assertThat(ran.exitCode()).as(ran.err()).isEqualTo(ExitCode.INVALID);
            assertThat(ran.out()).contains("1,000,000/s were asked for",
                    "latency from the intended send: none, the rate was not kept", "messages/s in a window of ")
                    .doesNotContain("service time");
        }
    }

    @Test
    void nothingIsMeasuredWhenAServerThatIsSaidToBeRunningDoesNotEcho(@TempDir Path folder) throws IOException {
        int port;
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = taken.getLocalPort();
        }
        Path out = folder.resolve("run");
        Ran ran = Ran.program("run", "smoke", "--external", "mine=127.0.0.1:" + port, "--out", out.toString());
        assertThat(ran.err()).matches("echoscale: mine: no echo from 127.0.0.1:" + port + ": .*ECONNREFUSED.*\n")
                .hasLineCount(1);
        assertThat(ran.exitCode()).isEqualTo(ExitCode.INVALID);
        assertThat(out).doesNotExist();
    }
}

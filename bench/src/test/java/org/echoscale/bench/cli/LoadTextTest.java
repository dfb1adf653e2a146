package org.echoscale.bench.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.echoscale.bench.run.DyingEcho;
import org.echoscale.core.EchoServer;
import org.echoscale.core.ServerOptions;
import org.echoscale.core.Transports;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

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

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aServerThatDiesIsOneLine(boolean known) throws IOException {
        // It dies when it has a fifth of the 500 messages of the window; one goes before, to warm up.
        try (DyingEcho server = DyingEcho.after(100 * 64)) {
            String address = "127.0.0.1:" + server.address().getPort();
            List<String> words = new ArrayList<>(List.of("load", address, "--rate", "1k", "--connections", "4",
                    "--duration", "500ms", "--warm-up", "1ms"));
            words.addAll(known ? List.of("--pid", Long.toString(server.pid())) : List.of());
            Ran ran = Ran.program(words.toArray(String[]::new));
            assertThat(ran.exitCode()).as(ran.err()).isEqualTo(ExitCode.INVALID);
            assertThat(ran.out())
                    .contains((known
                            ? "server " + address + " (process " + server.pid() + ", java) ended "
                            : "the server closed all connections "),
                            " into the window of ", ": 4 of 4 connections lost",
                            "latency from the intended send: none, the server went away")
                    .doesNotContain("were asked for", "had no reply", "service time");
            assertThat(ran.out().lines().filter(line -> line.contains("lost"))).hasSize(1);
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

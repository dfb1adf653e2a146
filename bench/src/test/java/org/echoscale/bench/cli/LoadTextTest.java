package org.echoscale.bench.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
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
        // It answers at most a fifth of the 500 messages of the window, however fast the machine is.
        try (ServerSocket server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
            AtomicLong left = new AtomicLong(100 * 64);
            Thread.ofVirtual().start(() -> echo(server, left));
            Ran ran = Ran.program("load", "127.0.0.1:" + server.getLocalPort(), "--rate", "1k", "--connections", "4",
                    "--duration", "500ms", "--warm-up", "1ms");
            assertThat(ran.exitCode()).as(ran.err()).isEqualTo(ExitCode.INVALID);
            assertThat(ran.out()).contains("1,000/s were asked for", "had no reply when the wait for them was over",
                    "latency from the intended send: none, the rate was not kept", "messages/s in a window of ",
                    "4 of 4 connections alive at the end")
                    .doesNotContain("service time");
        }
    }

    /** Echoes so many bytes, and then goes on reading. */
    private static void echo(ServerSocket server, AtomicLong left) {
        try {
            while (true) {
                Socket socket = server.accept();
                Thread.ofVirtual().start(() -> echo(socket, left));
            }
        } catch (IOException e) {
            assertThat(server.isClosed()).isTrue();
        }
    }

    private static void echo(Socket socket, AtomicLong left) {
        try (socket) {
            byte[] bytes = new byte[8192];
            for (int read = socket.getInputStream().read(bytes); read > 0; read = socket.getInputStream().read(bytes)) {
                if (left.addAndGet(-read) >= 0) {
                    socket.getOutputStream().write(bytes, 0, read);
                }
            }
        } catch (IOException e) {
            assertThat(e).hasMessageContaining("reset"); // how the generator ends its connections
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
                            "latency from the intended send: none, "
                                    + (known ? "the server went away" : "no connection was left"))
                    .doesNotContain("were asked for", "had no reply", "service time");
            assertThat(ran.out().lines().filter(line -> line.contains("lost"))).hasSize(1);
        }
    }

    @Test
    void whatWasMeasuredOfTheServersProcessIsPrinted() throws IOException {
        try (EchoServer server = Transports.load(getClass().getClassLoader())
                .get("epoll-lt")
                .start(ServerOptions.loopback())) {
            Ran ran = Ran.program("load", "127.0.0.1:" + server.address().getPort(), "--pid",
                    Long.toString(ProcessHandle.current().pid()), "--connections", "4", "--duration", "500ms",
                    "--warm-up", "100ms");
            assertThat(ran.out()).containsPattern("(?m)^  of the server's: in user mode .+, in the kernel .+$")
                    .containsPattern("(?m)^  CPU of the server ÷ the generator's: [\\d.]+; context switches of the "
                            + "server per message: [\\d.]+$")
                    .containsPattern("(?m)^  memory: [\\d.]+ MiB in the server's process before the connections, "
                            + "[\\d.]+ MiB with them$")
                    .containsPattern(
                            "(?m)^  meanwhile: steal [\\d.]+ % of the CPU that was stolen from most.*, load average [\\d.]+, "
                                    + "other processes [\\d.]+ % of all CPUs$");
        }
    }

    @Test
    void howEvenlyFewerMessagesThanConnectionsWereServedIsNotTold() throws IOException {
        try (EchoServer server = Transports.load(getClass().getClassLoader())
                .get("epoll-lt")
                .start(ServerOptions.loopback())) {
            Ran ran = Ran.program("load", "127.0.0.1:" + server.address().getPort(), "--rate", "20", "--connections",
                    "50", "--duration", "500ms", "--warm-up", "100ms");
            assertThat(ran.out()).contains("\n  replies per connection: not told: fewer messages than connections\n");
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

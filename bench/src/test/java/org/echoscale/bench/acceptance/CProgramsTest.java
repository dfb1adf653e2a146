package org.echoscale.bench.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import org.echoscale.bench.load.Crowd;
import org.echoscale.bench.load.Target;
import org.echoscale.bench.run.LoadTest;
import org.echoscale.core.EchoServer;
import org.echoscale.core.ServerOptions;
import org.echoscale.core.Transports;
import org.echoscale.results.model.Load;
import org.echoscale.results.model.Reason;
import org.echoscale.results.model.Trial;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Our generator against a server in C, and a generator in C against our server: each is checked by the other. */
class CProgramsTest {
    @TempDir
    private Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"level", "edge"})
    void aServerInCIsMeasuredLikeOneOfOurs(String mode) throws Exception {
        List<String> command = new ArrayList<>(List.of(CPrograms.compile("echo_epoll", folder).toString(),
                "--second-thread"));
        if (mode.equals("edge")) {
            command.add("--edge");
        }
        Process server = new ProcessBuilder(command).start();
        try (BufferedReader out = server.inputReader(StandardCharsets.UTF_8)) {
            String[] words = out.readLine().split(" ", -1);
            int port = Integer.parseInt(words[1].substring(words[1].lastIndexOf(':') + 1));
            Target target = new Target(new InetSocketAddress(InetAddress.getLoopbackAddress(), port),
                    OptionalLong.of(server.pid()));
            Trial trial = new LoadTest(words[2], target, new Crowd(200, 50, 1000, 3), new Load.Closed(2),
                    Duration.ofMillis(300), Duration.ofMillis(300), null).run();
            assertThat(trial.reasons()).extracting(Reason::code)
                    .doesNotContain("corrupt", "missing-replies", "connection-lost", "no-replies");
            assertThat(trial.measurement()).isNotNull()
                    .satisfies(measurement -> assertThat(measurement.server()).isNotNull()
                            .satisfies(cost -> assertThat(cost.cpuNanos()).isPositive()));
        } finally {
            server.destroy();
            assertThat(server.waitFor(10, TimeUnit.SECONDS)).isTrue();
        }
    }

    @Test
    void aSpinnerInCKeepsItsRateAndGetsEveryReply() throws Exception {
        Path spinner = CPrograms.compile("open_spinner", folder);
        try (EchoServer server = Transports.load(getClass().getClassLoader())
                .get("epoll-lt")
                .start(ServerOptions.loopback())) {
            String said = Fixture.run(List.of(spinner.toString(), "127.0.0.1:" + server.address().getPort(), "2000",
                    "0.2", "0.1", "8", "64"));
            assertThat(said).contains("\"sent\":400,").containsPattern("\"p50Nanos\":\\d+,\"p99Nanos\":\\d+");
        }
    }

    @Test
    void aServerWithAFixedReplyAnswersWithAsManyBytesAsWereAsked() throws Exception {
        try (Fixture server = Fixture.start(CPrograms.compile("http_fixed", folder), "64");
                Socket socket = new Socket()) {
            socket.setSoTimeout(10_000);
            socket.connect(server.target().address());
            String around = "GET / HTTP/1.1\r\nHost: x\r\n\r\n";
            String request = around.replace("/ ", "/" + "x".repeat(64 - around.length()) + " ");
            socket.getOutputStream().write(request.repeat(3).getBytes(StandardCharsets.US_ASCII));
            String reply = new String(socket.getInputStream().readNBytes(3 * 64), StandardCharsets.US_ASCII);
            assertThat(reply.substring(64, 128)).startsWith("HTTP/1.1 200 OK\r\nContent-Length: 25\r\n\r\n")
                    .endsWith("x".repeat(25));
            assertThat(reply).isEqualTo(reply.substring(0, 64).repeat(3));
        }
    }

    @Test
    void aGeneratorInCFindsNothingWrongWithOurServer() throws Exception {
        Path driver = CPrograms.compile("epoll_driver", folder);
        try (EchoServer server = Transports.load(getClass().getClassLoader())
                .get("epoll-et")
                .start(ServerOptions.loopback())) {
            Process process = new ProcessBuilder(driver.toString(), "127.0.0.1:" + server.address().getPort(),
                    "--connections", "200", "--active", "50", "--payload", "500", "--seconds", "0.5")
                    .redirectErrorStream(true)
                    .start();
            String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
            assertThat(process.exitValue()).as(said).isZero();
            assertThat(said).contains("\"lost\":0").contains("\"wrong\":0");
        }
    }
}

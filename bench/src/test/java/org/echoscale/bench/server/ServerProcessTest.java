package org.echoscale.bench.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.BitSet;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.echoscale.core.ServerOptions;
import org.echoscale.syscalls.SyscallException;
import org.echoscale.syscalls.Syscalls;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(120)
class ServerProcessTest {
    private static final Duration DEADLINE = Duration.ofSeconds(60);
    private static final Catalog CATALOG = Catalog.load(List.of());

    @Test
    void servesAnswersAndStops() throws IOException {
        try (ServerProcess server = start(ServerLaunch.of(CATALOG, "epoll-et"))) {
            ServerSnapshot before = server.snapshot(DEADLINE);
            assertThat(echo(server, "hello")).isEqualTo("hello");
            server.collectGarbage(DEADLINE);
            ServerSnapshot after = server.snapshot(DEADLINE);
            assertThat(after.pid()).isEqualTo(server.pid());
            assertThat(after.server().accepted()).isEqualTo(1);
            assertThat(after.server().bytesSent()).isEqualTo(5);
            assertThat(after.gcCount()).isGreaterThan(before.gcCount());
            assertThat(after.userNanos()).isGreaterThan(before.userNanos());
            assertThat(after.residentBytes()).isGreaterThan(1_000_000);
            assertThat(after.threads()).isGreaterThan(1);
            assertThat(after.allocatedBytes()).isGreaterThan(before.allocatedBytes());
            assertThat(after.voluntarySwitches()).isGreaterThan(before.voluntarySwitches());
            server.stop();
            assertThat(server.isAlive()).isFalse();
        }
    }

    @Test
    void theHeapIsOfTheStatedSizeAndTheCollectorTheSerialOne() {
        assertThat(ServerLaunch.of(CATALOG, "epoll-et").jvmArguments()).contains("-XX:+UseSerialGC",
                "-Xms" + ServerLaunch.DEFAULT_HEAP_BYTES, "-Xmx" + ServerLaunch.DEFAULT_HEAP_BYTES);
    }

    @Test
    void isConfinedToTheCpusAskedForAndItsParentIsNot() throws IOException, SyscallException {
        try (Syscalls calls = Syscalls.open()) {
            BitSet own = calls.affinity();
            BitSet last = new BitSet();
            last.set(own.length() - 1);
            try (ServerProcess server = start(ServerLaunch.of(CATALOG, "epoll-et").withCpus(last))) {
                assertThat(Files.readString(Path.of("/proc/" + server.pid() + "/status")))
                        .contains("Cpus_allowed_list:\t" + (own.length() - 1) + "\n");
            }
            assertThat(calls.affinity()).isEqualTo(own);
        }
    }

    @Test
    void aServerThatCannotStartTellsItsLastWordsAndExitCode() {
        ServerLaunch launch = ServerLaunch.of(CATALOG, "epoll-et");
        ServerLaunch unknown = new ServerLaunch("no-such", launch.transportArguments(), List.of(), launch.options(),
                launch.heapBytes(), launch.cpus());
        assertThatThrownBy(() -> start(unknown)).isInstanceOf(ServerFailedException.class)
                .hasMessageContaining("ended with exit code 64")
                .hasMessageContaining("no transport is named 'no-such'");
    }

    @Test
    void aJvmThatDoesNotKnowItsArgumentsIsReported() {
        ServerLaunch launch = ServerLaunch.of(CATALOG, "epoll-et");
        ServerLaunch wrong = new ServerLaunch("epoll-et", List.of("-XX:NoSuchFlag=1"), List.of(), launch.options(),
                launch.heapBytes(), launch.cpus());
        assertThatThrownBy(() -> start(wrong)).isInstanceOf(ServerFailedException.class)
                .hasMessageContaining("ended with exit code 1");
    }

    @Test
    void anAddressThatIsTakenIsReportedByTheServer() throws IOException {
        try (ServerProcess first = start(ServerLaunch.of(CATALOG, "epoll-et"))) {
            ServerLaunch second = ServerLaunch.of(CATALOG, "epoll-et").withOptions(ServerOptions.at(first.address()));
            assertThatThrownBy(() -> start(second)).isInstanceOf(ServerFailedException.class)
                    .hasMessageContaining("ended with exit code 70")
                    .hasMessageContaining("epoll-et cannot listen on 127.0.0.1:" + first.address().getPort())
                    .hasMessageContaining("; choose another --port, or 0 for one that is free");
        }
    }

    @Test
    void aServerThatWasKilledIsReportedWithItsExitCode() throws Exception {
        try (ServerProcess server = start(ServerLaunch.of(CATALOG, "epoll-et"))) {
            signal(server, "KILL");
            assertThatThrownBy(() -> server.snapshot(DEADLINE)).isInstanceOf(ServerFailedException.class)
                    .hasMessageContaining("ended with exit code 137 (SIGKILL)");
        }
    }

    @Test
    void howItEndedIsToldOnceItHas() throws Exception {
        try (ServerProcess server = start(ServerLaunch.of(CATALOG, "epoll-et"))) {
            assertThat(server.endWithin(Duration.ZERO)).isEmpty();
            signal(server, "KILL");
            assertThat(server.endWithin(DEADLINE)).map(ServerEnd::how)
                    .contains("server epoll-et (process " + server.pid() + ") ended with exit code 137 (SIGKILL)");
        }
    }

    @ParameterizedTest
    @CsvSource({"0, exit code 0", "70, exit code 70", "134, exit code 134 (SIGABRT)", "139, exit code 139 (SIGSEGV)",
        "255, exit code 255"})
    void anExitCodeThatStandsForASignalNamesIt(int code, String text) {
        assertThat(ServerEnd.exitCode(code)).isEqualTo(text);
    }

    @Test
    void aServerThatHangsMissesItsDeadlineAndIsKilledByClose() throws Exception {
        ServerProcess server = start(ServerLaunch.of(CATALOG, "epoll-et"));
        try (server) {
            signal(server, "STOP");
            assertThatThrownBy(() -> server.snapshot(Duration.ofMillis(200)))
                    .isInstanceOf(ServerFailedException.class)
                    .hasMessageContaining("did not answer 'stats' within 200 ms");
            assertThatThrownBy(() -> server.snapshot(DEADLINE)).isInstanceOf(ServerFailedException.class)
                    .hasMessageContaining("is not asked again");
        }
        assertThat(server.isAlive()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"INT", "TERM"})
    void ignoresSignalsToItsGroupBecauseItsParentDecidesWhenItEnds(String name) throws Exception {
        try (ServerProcess server = start(ServerLaunch.of(CATALOG, "epoll-et"))) {
            signal(server, name);
            assertThat(server.snapshot(DEADLINE).pid()).isEqualTo(server.pid());
            server.stop();
        }
    }

    @Test
    void isStoppedInPeaceAlsoByAThreadThatIsToStop() throws Exception {
        try (ServerProcess server = start(ServerLaunch.of(CATALOG, "epoll-et"))) {
            Thread.currentThread().interrupt();
            server.stop();
            assertThat(Thread.interrupted()).isTrue();
            assertThat(server.isAlive()).isFalse();
        }
    }

    @Test
    void endsWhenItsParentDoes() throws Exception {
        ServerLaunch launch = ServerLaunch.of(CATALOG, "epoll-et");
        Process orphan = new ProcessBuilder(launch.command(List.of("--control")))
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        try (var lines = orphan.inputReader(StandardCharsets.UTF_8)) {
            assertThat(lines.readLine()).startsWith("listening 127.0.0.1:");
            orphan.getOutputStream().close();
            assertThat(orphan.waitFor(60, TimeUnit.SECONDS)).isTrue();
            assertThat(orphan.exitValue()).isZero();
        } finally {
            orphan.destroyForcibly();
        }
    }

    private static ServerProcess start(ServerLaunch launch) throws IOException {
        return ServerProcess.start(launch, DEADLINE);
    }

    private static void signal(ServerProcess server, String signal) throws Exception {
        assertThat(new ProcessBuilder("kill", "-" + signal, Long.toString(server.pid())).start().waitFor()).isZero();
    }

    private static String echo(ServerProcess server, String text) throws IOException {
        try (Socket socket = new Socket(server.address().getAddress(), server.address().getPort())) {
            socket.setSoTimeout((int) DEADLINE.toMillis());
            socket.getOutputStream().write(text.getBytes(StandardCharsets.UTF_8));
            return new String(socket.getInputStream().readNBytes(text.length()), StandardCharsets.UTF_8);
        }
    }
}

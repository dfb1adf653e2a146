package org.echoscale.bench.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.ServerSocket;
import org.echoscale.bench.server.Listening;
import org.echoscale.core.EchoServer;
import org.echoscale.core.ServerOptions;
import org.echoscale.core.Transports;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class ProbeCommandTest {
    private EchoServer server;
    private String address;

    @BeforeEach
    void start() throws Exception {
        server = Transports.load(getClass().getClassLoader()).get("epoll-lt").start(ServerOptions.loopback());
        address = Listening.text(server.address());
    }

    @AfterEach
    void close() {
        server.close();
    }

    @Test
    void theTraceEndsWithTheVerdict() {
        Ran ran = Ran.program("probe", address);
        assertThat(ran.exitCode()).isEqualTo(ExitCode.FINE);
        assertThat(ran.err()).isEmpty();
        assertThat(ran.out().lines().toList()).last().asString().startsWith(address + " echoes: 2 connections, ");
        assertThat(ran.out()).containsSubsequence("first check", "connection 1", "connection 2",
                "sent part 1/2 of message 1: \"Message 1 on",
                "complete and equal", "closed the sending half", "end of stream");
    }

    @Test
    void quietIsTheVerdictAlone() {
        assertThat(Ran.program("probe", address, "--quiet").out()).hasLineCount(1).startsWith(address + " echoes");
    }

    @Test
    void jsonHasEveryStep() {
        Ran ran = Ran.program("probe", address, "--json", "--message", "hello {connection}", "--connections", "1");
        JsonNode result = JsonMapper.shared().readTree(ran.out());
        assertThat(result.get("echoes").asBoolean()).isTrue();
        assertThat(result.has("problem")).isFalse();
        assertThat(result.get("steps").findValuesAsString("kind")).containsSubsequence("CONNECTING", "CONNECTED",
                "SENT",
                "RECEIVED", "COMPLETE", "HALF_CLOSED", "END_OF_STREAM", "CLOSED");
        assertThat(result.get("connections")).hasSize(2);
    }

    @Test
    void aServerThatDoesNotEchoHasAnExitCodeOfItsOwn() throws Exception {
        try (ServerSocket silent = new ServerSocket(0, 10, InetAddress.getLoopbackAddress())) {
            Ran ran = Ran.program("probe", "127.0.0.1:" + silent.getLocalPort(), "--timeout", "200ms", "--quiet");
            assertThat(ran.exitCode()).isEqualTo(ExitCode.NO_ECHO);
            assertThat(ran.out()).hasLineCount(1).contains("does not echo: took").contains("within 200 ms");
        }
    }

    @Test
    void whatCannotBeProbedIsAUsageError() {
        for (String[] words : new String[][]{{"probe", address, "--connections", "5k"},
            {"probe", address, "--message", ""}, {"probe", address, "--timeout", "5"}, {"probe", "nowhere"}}) {
            Ran ran = Ran.program(words);
            assertThat(ran.exitCode()).isEqualTo(ExitCode.USAGE);
            assertThat(ran.err()).startsWith("echoscale: ").hasLineCount(1);
        }
    }
}

package org.echoscale.bench.probe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.StreamSupport;
import org.echoscale.bench.probe.Step.Kind;
import org.echoscale.core.EchoServer;
import org.echoscale.core.EchoTransport;
import org.echoscale.core.ServerOptions;
import org.echoscale.core.Support.Supported;
import org.echoscale.core.Transports;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

@Timeout(60)
class ProberTest {
    private static final Duration LONG = Duration.ofSeconds(30);
    private static final Duration SHORT = Duration.ofMillis(400);
    private static final List<String> TWO = List.of("first of {connection}", "second of {connection}");

    static List<EchoTransport> concurrentTransports() {
        return StreamSupport.stream(Transports.load(ProberTest.class.getClassLoader()).spliterator(), false)
                .filter(transport -> transport.support() instanceof Supported)
                .filter(transport -> transport.jvmArguments().isEmpty() && !transport.name().equals("sequential"))
                .toList();
    }

    @ParameterizedTest
    @MethodSource("concurrentTransports")
    void everyTransportEchoesAllMessagesOnAllConnections(EchoTransport transport) throws Exception {
        try (EchoServer server = transport.start(ServerOptions.loopback())) {
            ProbeResult result = probe(server.address(), 3, ProbePlan.defaultMessages(), 2, LONG);
            assertThat(result.problem()).isNull();
            assertThat(result.echoes()).isTrue();
            assertThat(result.oneAtATime()).isFalse();
            assertThat(result.warnings()).isEmpty();
            assertThat(result.connections()).extracting(ProbeResult.Traffic::connection).containsExactly(0, 1, 2, 3);
            assertThat(result.connections())
                    .allSatisfy(traffic -> assertThat(traffic.bytesReceived()).isEqualTo(traffic.bytesSent()));
            assertThat(result.connections().getLast().bytesSent()).isGreaterThan(128 * 1024);
        }
    }

    @Test
    void partsAreSentOnAllConnectionsInTurn() throws Exception {
        try (ScriptedServer server = new ScriptedServer((socket, _) -> ScriptedServer.echo(socket))) {
            ProbeResult result = probe(server.address(), 2, List.of("ab{connection}", "cd{connection}"), 3, LONG);
            assertThat(result.steps()
                    .stream()
                    .filter(step -> step.kind() == Kind.SENT && step.connection() > 0
                            && !Integer.valueOf(3).equals(step.message()))
                    .map(step -> step.connection() + ":" + step.message() + "/" + step.part()))
                    .containsExactly("1:1/1", "2:1/1", "1:1/2", "2:1/2", "1:1/3", "2:1/3", "1:2/1", "2:2/1", "1:2/2",
                            "2:2/2", "1:2/3", "2:2/3");
            assertThat(steps(result, 1)).containsSubsequence(Kind.CONNECTING, Kind.CONNECTED, Kind.SENT, Kind.RECEIVED,
                    Kind.COMPLETE, Kind.HALF_CLOSED, Kind.END_OF_STREAM, Kind.CLOSED);
        }
    }

    @Test
    void aServerThatServesOneConnectionAtATimeEchoesAndIsSeenToLetTheOthersWait() throws Exception {
        EchoTransport sequential = Transports.load(getClass().getClassLoader()).get("sequential");
        try (EchoServer server = sequential.start(ServerOptions.loopback())) {
            ProbeResult result = probe(server.address(), 3, TWO, 2, LONG);
            assertThat(result.echoes()).isTrue();
            assertThat(result.oneAtATime()).isTrue();
            assertThat(result.verdict()).contains("echoes, one connection at a time");
            assertThat(result.warnings()).singleElement().asString().startsWith("served one at a time");
            assertThat(steps(result, 1)).doesNotContain(Kind.WAITING);
            assertThat(steps(result, 2)).containsSubsequence(Kind.SENT, Kind.WAITING, Kind.SERVED, Kind.COMPLETE);
            assertThat(result.steps()
                    .stream()
                    .filter(step -> step.kind() == Kind.WAITING && step.connection() == 2)
                    .map(Step::text)).first().asString().contains("while connection 1 was served");
            assertThat(first(result, 1, Kind.HALF_CLOSED)).isLessThan(first(result, 2, Kind.SERVED));
            assertThat(first(result, 2, Kind.HALF_CLOSED)).isLessThan(first(result, 3, Kind.SERVED));
        }
    }

    @Test
    void aMessageLargerThanAllBuffersIsReadWhileItIsWritten() throws Exception {
        EchoTransport sequential = Transports.load(getClass().getClassLoader()).get("sequential");
        try (EchoServer server = sequential.start(ServerOptions.loopback())) {
            ProbeResult result = probe(server.address(), 2, List.of("{connection}" + "0123456789".repeat(1_600_000)), 2,
                    LONG);
            assertThat(result.problem()).isNull();
            assertThat(result.connections().getLast().bytesReceived()).isGreaterThan(16_000_000);
        }
    }

    @Test
    void aServerThatRepeatsWholeLinesOnlyEchoesPartsAsWell() throws Exception {
        try (ScriptedServer server = new ScriptedServer((socket, _) -> {
            byte[] line = new byte[1024];
            for (int length = 0;;) {
                int b = socket.getInputStream().read();
                if (b < 0) {
                    return;
                }
                line[length++] = (byte) b;
                if (b == '\n') {
                    socket.getOutputStream().write(line, 0, length);
                    length = 0;
                }
            }
        })) {
            assertThat(probe(server.address(), 2, List.of("a line {connection}\n"), 3, LONG).echoes()).isTrue();
        }
    }

    @Test
    void nobodyThere() throws Exception {
        InetSocketAddress free;
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            free = (InetSocketAddress) socket.getLocalSocketAddress();
        }
        assertProblem(probe(free, 2, TWO, 2, LONG), Problem.Kind.NO_CONNECTION, 0, "refused");
    }

    /** The kernel answers no attempt to connect when the queue of a listener is full: like a host that is down. */
    @Test
    void noAnswerToTheAttemptToConnect() throws Exception {
        List<Socket> fill = new ArrayList<>();
        try (ServerSocket full = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            for (boolean answered = true; answered && fill.size() < 100;) {
                Socket socket = new Socket();
                fill.add(socket);
                try {
                    socket.connect(full.getLocalSocketAddress(), 200);
                } catch (SocketTimeoutException e) {
                    answered = false;
                }
            }
            assertProblem(probe((InetSocketAddress) full.getLocalSocketAddress(), 2, TWO, 2, SHORT),
                    Problem.Kind.NO_CONNECTION, 0, "no answer to the attempt to connect within 400 ms");
        } finally {
            for (Socket socket : fill) {
                socket.close();
            }
        }
    }

    @Test
    void aServerThatOnlyTakes() throws Exception {
        try (ScriptedServer server = new ScriptedServer((socket, _) -> ScriptedServer.discard(socket))) {
            assertProblem(probe(server.address(), 2, TWO, 2, SHORT), Problem.Kind.NO_REPLY, 0,
                    "sent nothing back within 400 ms");
        }
    }

    @Test
    void aServerThatStopsEchoing() throws Exception {
        try (ScriptedServer server = new ScriptedServer((socket, connection) -> {
            ScriptedServer.echo(socket, connection == 2 ? 5 : Integer.MAX_VALUE);
            ScriptedServer.discard(socket);
        })) {
            assertProblem(probe(server.address(), 2, TWO, 2, SHORT), Problem.Kind.INCOMPLETE, 2,
                    "5 bytes of the 10 bytes sent came back");
        }
    }

    @Test
    void aServerThatNeverServesTheSecondConnection() throws Exception {
        try (ScriptedServer server = new ScriptedServer((socket, connection) -> {
            if (connection == 2) {
                ScriptedServer.discard(socket);
            }
            ScriptedServer.echo(socket);
        })) {
            ProbeResult result = probe(server.address(), 2, TWO, 2, SHORT);
            assertProblem(result, Problem.Kind.NO_REPLY, 2, "sent nothing back within 400 ms");
            assertThat(steps(result, 2)).contains(Kind.WAITING);
            assertThat(result.oneAtATime()).isFalse();
        }
    }

    @Test
    void aServerThatClosesEarly() throws Exception {
        try (ScriptedServer server = new ScriptedServer(
                (socket, connection) -> ScriptedServer.echo(socket, connection == 1 ? 10 : Integer.MAX_VALUE))) {
            assertProblem(probe(server.address(), 2, TWO, 2, LONG), Problem.Kind.CLOSED_EARLY, 1,
                    "the server ended the connection");
        }
    }

    @Test
    void aServerThatLosesWhatIsSentRightBeforeTheHalfClose() throws Exception {
        try (ScriptedServer server = new ScriptedServer((socket, connection) -> {
            if (connection % 2 == 0) { // the first check of each probe
                ScriptedServer.echo(socket);
            } else {
                ScriptedServer.echo(socket, "first of 1second of 1".length());
                ScriptedServer.discard(socket);
            }
        })) {
            assertProblem(probe(server.address(), 1, TWO, 2, LONG), Problem.Kind.LOST_AT_HALF_CLOSE, 1,
                    "what is sent right before a half-close is lost");
            ProbeResult without = Prober.probe(new ProbePlan(server.address(), 1, TWO, 2, LONG, false), _ -> {});
            assertThat(without.problem()).isNull();
            assertThat(steps(without, 1)).doesNotContain(Kind.HALF_CLOSED).endsWith(Kind.CLOSED);
        }
    }

    @Test
    void aServerThatChangesAByte() throws Exception {
        try (ScriptedServer server = new ScriptedServer((socket, connection) -> {
            if (connection == 2) {
                ScriptedServer.echo(socket, 16 + 2);
                socket.getInputStream().read();
                socket.getOutputStream().write('#');
            }
            ScriptedServer.echo(socket);
        })) {
            ProbeResult result = probe(server.address(), 2, List.of("0123456789abcdefghijk {connection}"), 1, LONG);
            assertProblem(result, Problem.Kind.WRONG_BYTE, 2,
                    "WRONG at byte 19 of 23 of message 1: expected 0x69 'i', got 0x23 '#'");
            assertThat(result.verdict()).contains("does not echo: connection 2: WRONG at byte 19");
        }
    }

    @Test
    void aServerThatSwapsTwoConnections() throws Exception {
        Socket[] sockets = new Socket[3];
        CyclicBarrier bothHere = new CyclicBarrier(2);
        try (ScriptedServer server = new ScriptedServer((socket, connection) -> {
            if (connection == 0) {
                ScriptedServer.echo(socket);
                return;
            }
            sockets[connection] = socket;
            byte[] message = socket.getInputStream().readNBytes("I am 1".length());
            try {
                bothHere.await();
            } catch (InterruptedException | BrokenBarrierException e) {
                throw new IOException(e);
            }
            sockets[3 - connection].getOutputStream().write(message);
            ScriptedServer.discard(socket);
        })) {
            ProbeResult result = probe(server.address(), 2, List.of("I am {connection}"), 1, LONG);
            assertThat(result.echoes()).isFalse();
            assertThat(problem(result).kind()).isEqualTo(Problem.Kind.OTHER_CONNECTION);
            assertThat(problem(result).text()).contains("came back here: \"I am ");
        }
    }

    @Test
    void aServerThatGreetsFirst() throws Exception {
        try (ScriptedServer server = new ScriptedServer((socket, _) -> {
            socket.getOutputStream().write("220 welcome\r\n".getBytes(StandardCharsets.US_ASCII));
            ScriptedServer.echo(socket);
        })) {
            ProbeResult result = probe(server.address(), 2, TWO, 2, LONG);
            assertThat(problem(result).kind()).isIn(Problem.Kind.WRONG_BYTE, Problem.Kind.EXTRA_BYTES);
            assertThat(problem(result).text()).contains("\"220 welcome\\r\\n");
        }
    }

    @Test
    void aServerThatSendsMoreThanItGot() throws Exception {
        try (ScriptedServer server = new ScriptedServer((socket, connection) -> {
            ScriptedServer.echo(socket);
            if (connection == 1) {
                socket.getOutputStream().write("bye".getBytes(StandardCharsets.US_ASCII));
            }
        })) {
            assertProblem(probe(server.address(), 1, TWO, 2, LONG), Problem.Kind.EXTRA_BYTES, 1,
                    "3 bytes came that nobody had sent: \"bye\"");
        }
    }

    @Test
    void aServerThatDoesNotEndItsSideAfterAHalfCloseEchoesWithAWarning() throws Exception {
        try (ScriptedServer server = new ScriptedServer((socket, connection) -> {
            ScriptedServer.echo(socket);
            if (connection == 1) {
                sleepUntilClosed(socket);
            }
        })) {
            ProbeResult result = probe(server.address(), 1, TWO, 2, SHORT);
            assertThat(result.echoes()).isTrue();
            assertThat(result.warnings()).singleElement().asString().contains("no end of stream within 400 ms");
        }
    }

    @Test
    void theSameMessageOnEveryConnectionIsWarnedOf() throws Exception {
        try (ScriptedServer server = new ScriptedServer((socket, _) -> ScriptedServer.echo(socket))) {
            assertThat(probe(server.address(), 2, List.of("same"), 1, LONG).warnings()).singleElement()
                    .asString()
                    .contains("a reply on the wrong one would not show");
            assertThat(probe(server.address(), 1, List.of("same"), 1, LONG).warnings()).isEmpty();
        }
    }

    @Test
    void whatCannotBeProbedIsRefused() {
        InetSocketAddress server = new InetSocketAddress(InetAddress.getLoopbackAddress(), 7);
        assertThatThrownBy(() -> new ProbePlan(server, 0, TWO, 1, LONG, true))
                .hasMessage("connections: 0 is not from 1 to 1000");
        assertThatThrownBy(() -> new ProbePlan(server, 1, TWO, 1001, LONG, true))
                .hasMessage("parts: 1001 is not from 1 to 1000");
        assertThatThrownBy(() -> new ProbePlan(server, 1, List.of(), 1, LONG, true)).hasMessage("no message to send");
        assertThatThrownBy(() -> new ProbePlan(server, 1, List.of("a", ""), 1, LONG, true))
                .hasMessageContaining("no bytes");
        assertThatThrownBy(() -> new ProbePlan(server, 1, TWO, 1, Duration.ofHours(2), true))
                .hasMessageContaining("timeout");
    }

    private static void sleepUntilClosed(Socket socket) {
        while (!socket.isClosed()) {
            LockSupport.parkNanos(1_000_000);
        }
    }

    private static ProbeResult probe(InetSocketAddress server, int connections, List<String> messages, int parts,
            Duration timeout) throws IOException {
        List<Step> watched = new ArrayList<>();
        ProbeResult result = Prober.probe(new ProbePlan(server, connections, messages, parts, timeout, true),
                watched::add);
        assertThat(watched).isEqualTo(result.steps());
        assertThat(result.steps()).extracting(Step::atNanos).isSorted();
        return result;
    }

    private static void assertProblem(ProbeResult result, Problem.Kind kind, int connection, String text) {
        assertThat(result.echoes()).isFalse();
        assertThat(problem(result).kind()).isEqualTo(kind);
        assertThat(problem(result).connection()).isEqualTo(connection);
        assertThat(problem(result).text()).contains(text);
        assertThat(result.verdict()).contains("does not echo").contains(text);
        assertThat(result.steps()).filteredOn(step -> step.kind() == Kind.PROBLEM).hasSize(1);
    }

    private static Problem problem(ProbeResult result) {
        return Objects.requireNonNull(result.problem());
    }

    private static List<Kind> steps(ProbeResult result, int connection) {
        return result.steps().stream().filter(step -> step.connection() == connection).map(Step::kind).toList();
    }

    private static int first(ProbeResult result, int connection, Kind kind) {
        for (int i = 0; i < result.steps().size(); i++) {
            Step step = result.steps().get(i);
            if (step.connection() == connection && step.kind() == kind) {
                return i;
            }
        }
        throw new AssertionError("no " + kind + " on connection " + connection + " in " + result.steps());
    }
}

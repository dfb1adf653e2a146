package org.echoscale.bench.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.Writer;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import jdk.jfr.Configuration;
import org.echoscale.core.trace.LiveSteps;
import org.echoscale.core.trace.LoopEvent;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code serve --trace}, in a process of its own. */
@Timeout(120)
class ServeTraceTest {
    private static final Path PAGE = Path.of("../docs/trace.md");

    /** The client acts only when the step before has been shown, so a trace that came late would never get to its end. */
    @ParameterizedTest
    @CsvSource({"text, --trace", "json, --trace=json"})
    void theExcerptOnThePageIsWhatOneMessageShows(String format, String option) throws Exception {
        List<String> shown = oneMessage("epoll-lt", option);
        assertThat(shown.getFirst()).matches("listening 127\\.0\\.0\\.1:\\d+ epoll-lt");
        List<String> expected = excerpt(format, format).stream().map(ServeTraceTest::withoutTimesAndPorts).toList();
        int from = format.equals("json") ? 1 : 0;
        assertThat(shown.subList(from, shown.size()).stream().map(ServeTraceTest::withoutTimesAndPorts))
                .containsExactlyElementsOf(expected);
    }

    /** One whose JVM needs arguments of its own, so that another one is started for it, and Netty. */
    @ParameterizedTest
    @ValueSource(strings = {"nio-poll", "nio-select", "netty-nio"})
    void othersShowTheSameSteps(String transport) throws Exception {
        assertThat(oneMessage(transport, "--trace").stream().skip(1).map(line -> line.substring(16)))
                .anyMatch(line -> line.startsWith("waiting: "))
                .anyMatch(line -> line.startsWith("woken: "))
                .anyMatch(line -> line.startsWith("accepted 127.0.0.1:"))
                .anyMatch(line -> line.startsWith("received 13 bytes from "))
                .anyMatch(line -> line.startsWith("sent 13 bytes to "))
                .anyMatch(line -> line.matches("closing .*: the peer sends no more"));
    }

    /** The client on the page reads when it is told to, which is here when something is queued. */
    @Test
    void theClientOnThePageFillsAQueueAndEmptiesIt() throws Exception {
        String onThePage = excerpt("queue", "console").getLast().replaceFirst("^\\$ ", "");
        Process serve = start("epoll-lt", "--trace");
        Process client = null;
        try (BufferedReader out = serve.inputReader(StandardCharsets.UTF_8)) {
            String listening = out.readLine();
            assertThat(onThePage).contains("/7007;");
            client = new ProcessBuilder("bash", "-c", onThePage.replace("/7007;", "/" + port(listening) + ";"))
                    .redirectError(ProcessBuilder.Redirect.INHERIT)
                    .start();
            List<String> shown = new ArrayList<>();
            until(out, "queued", shown);
            try (Writer enter = client.outputWriter()) {
                enter.write("\n");
            }
            until(out, "sent [^(]*\\(connection 1\\): \\d+ bytes in the queue", shown);
            until(out, "queue empty", shown);
            until(out, "closing", shown);
            assertThat(client.waitFor(60, TimeUnit.SECONDS)).isTrue();
            assertThat(client.inputReader(StandardCharsets.UTF_8).readLine()).isEqualTo("8388608");
        } finally {
            if (client != null) {
                client.descendants().forEach(ProcessHandle::destroyForcibly);
                client.destroyForcibly();
            }
            kill(serve);
        }
    }

    @Test
    void aServerWhoseReaderHasGoneEnds() throws Exception {
        Process serve = start("poll", "--trace");
        try {
            BufferedReader out = serve.inputReader(StandardCharsets.UTF_8);
            int port = port(out.readLine());
            out.close();
            try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
                socket.getOutputStream().write(1);
                assertThat(serve.waitFor(60, TimeUnit.SECONDS)).isTrue();
            }
            assertThat(serve.exitValue()).isEqualTo(ExitCode.READER_GONE);
        } finally {
            kill(serve);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"sequential", "thread-platform", "thread-virtual"})
    void aTransportWithoutALoopIsRefused(String transport) {
        Ran ran = Ran.program("serve", "--transport", transport, "--trace");
        assertThat(ran.exitCode()).isEqualTo(ExitCode.USAGE);
        assertThat(ran.err()).contains("--trace: " + transport + " has no event loop", "epoll-et", "netty-nio");
    }

    @Test
    void anUnknownFormatIsRefusedAndTheNearestNamed() {
        Ran ran = Ran.program("serve", "--transport", "poll", "--trace=jsn");
        assertThat(ran.exitCode()).isEqualTo(ExitCode.USAGE);
        assertThat(ran.err()).contains("--trace: 'jsn' is no format; nearest: json");
    }

    @Test
    void theSettingsForTheRecorderTurnEveryKindOfStepOn() throws Exception {
        Map<String, String> settings = Configuration.create(Path.of("../docs/loop.jfc")).getSettings();
        for (Class<? extends LoopEvent> kind : LiveSteps.KINDS) {
            assertThat(settings).containsEntry("org.echoscale." + kind.getSimpleName() + "#enabled", "true");
        }
        assertThat(settings).hasSize(LiveSteps.KINDS.size());
    }

    /** What is shown while a client connects, sends 13 bytes, reads them and closes. */
    private static List<String> oneMessage(String transport, String option) throws Exception {
        Process serve = start(transport, option);
        List<String> shown = new ArrayList<>();
        try (BufferedReader out = serve.inputReader(StandardCharsets.UTF_8)) {
            shown.add(out.readLine());
            int port = port(shown.getFirst());
            until(out, "waiting", shown);
            try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
                until(out, "accepted", shown);
                until(out, "waiting", shown);
                socket.getOutputStream().write("Hello, world!".getBytes(StandardCharsets.UTF_8));
                assertThat(socket.getInputStream().readNBytes(13)).hasSize(13);
                until(out, "sent", shown);
                until(out, "waiting", shown);
            }
            until(out, "closing", shown);
            until(out, "waiting", shown);
            return shown;
        } finally {
            kill(serve);
        }
    }

    private static void until(BufferedReader out, String step, List<String> shown) throws Exception {
        String line;
        do {
            line = out.readLine();
            assertThat(line).as("a line '%s' after %s", step, shown).isNotNull();
            shown.add(line);
        } while (!line.matches(".* s  " + step + ".*|.*\"step\":\"" + step + "\".*"));
    }

    private static Process start(String transport, String option) throws Exception {
        return new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED", "-cp", System.getProperty("java.class.path"),
                Main.class.getName(), "serve", "--transport", transport, option)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
    }

    /** Also the JVM that it started for a transport that needs one of its own. */
    private static void kill(Process serve) {
        serve.descendants().forEach(ProcessHandle::destroyForcibly);
        serve.destroyForcibly();
    }

    private static int port(String line) {
        return Integer.parseInt(line.replaceAll(".*:(\\d+) .*", "$1"));
    }

    private static List<String> excerpt(String name, String language) throws Exception {
        String page = Files.readString(PAGE);
        String marked = page.substring(page.indexOf("<!-- " + name + ": "));
        String block = marked.substring(marked.indexOf("```" + language + "\n") + 4 + language.length());
        return block.substring(0, block.indexOf("```")).lines().toList();
    }

    private static String withoutTimesAndPorts(String line) {
        return line.replaceAll("127\\.0\\.0\\.1:\\d+", "PEER")
                .replaceAll("^ *\\d+\\.\\d{6} s", "TIME")
                .replaceAll("\"nanos\":\\d+", "TIME");
    }
}

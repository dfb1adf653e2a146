package org.echoscale.bench.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.echoscale.bench.limits.KernelFile;
import org.echoscale.bench.run.SideBySide.Meanwhile;
import org.echoscale.bench.run.SideBySide.WarmedUp;
import org.echoscale.bench.server.Catalog;
import org.echoscale.bench.server.Listening;
import org.echoscale.core.EchoServer;
import org.echoscale.core.ServerOptions;
import org.echoscale.results.model.Measurement.WarmUp;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

@Timeout(120)
class CompareCommandTest {
    /** Less would not be measured at all: these tests are not about figures. */
    private static final List<String> SMALL = List.of("--connections", "10", "--active", "4", "--slice", "10ms",
            "--warm-up", "10ms", "--seed", "77");

    @Test
    void theHelpTellsOfTheReferenceAndOfComparingATransportWithItself() {
        Ran ran = Ran.program("compare", "--help");
        assertThat(ran.exitCode()).isEqualTo(ExitCode.FINE);
        assertThat(ran.out()).contains("Examples:", "is the reference", "named twice is compared with itself",
                "--seed", "--json", "Ctrl-C");
    }

    @Test
    void verdictFirstThenTheTableThenHowToReadIt() throws IOException {
        try (EchoServer one = server(); EchoServer other = server()) {
            Ran ran = compare("--external", external("one", one), "--external", external("other", other), "--forks",
                    "2", "--rounds", "2");
            assertThat(ran.exitCode()).isEqualTo(ExitCode.FINE);
            List<String> lines = ran.out().lines().toList();
            assertThat(lines.getFirst()).startsWith("other").contains("one").containsPattern("2 forks, .*indicative");
            assertThat(lines.get(1)).isEmpty();
            assertThat(lines.get(2)).matches(
                    "SERVER +RATIO +SERVER RATIO +SERVER µs +GENERATOR µs +MESSAGES/S");
            assertThat(lines.get(3)).matches("one +1 +1 +[\\d.]+ \\[[\\d.]+–[\\d.]+\\] .*");
            assertThat(lines.get(4)).matches("other +[\\d.]+ \\[[\\d.]+–[\\d.]+\\] +[\\d.]+ \\[.*");
            assertThat(lines.get(6)).startsWith("Read RATIO: server CPU ÷ generator CPU of the same slice");
            assertThat(lines.get(7)).isEqualTo(
                    "[lowest–highest of 2 forks]: holds the median of all such forks 50 times in 100.");
            assertThat(lines.get(8)).startsWith("The machine: steal ");
            assertThat(lines.get(lines.size() - 2)).isEqualTo("The warm-up ended before a steady state 4 of 4 times: "
                    + "2 with one, 2 with other.");
            assertThat(lines.getLast()).isEqualTo("2 forks of 2 rounds of 10ms; 10 connections, 4 active, 64 bytes;"
                    + " repeat with --seed 77");
            assertThat(lines.subList(1, lines.size())).allMatch(line -> line.length() <= 120);
            assertThat(ran.out() + ran.err()).doesNotContain("NaN", "Infinity");
            assertThat(ran.err()).containsPattern("\\[0 %\\] fork 1 of 2: starting, about \\d+ s left\n");
        }
    }

    @Test
    void whatTheMachineDidIsALine() {
        assertThat(ComparisonText.machine(new Meanwhile(0, 0, 0.001, 0.018)))
                .isEqualTo(
                        "The machine: steal 0.1 % at the median of the rounds, 1.8 % at worst; no round was repeated.");
        assertThat(ComparisonText.machine(new Meanwhile(2, 1, null, null)))
                .isEqualTo("The machine: steal is not told; 2 rounds repeated, as it was taken away during them, "
                        + "and 1 disturbed round counts: measure again at a quieter time.");
    }

    @Test
    void serversThatWereNotSteadyAreALineAndTheOthersAreNot() {
        assertThat(ComparisonText.warmUps(List.of(warmedUp("a", 1, true), warmedUp("b", 1, false),
                warmedUp("a", 2, true), warmedUp("b", 2, true))))
                .contains("The warm-up ended before a steady state 1 of 4 times: 1 with b.");
        assertThat(ComparisonText.warmUps(List.of(warmedUp("a", 1, true), warmedUp("b", 1, true)))).isEmpty();
    }

    private static WarmedUp warmedUp(String server, int fork, boolean steady) {
        return new WarmedUp(server, fork, new WarmUp(steady, 1, 1, 0, 0, 5));
    }

    @Test
    void oneForkIsIndicativeAndWithoutBrackets() throws IOException {
        try (EchoServer one = server(); EchoServer other = server()) {
            Ran ran = compare("--external", external("one", one), "--external", external("other", other), "--forks",
                    "1", "--rounds", "1");
            assertThat(ran.out()).contains("(1 fork, indicative)", "One fork is indicative").doesNotContain("[");
        }
    }

    @Test
    void aTransportNamedTwiceIsComparedWithItselfInProcessesOfTheirOwn() {
        Ran ran = compare("--transport", "epoll-et,epoll-et", "--forks", "1", "--rounds", "1", "--json");
        JsonNode document = JsonMapper.builder().build().readTree(ran.out());
        assertThat(document.get("servers").valueStream().map(server -> server.get("name").asString()))
                .containsExactly("epoll-et", "epoll-et#2");
        assertThat(document.get("servers").valueStream().map(server -> server.get("transport").asString()))
                .containsOnly("epoll-et");
        assertThat(document.get("slices")).hasSize(2);
        assertThat(document.get("verdict").get(0).asString()).startsWith("epoll-et#2 is epoll-et again: ");
        assertThat(children()).isEmpty();
    }

    @Test
    void jsonHasSettingsServersEnvironmentFiguresAndSlicesAndThePageHasEveryKey() throws IOException {
        try (EchoServer one = server(); EchoServer other = server()) {
            Ran ran = compare("--external", external("one", one), "--external", external("other", other), "--forks",
                    "2", "--rounds", "3", "--json");
            assertThat(ran.out()).doesNotContain("NaN", "Infinity", "null");
            JsonNode document = JsonMapper.builder().build().readTree(ran.out());
            assertThat(document.get("schema").asInt()).isEqualTo(1);
            assertThat(document.get("version").asString()).isEqualTo(Version.program());
            assertThat(document.get("outcome").asString()).isEqualTo("COMPLETE");
            assertThat(document.get("reference").asString()).isEqualTo("one");
            assertThat(document.get("settings").toString()).isEqualTo("{\"connections\":10,\"active\":4,"
                    + "\"payloadBytes\":64,\"forks\":2,\"rounds\":3,\"sliceNanos\":10000000,\"warmUpNanos\":10000000,"
                    + "\"seed\":77}");
            JsonNode server = document.get("servers").get(1);
            assertThat(server.get("kind").asString()).isEqualTo("EXTERNAL");
            assertThat(server.get("address").asString()).isEqualTo(Listening.text(other.address()));
            assertThat(server.get("pid").asLong()).isEqualTo(ProcessHandle.current().pid());
            assertThat(document.get("environment").get("jvm").asString()).contains(Runtime.version().toString());
            assertThat(document.get("slices")).hasSize(12);
            assertThat(document.get("warmUps").valueStream())
                    .extracting(warmedUp -> warmedUp.get("server").asString() + warmedUp.get("fork").asInt())
                    .containsExactly("one1", "other1", "one2", "other2");
            JsonNode warmUp = document.get("warmUps").get(0).get("warmUp");
            assertThat(warmUp.get("nanos").asLong()).isGreaterThanOrEqualTo(10_000_000);
            assertThat(warmUp.get("messages").asLong()).isPositive();
            assertThat(warmUp.get("steady").asBoolean()).as("one slice is too few").isFalse();
            JsonNode ratio = document.get("summary").get(1).get("figures").get("ratio");
            assertThat(ratio.get("median").asDouble()).isBetween(ratio.get("min").asDouble(),
                    ratio.get("max").asDouble());
            assertThat(ratio.get("perFork")).hasSize(2);
            List<String> keys = new ArrayList<>();
            document.forEachEntry((key, value) -> keys.add(key));
            for (String part : List.of("settings", "servers", "machine", "warmUps", "summary", "slices")) {
                JsonNode node = document.get(part);
                (node.isArray() ? node.get(0) : node).forEachEntry((key, value) -> keys.add(key));
            }
            document.get("summary").get(0).get("figures").forEachEntry((key, value) -> keys.add(key));
            ratio.forEachEntry((key, value) -> keys.add(key));
            warmUp.forEachEntry((key, value) -> keys.add(key));
            String page = Files.readString(Path.of("../docs/compare.md"));
            assertThat(keys).hasSizeGreaterThan(40).allSatisfy(key -> assertThat(page).contains("`" + key + "`"));
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "--transport poll|compare needs two servers at least; see echoscale compare --help",
        "--transport poll,pol|--transport: no transport is named 'pol'; nearest: poll",
        "--transport poll,select --connections 5k|--connections: select: select serves at most ",
        "--transport poll,sequential|--connections: sequential: sequential serves at most 1 connection",
        "--transport poll,poll --active 200|--active: 200 is more than --connections 100",
        "--transport poll,poll --slice 1ms|--slice: 1ms is not from 5 ms to 1 hour",
        "--transport poll,poll --slice 20|--slice: '20' is not a duration with its unit",
        "--transport poll,poll --forks 0|--forks: '0' is not a count from 1",
        "--transport poll,poll --payload 20MiB|--payload: '20MiB' is more than 16MiB, the largest message",
        "--transport poll,poll --seed x|--seed: 'x' is not a whole number; see echoscale compare --help",
        "--transport poll --external x|--external: 'x' is not NAME=HOST:PORT[,pid=PID]",
        "--transport poll --external x=127.0.0.1,pid=1|--external: '127.0.0.1' is not HOST:PORT (try 127.0.0.1:7007)",
        "--transport poll --external x=127.0.0.1:7|--external: 'x=127.0.0.1:7' lacks ,pid=PID",
        "--transport poll --external x=127.0.0.1:7,pid=0|--external: there is no process 0 on this machine",
        "--transport poll --external poll=127.0.0.1:7,pid=1|--external: 'poll' is the name of a transport here"})
    void whatDoesNotFitIsOneLineAndTheExitCodeOfUsage(String words, String message) {
        Ran ran = Ran.program(Stream.concat(Stream.of("compare"), Stream.of(words.split(" "))).toArray(String[]::new));
        assertThat(ran.err()).startsWith("echoscale: " + message).hasLineCount(1);
        assertThat(ran.out()).isEmpty();
        assertThat(ran.exitCode()).isEqualTo(ExitCode.USAGE);
    }

    @Test
    void aNameThatNobodyCanReadIsRefused() {
        Ran ran = Ran.program("run", "smoke", "--external", " =127.0.0.1:7");
        assertThat(ran.err()).startsWith("echoscale: --external: ' =127.0.0.1:7' is not NAME=HOST:PORT")
                .hasLineCount(1);
        assertThat(ran.exitCode()).isEqualTo(ExitCode.USAGE);
    }

    @Test
    void aPortWhereNobodyListensIsOneLineBeforeAnyServerIsStarted() throws IOException {
        int port;
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = taken.getLocalPort();
        }
        Ran ran = compare("--transport", "poll", "--external", "mine=127.0.0.1:" + port + ",pid=" + pid());
        assertThat(ran.err()).matches("echoscale: mine: no echo from 127.0.0.1:" + port
                + ": .*ECONNREFUSED.*; no round was complete\n").hasLineCount(1);
        assertThat(ran.out()).isEmpty();
        assertThat(ran.exitCode()).isEqualTo(ExitCode.INVALID);
    }

    @Test
    void aPortWhereNothingEchoesIsOneLineBeforeAnyServerIsStarted() throws IOException {
        try (ServerSocket silent = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Ran ran = compare("--transport", "poll", "--external",
                    "mine=127.0.0.1:" + silent.getLocalPort() + ",pid=" + pid());
            assertThat(ran.err()).startsWith("echoscale: mine: no echo from 127.0.0.1:").hasLineCount(1);
            assertThat(ran.exitCode()).isEqualTo(ExitCode.INVALID);
        }
    }

    @Test
    void aServerThatFailsIsNamedAndWhatWasMeasuredBeforeIsShown() throws IOException {
        try (EchoServer one = server(); EchoServer other = server()) {
            Runnable close = other::close;
            Thread end = Thread.ofPlatform().start(() -> {
                long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
                while (other.stats().bytesReceived() < 1_000_000 && System.nanoTime() < deadline) {
                    Thread.onSpinWait();
                }
                close.run();
            });
            Ran ran = compare("--external", external("one", one), "--external", external("other", other), "--forks",
                    "1", "--rounds", "1000000");
            assertThat(ran.err().lines().filter(line -> line.startsWith("echoscale: "))).singleElement()
                    .asString()
                    .startsWith("echoscale: other failed in fork 1, round ");
            assertThat(ran.out()).startsWith("Broken off, so this is partial: up to round ").contains("RATIO");
            assertThat(ran.exitCode()).isEqualTo(ExitCode.INVALID);
            assertThat(end.isAlive()).isFalse();
        }
    }

    @ParameterizedTest
    @CsvSource({"INT,130,false", "TERM,143,true"})
    void aSignalEndsItPromptlyWithAPartialResultAndNoChildren(String signal, int exitCode, boolean json,
            @TempDir Path folder) throws Exception {
        Assumptions.assumeFalse(ignored(signal), "this process was started with SIG" + signal + " ignored");
        Path out = folder.resolve("out");
        try (EchoServer one = server()) {
            Process compare = start(out, "--external", external("one", one), "--transport", "poll", "--forks", "1",
                    "--rounds", "300", json ? "--json" : "--verbose");
            try {
                awaitRounds(compare);
                List<ProcessHandle> servers = compare.descendants().toList();
                assertThat(servers).hasSize(1);
                long began = System.nanoTime();
                new ProcessBuilder("kill", "-" + signal, Long.toString(compare.pid())).start().waitFor();
                assertThat(compare.waitFor(30, TimeUnit.SECONDS)).isTrue();
                assertThat(System.nanoTime() - began).isLessThan(TimeUnit.SECONDS.toNanos(10));
                assertThat(servers).noneMatch(ProcessHandle::isAlive);
                assertThat(compare.errorReader(StandardCharsets.UTF_8).lines()).contains("echoscale: interrupted");
            } finally {
                compare.destroyForcibly();
            }
            assertThat(compare.exitValue()).isEqualTo(exitCode);
        }
        String printed = Files.readString(out);
        if (json) {
            JsonNode document = JsonMapper.builder().build().readTree(printed);
            assertThat(document.get("outcome").asString()).isEqualTo("INTERRUPTED");
            assertThat(document.get("slices").size()).isPositive().isEven();
        } else {
            assertThat(printed).startsWith("Interrupted, so this is partial: up to round ")
                    .contains("poll", "RATIO", "(1 fork, indicative)", "repeat with --seed 77")
                    .doesNotContain("NaN");
        }
    }

    /** The program in a JVM of its own. */
    private static Process start(Path out, String... words) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED", "-XX:TieredStopAtLevel=1", "-cp",
                System.getProperty("java.class.path"), Main.class.getName(), "compare"));
        command.addAll(List.of(words));
        command.addAll(SMALL);
        return new ProcessBuilder(command).redirectOutput(out.toFile()).start();
    }

    /** Waits until progress shows that a round is complete: a line for each tenth of the whole. */
    private static void awaitRounds(Process compare) throws IOException {
        BufferedReader err = compare.errorReader(StandardCharsets.UTF_8);
        List<String> lines = new ArrayList<>();
        while (lines.isEmpty() || !lines.getLast().matches("\\[.*round ([2-9]|\\d\\d+) of.*")) {
            String line = err.readLine();
            assertThat(line).as("after %s", lines).isNotNull();
            lines.add(line);
        }
    }

    private static boolean ignored(String signal) {
        int number = Map.of("INT", 2, "TERM", 15).getOrDefault(signal, 0);
        String mask = KernelFile.text(Path.of("/proc/self/status"))
                .orElse("")
                .lines()
                .filter(line -> line.startsWith("SigIgn:"))
                .findFirst()
                .orElse("SigIgn: 0");
        return (Long.parseUnsignedLong(mask.substring(mask.indexOf(':') + 1).strip(), 16) >>> (number - 1) & 1) == 1;
    }

    private static Ran compare(String... words) {
        return Ran.program(Stream.of(Stream.of("compare"), Stream.of(words), SMALL.stream())
                .flatMap(part -> part)
                .toArray(String[]::new));
    }

    /** A server in this process, as one that somebody else has started. */
    private static EchoServer server() throws IOException {
        return Catalog.load(List.of()).transports().get("epoll-lt").start(ServerOptions.loopback());
    }

    private static String external(String name, EchoServer server) {
        return name + "=" + Listening.text(server.address()) + ",pid=" + pid();
    }

    private static long pid() {
        return ProcessHandle.current().pid();
    }

    private static List<ProcessHandle> children() {
        try (Stream<ProcessHandle> children = ProcessHandle.current().children()) {
            return children.filter(ProcessHandle::isAlive).toList();
        }
    }
}

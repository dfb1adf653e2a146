package org.echoscale.bench.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.echoscale.results.jmh.JmhFile;
import org.echoscale.results.jmh.JmhResult;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.openjdk.jmh.runner.BenchmarkList;
import org.openjdk.jmh.runner.format.OutputFormatFactory;
import org.openjdk.jmh.runner.options.VerboseMode;

class JmhCommandTest {
    /** Other builds on this machine may run suites too; a fork is over in well under a second. */
    private static final List<String> SHORT = List.of("-Djmh.ignoreLock=true", "-f", "1", "-wi", "1", "-i", "1", "-w",
            "100ms", "-r", "100ms", "-jvmArgsAppend", "-XX:TieredStopAtLevel=1 -Xms32m");
    private static final String OURS = "\\.(RoundTrip|IdleAndActive|Churn|Registration|Recorder|Codec|SyscallOverhead|TraceCost)\\.";
    private static final String TWO = "\\.(RoundTrip|Recorder)\\.";

    @TempDir
    private Path folder;

    @Test
    void aSuiteWithAServerAndOneWithoutRunToTheirEndAndTheirResultBecomesTrials() throws IOException {
        runToTheirEndAndBecomeTrials(TWO, 1);
    }

    @Tag("suites")
    @Test
    void everySuiteRunsToItsEndAndItsResultBecomesTrials() throws IOException {
        runToTheirEndAndBecomeTrials(OURS, 3);
    }

    /** Messages of 64 KiB, which a client that only sends first would wait for for ever. */
    private void runToTheirEndAndBecomeTrials(String suites, int withAServer) throws IOException {
        Path result = folder.resolve("out.json");
        Ran ran = jmh(suites, "-foe", "true", "-p", "transport=epoll-et", "-p", "bytes=65536", "-p", "connections=20",
                "-rf", "json", "-rff", result.toString());
        assertThat(ran.exitCode()).as(ran.out() + ran.err()).isEqualTo(ExitCode.FINE);
        List<JmhResult> results = JmhFile.read(result);
        assertThat(results.stream().map(JmhResult::benchmark).distinct())
                .containsExactlyInAnyOrderElementsOf(benchmarks(suites));
        assertThat(results).filteredOn(one -> one.parameters().containsKey("transport"))
                .hasSize(withAServer)
                .allSatisfy(one -> assertThat(one.secondary()).containsKeys("cpu.server", "cpu.client")
                        .allSatisfy((name, metric) -> assertThat(metric.score()).isPositive()));
        assertThat(results).filteredOn(one -> !one.parameters().containsKey("transport"))
                .isNotEmpty()
                .allSatisfy(one -> assertThat(one.secondary()).isEmpty());
        assertThat(ran.out()).doesNotContain("WARNING: A restricted method", "WARNING: A terminally deprecated method");

        Path run = folder.resolve("run");
        Ran imported = Ran.program("import", result.toString(), run.toString());
        assertThat(imported.exitCode()).as(imported.err()).isEqualTo(ExitCode.FINE);
        assertThat(run.resolve("jmh.json")).hasSameBinaryContentAs(result);
        assertThat(run.resolve("jmh-trials.jsonl")).content().hasLineCount(results.size());
    }

    private static List<String> benchmarks(String suites) {
        return BenchmarkList.defaultList()
                .find(OutputFormatFactory.createFormatInstance(System.out, VerboseMode.SILENT), List.of(suites),
                        List.of())
                .stream()
                .map(entry -> entry.getUsername())
                .toList();
    }

    @Test
    void theListsAreJmhsOwn() {
        assertThat(Ran.program("jmh", "--help").out()).startsWith("Usage: echoscale jmh");
        assertThat(Ran.program("jmh", "-l", "Churn").out())
                .isEqualToNormalizingNewlines("Benchmarks: \norg.echoscale.bench.jmh.Churn.conversation\n");
        assertThat(Ran.program("jmh", "-lp", "Churn", "-p", "transport=poll").out())
                .contains("param \"transport\" = {poll}");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "RoundTrip -p transport=pol|-p transport: no transport is named 'pol'; nearest: poll; known: ",
        "IdleAndActive -p transport=select -p connections=10,5000|-p connections: select serves at most ",
        "IdleAndActive -p transport=poll -p connections=many|-p connections: 'many' is no whole number from 1, without a unit",
        "RoundTrip -p transport=poll -p bytes=0|-p bytes: '0' is no whole number from 1, without a unit (try 1,64,",
        "RoundTrip -p byte=64|-p byte: no benchmark has such a parameter; nearest: bytes; known: active, bytes, ",
        "WaitCost.plain -p mechanism=pol|-p mechanism: 'pol' is no value of it; nearest: poll; known: select-bitmap, poll, ",
        "IdleAndActive -p transport=poll -p connections=1,10|-p active: 10 of 1 connections cannot be active (try -p active=1)",
        "Recorder -rf xml|jmh: -rf: 'xml' is no format of results; known: text, csv, scsv, json, latex; see echoscale jmh -h",
        "Recorder -prof nosuch|-prof: one is unknown or does not work here: ",
        "NoSuchSuite|jmh: no benchmark matches NoSuchSuite; see echoscale jmh -l",
        "--frks 5|jmh: frks is not a recognized option; see echoscale jmh -h",
        "-f many|jmh: "})
    void aMistakeIsOneLineAndTheExitCodeOfUsage(String words, String message) {
        Ran ran = jmh(words.split(" ", -1));
        assertThat(ran.err()).startsWith("echoscale: " + message).hasLineCount(1);
        assertThat(ran.exitCode()).isEqualTo(ExitCode.USAGE);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "absent/out.json"})
    void aResultThatCannotBeWrittenIsToldBeforeAnythingIsMeasured(String name) {
        Ran ran = jmh("Recorder", "-rf", "json", "-rff", folder.resolve(name).toString());
        assertThat(ran.err()).startsWith("echoscale: -rff: the result cannot be written: " + folder).hasLineCount(1);
        assertThat(ran.out()).doesNotContain("# Fork");
        assertThat(ran.exitCode()).isEqualTo(ExitCode.OUTPUT);
    }

    @Test
    void aTransportThatCannotServeSoManyIsLeftOutAndNamed() {
        Ran ran = Ran.program("jmh", "-lp", "IdleAndActive", "-p", "connections=1200");
        assertThat(ran.exitCode()).isEqualTo(ExitCode.FINE);
        assertThat(ran.err()).contains("echoscale: left out: select serves at most ",
                "echoscale: left out: sequential serves at most 1 connection ").doesNotContain("epoll");
    }

    /** Two threads are more than a suite with a server has. */
    @ParameterizedTest
    @CsvSource({"true, Benchmark caught the exception",
        "false, 1 benchmark failed and is not in the result as a whole"})
    void aBenchmarkThatFailsMakesAnExitCodeWhateverJmhIsToldAboutIt(boolean failOnError, String message) {
        Ran ran = jmh("RoundTrip", "-p", "bytes=1", "-p", "transport=poll", "-t", "2", "-foe",
                Boolean.toString(failOnError));
        assertThat(ran.exitCode()).isEqualTo(ExitCode.INTERNAL);
        assertThat(ran.err()).startsWith("echoscale: jmh: " + message).hasLineCount(1);
        if (failOnError) {
            assertThat(ran.err()).contains("-t 2: a suite with a server has one client thread (-t 1)");
        }
        assertThat(ran.out()).contains("-t 2: a suite with a server has one client thread (-t 1)");
    }

    /** A terminal sends Ctrl-C to the whole group. */
    @ParameterizedTest
    @CsvSource({"INT, -, 130", "TERM, '', 143"})
    void aSignalLeavesNeitherForkNorServerBehind(String signal, String group, int code) throws Exception {
        List<String> command = new ArrayList<>(List.of("setsid", "env", "--default-signal=INT,TERM",
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED", "-cp", System.getProperty("java.class.path"),
                "org.echoscale.bench.cli.Main", "jmh", "-Djmh.ignoreLock=true", "RoundTrip", "-f", "1", "-wi", "1",
                "-w",
                "60s", "-p", "transport=epoll-et", "-p", "bytes=1"));
        Process jmh = new ProcessBuilder(command).redirectErrorStream(true).start();
        try (BufferedReader out = jmh.inputReader(StandardCharsets.UTF_8)) {
            List<ProcessHandle> started = awaitServer(jmh);
            assertThat(new ProcessBuilder("kill", "-" + signal, "--", group + jmh.pid()).inheritIO().start().waitFor())
                    .isZero();
            assertThat(jmh.waitFor(30, TimeUnit.SECONDS)).isTrue();
            assertThat(jmh.exitValue()).isEqualTo(code);
            assertThat(started).hasSizeGreaterThanOrEqualTo(2)
                    .allSatisfy(process -> assertThat(process.onExit()).succeedsWithin(10, TimeUnit.SECONDS));
            assertThat(out.lines().collect(Collectors.joining("\n"))).contains("# Fork: 1 of 1");
        } finally {
            jmh.descendants().forEach(ProcessHandle::destroyForcibly);
            jmh.destroyForcibly();
        }
    }

    /** The server is the one that says so on its command line, a child of the fork. */
    private static List<ProcessHandle> awaitServer(Process jmh) throws InterruptedException {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
        while (System.nanoTime() < deadline && jmh.isAlive()) {
            List<ProcessHandle> all = jmh.descendants().toList();
            if (all.stream().anyMatch(JmhCommandTest::isServer)) {
                return all;
            }
            TimeUnit.MILLISECONDS.sleep(20);
        }
        throw new AssertionError("no server was started");
    }

    private static boolean isServer(ProcessHandle process) {
        try {
            return Files.readString(Path.of("/proc", Long.toString(process.pid()), "cmdline")).contains("\0--control");
        } catch (IOException e) {
            return false; // it has ended
        }
    }

    private static Ran jmh(String... words) {
        return Ran.program(Stream.of(List.of("jmh"), SHORT, Arrays.asList(words))
                .flatMap(List::stream)
                .toArray(String[]::new));
    }
}

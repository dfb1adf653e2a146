package org.echoscale.bench.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.echoscale.core.EchoServer;
import org.echoscale.core.ServerOptions;
import org.echoscale.core.Transports;
import org.echoscale.results.files.RunDirectory;
import org.echoscale.results.model.Outcome;
import org.echoscale.results.model.Trial;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How a run in a process of its own ends before its time. */
@Timeout(120)
class RunEndsTest {
    private static final String MESSAGE = "Interrupted: writing what was measured…";
    /** Far above what it takes, for a machine that is busy with other tests. */
    private static final Duration PROMPTLY = Duration.ofSeconds(20);

    /** Enough for run.json and a few trials. */
    private static final int ROOM_BYTES = 14_000;

    @TempDir
    Path folder;

    /** A terminal sends Ctrl-C to the whole group: also to the server, whatever it is doing at that moment. */
    @ParameterizedTest
    @CsvSource({"INT, true, 130", "INT, false, 130", "TERM, true, 143"})
    void aSignalBeforeTheFirstTrialEndsItWithoutComplaints(String signal, boolean group, int code) throws Exception {
        Process run = start(List.of(), "--transport", "poll", "--connections", "10", "--duration", "30s");
        try (BufferedReader err = run.errorReader(StandardCharsets.UTF_8)) {
            awaitLine(err, "[1/1]");
            signal(run, signal, group);
            assertThat(rest(err)).containsExactly(MESSAGE, "Nothing had been measured yet.");
            assertThat(run.waitFor(PROMPTLY.toSeconds(), TimeUnit.SECONDS)).isTrue();
            assertThat(run.exitValue()).isEqualTo(code);
        } finally {
            run.destroyForcibly();
        }
    }

    @Test
    void whatWasMeasuredBeforeTheSignalIsReported() throws Exception {
        Process run = start(List.of(), "--transport", "poll,epoll-et", "--connections", "10", "--duration", "200ms",
                "--forks", "1000");
        try (BufferedReader err = run.errorReader(StandardCharsets.UTF_8)) {
            awaitLine(err, "[1/2000]");
            while (trials().isEmpty()) {
                assertThat(run.isAlive()).isTrue();
                LockSupport.parkNanos(20_000_000); // it needs the CPUs itself
            }
            long signalled = System.nanoTime();
            signal(run, "INT", true);
            assertThat(rest(err)).containsOnlyOnce(MESSAGE).noneMatch(line -> line.startsWith("warning"));
            assertThat(run.waitFor(PROMPTLY.toSeconds(), TimeUnit.SECONDS)).isTrue();
            assertThat(Duration.ofNanos(System.nanoTime() - signalled)).isLessThan(PROMPTLY);
            assertThat(run.exitValue()).isEqualTo(ExitCode.INTERRUPTED);
        } finally {
            run.destroyForcibly();
        }
        assertThat(out().resolve("report.html")).isNotEmptyFile();
        assertThat(trials()).isNotEmpty()
                .allSatisfy(
                        trial -> assertThat(trial.outcome()).isIn(Outcome.VALID, Outcome.INVALID));
    }

    /** The second try of the search is far longer than what may pass until it has ended. */
    @Test
    void aSearchTellsWhatItKnowsWhenItIsInterrupted() throws Exception {
        try (EchoServer server = Transports.load(getClass().getClassLoader())
                .get("epoll-lt")
                .start(ServerOptions.loopback())) {
            Process load = program(List.of(), Redirect.PIPE, "load", "127.0.0.1:" + server.address().getPort(),
                    "--find-max", "--slo", "p50=250ms", "--rate", "2k", "--connections", "4");
            try (BufferedReader err = load.errorReader(StandardCharsets.UTF_8);
                    BufferedReader out = load.inputReader(StandardCharsets.UTF_8)) {
                String first = err.lines()
                        .filter(line -> line.contains("2,000 messages/s: "))
                        .findFirst()
                        .orElseThrow();
                long signalled = System.nanoTime();
                signal(load, "INT", true);
                List<String> found = out.lines().toList();
                assertThat(load.waitFor(PROMPTLY.toSeconds(), TimeUnit.SECONDS)).isTrue();
                assertThat(Duration.ofNanos(System.nanoTime() - signalled)).isLessThan(PROMPTLY);
                assertThat(load.exitValue()).isEqualTo(ExitCode.INTERRUPTED);
                assertThat(found.getFirst()).startsWith("Interrupted, so there is no answer. ");
                assertThat(found.subList(1, found.size())).allMatch(line -> line.startsWith("  without a server, "));
                if (first.contains(": kept")) { // else the machine was too busy
                    assertThat(found.getFirst()).contains("messages/s kept p50 ≤ 250 ms once");
                }
            } finally {
                load.destroyForcibly();
            }
        }
    }

    /** So many connections take longer than the warm-up, and there is no null test under churn: it is in its window. */
    @ParameterizedTest
    @CsvSource({"INT, 130", "TERM, 143"})
    void aLoadThatIsInterruptedSaysWhenAndThatThereIsNoFigure(String signal, int code) throws Exception {
        try (EchoServer server = Transports.load(getClass().getClassLoader())
                .get("epoll-lt")
                .start(ServerOptions.loopback())) {
            Process load = program(List.of(), Redirect.PIPE, "load", "127.0.0.1:" + server.address().getPort(),
                    "--churn", "1", "--connections", "4", "--warm-up", "1ms", "--duration", "5m");
            try (BufferedReader err = load.errorReader(StandardCharsets.UTF_8);
                    BufferedReader out = load.inputReader(StandardCharsets.UTF_8)) {
                while (server.stats().accepted() < 10_000) {
                    assertThat(load.isAlive()).isTrue();
                    LockSupport.parkNanos(20_000_000); // it needs the CPUs itself
                }
                signal(load, signal, true);
                assertThat(rest(err)).filteredOn(line -> line.startsWith("echoscale: "))
                        .singleElement()
                        .asString()
                        .matches(
                                "echoscale: interrupted [0-9.]+ s after the window of 300\\.0 s began; nothing was measured "
                                        + "whole, so there is no figure");
                assertThat(out.lines()).isEmpty();
                assertThat(load.waitFor(PROMPTLY.toSeconds(), TimeUnit.SECONDS)).isTrue();
                assertThat(load.exitValue()).isEqualTo(code);
            } finally {
                load.destroyForcibly();
            }
        }
    }

    /** The limit on the size of a file stands for a disk that is full. */
    @Test
    void aDiskThatIsFullIsOneLineAndKeepsWhatWasMeasured() throws Exception {
        Process run = start(Redirect.PIPE, List.of("prlimit", "--fsize=" + ROOM_BYTES), "--transport", "poll",
                "--connections", "1,2,3,4,5,6,7,8,9,10", "--duration", "50ms", "--forks", "3");
        try (BufferedReader err = run.errorReader(StandardCharsets.UTF_8);
                BufferedReader out = run.inputReader(StandardCharsets.UTF_8)) {
            assertThat(rest(err).stream().filter(line -> line.startsWith("echoscale: ")).toList()).singleElement()
                    .asString()
                    .startsWith("echoscale: results cannot be written to " + out() + ": File too large; what was");
            assertThat(out.lines()).as("what was measured, without a report of it")
                    .anyMatch(line -> line.matches("1 connection open, .*"))
                    .anyMatch(line -> line.startsWith("Plan smoke"))
                    .noneMatch(line -> line.startsWith("Report: "));
            assertThat(run.waitFor(PROMPTLY.toSeconds(), TimeUnit.SECONDS)).isTrue();
            assertThat(run.exitValue()).isEqualTo(ExitCode.OUTPUT);
        } finally {
            run.destroyForcibly();
        }
        assertThat(trials()).isNotEmpty();
        assertThat(RunDirectory.open(out()).read().warnings()).isEmpty();
    }

    @Test
    void aDiskWithoutRoomEvenForTheManifestLeavesNothingThatLooksLikeARun() throws Exception {
        Process run = start(List.of("prlimit", "--fsize=1000"), "--transport", "poll");
        try (BufferedReader err = run.errorReader(StandardCharsets.UTF_8)) {
            assertThat(rest(err).stream().filter(line -> line.startsWith("echoscale: ")).toList())
                    .containsExactly("echoscale: results cannot be written to " + out()
                            + ": File too large; nothing was measured");
            assertThat(run.waitFor(PROMPTLY.toSeconds(), TimeUnit.SECONDS)).isTrue();
            assertThat(run.exitValue()).isEqualTo(ExitCode.OUTPUT);
        } finally {
            run.destroyForcibly();
        }
        assertThat(out()).isEmptyDirectory();
    }

    /** As head does once it has its lines. What went wrong besides keeps its code: nothing echoes there. */
    @ParameterizedTest
    @CsvSource({"list, 141", "run --help, 141", "probe 127.0.0.1:1, 13"})
    void aReaderThatHasGoneEndsItQuietly(String words, int code) throws Exception {
        Process program = program(List.of("sh", "-c", "read _; exec \"$@\"", "sh"), Redirect.PIPE,
                words.split(" ", -1));
        try (BufferedReader err = program.errorReader(StandardCharsets.UTF_8)) {
            program.getInputStream().close();
            program.outputWriter().close(); // it begins
            assertThat(rest(err)).noneMatch(line -> line.startsWith("echoscale: "));
            assertThat(program.waitFor(PROMPTLY.toSeconds(), TimeUnit.SECONDS)).isTrue();
            assertThat(program.exitValue()).isEqualTo(code);
        } finally {
            program.destroyForcibly();
        }
    }

    @Test
    void aStandardOutputThatIsFullIsOneLine() throws Exception {
        Process list = program(List.of(), Redirect.to(Path.of("/dev/full").toFile()), "list");
        try (BufferedReader err = list.errorReader(StandardCharsets.UTF_8)) {
            assertThat(rest(err).stream().filter(line -> line.startsWith("echoscale: "))).containsExactly(
                    "echoscale: the standard output cannot be written: is its disk full, or is it closed?");
            assertThat(list.waitFor(PROMPTLY.toSeconds(), TimeUnit.SECONDS)).isTrue();
            assertThat(list.exitValue()).isEqualTo(ExitCode.OUTPUT);
        } finally {
            list.destroyForcibly();
        }
    }

    private Path out() {
        return folder.resolve("run");
    }

    private List<Trial> trials() throws Exception {
        return Files.exists(out().resolve(RunDirectory.TRIALS))
                ? RunDirectory.open(out()).read().trials()
                : List.of();
    }

    /** In a group of its own, and with signals as a terminal leaves them: a build in the background may ignore some. */
    private Process start(List<String> prefix, String... options) throws Exception {
        return start(Redirect.DISCARD, prefix, options);
    }

    private Process start(Redirect output, List<String> prefix, String... options) throws Exception {
        List<String> words = new ArrayList<>(
                List.of("run", "smoke", "--warm-up", "300ms", "--out", out().toString()));
        words.addAll(List.of(options));
        return program(prefix, output, words.toArray(String[]::new));
    }

    private static Process program(List<String> prefix, Redirect output, String... words) throws Exception {
        List<String> command = new ArrayList<>(List.of("setsid", "env", "--default-signal=INT,TERM"));
        command.addAll(prefix);
        command.addAll(List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED", "-cp", System.getProperty("java.class.path"),
                Main.class.getName()));
        command.addAll(List.of(words));
        return new ProcessBuilder(command).redirectOutput(output).start();
    }

    private static void signal(Process process, String signal, boolean group) throws Exception {
        String target = (group ? "-" : "") + process.pid();
        assertThat(new ProcessBuilder("kill", "-" + signal, "--", target).inheritIO().start().waitFor()).isZero();
    }

    private static void awaitLine(BufferedReader err, String start) throws Exception {
        String line = err.readLine();
        while (line != null && !line.startsWith(start)) {
            line = err.readLine();
        }
        assertThat(line).as("a line that begins with %s", start).isNotNull();
    }

    private static List<String> rest(BufferedReader err) {
        return err.lines().filter(line -> !line.startsWith("[") && !line.startsWith("INVALID")).toList();
    }
}

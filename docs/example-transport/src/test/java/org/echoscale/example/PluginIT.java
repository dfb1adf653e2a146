package org.echoscale.example;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The jar of this module as a plugin of the program, run as the page on adding a transport says. */
class PluginIT {
    private static final Path PROGRAM = Path.of("..", "..", "bench", "target", "echoscale.jar");

    @TempDir
    private Path folder;

    @Test
    void theProgramListsIt() throws Exception {
        assertThat(run("list", "--plugin", plugin())).contains("example-async");
    }

    @Test
    void theProgramMeasuresItBesideItsOwn() throws Exception {
        Path out = folder.resolve("run");
        String said = run("run", "smoke", "--plugin", plugin(), "--transport", "example-async,epoll-et",
                "--connections", "10",
                "--rate", "none", "--duration", "200ms", "--warm-up", "300ms", "--out", out.toString());
        assertThat(said).contains("example-async").contains("epoll-et");
        assertThat(Files.readAllLines(out.resolve("trials.jsonl"))).hasSize(2)
                .allMatch(line -> line.contains("\"missing\":0") && line.contains("\"corrupt\":0"));
        assertThat(out.resolve("report.html")).isNotEmptyFile();
    }

    @Test
    void theJmhSuitesHaveItAsAParameter() throws Exception {
        Path result = folder.resolve("jmh.json");
        run("jmh", "-Djmh.ignoreLock=true", "--plugin", plugin(), "RoundTrip", "-p", "transport=example-async", "-p",
                "bytes=64", "-f", "1", "-wi", "0", "-i", "1", "-r", "100ms", "-rf", "json", "-rff", result.toString());
        assertThat(result).content().contains("\"transport\" : \"example-async\"", "cpu.server");
    }

    private static String plugin() {
        return Path.of("target", "echoscale-example-transport-" + System.getProperty("project.version") + ".jar")
                .toString();
    }

    private static String run(String... words) throws Exception {
        List<String> command = new ArrayList<>(
                List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-jar", PROGRAM.toString()));
        command.addAll(List.of(words));
        Process program = new ProcessBuilder(command).redirectErrorStream(true).start();
        String said = new String(program.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(program.waitFor(120, TimeUnit.SECONDS)).isTrue();
        // 12: so short a warm-up, or the machine itself, may be objected to; the measurement is complete all the same.
        assertThat(program.exitValue()).as(said).isIn(0, 12);
        return said;
    }
}

package org.echoscale.bench.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class ImportCommandTest {
    private static final Path REAL = Path.of("..", "results", "src", "test", "resources", "org", "echoscale", "results",
            "jmh", "result.json");

    @TempDir
    private Path folder;

    @Test
    void aResultOfJmhIsTakenInUntouchedAndShown() throws IOException {
        Ran ran = Ran.program("import", REAL.toString(), folder.resolve("run").toString());
        assertThat(ran.exitCode()).as(ran.err()).isEqualTo(ExitCode.FINE);
        assertThat(ran.out()).contains("BENCHMARK", "RoundTrip.echo ", "RoundTrip.echo:cpu.server ",
                "bytes=64 transport=epoll-et", "± ");
        assertThat(folder.resolve("run/jmh.json")).hasSameBinaryContentAs(REAL);
        JsonNode first = JsonMapper.shared()
                .readTree(Files.readAllLines(folder.resolve("run/jmh-trials.jsonl")).getFirst());
        assertThat(first.path("schema").intValue()).isEqualTo(1);
        assertThat(first.path("fork").intValue()).isEqualTo(1);
        assertThat(first.path("primary").path("iterations").size()).isPositive();
    }

    @Test
    void theFiguresAreThereForPrograms() {
        Ran ran = Ran.program("import", REAL.toString(), folder.toString(), "--json");
        JsonNode results = JsonMapper.shared().readTree(ran.out());
        assertThat(results.get(0).path("primary").path("score").isNumber()).isTrue();
    }

    @Test
    void theSameResultMayComeTwiceAndAnotherMayNot() throws IOException {
        String directory = folder.resolve("run").toString();
        assertThat(Ran.program("import", REAL.toString(), directory).exitCode()).isEqualTo(ExitCode.FINE);
        assertThat(Ran.program("import", REAL.toString(), directory).exitCode()).isEqualTo(ExitCode.FINE);
        Path other = Files.writeString(folder.resolve("other.json"), Files.readString(REAL) + "\n");
        Ran ran = Ran.program("import", other.toString(), directory);
        assertThat(ran.exitCode()).isEqualTo(ExitCode.USAGE);
        assertThat(ran.err()).contains("another result of JMH is there already").hasLineCount(1);
        assertThat(folder.resolve("run/jmh.json")).hasSameBinaryContentAs(REAL);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "not json", "[[[[", "[{\"benchmark\":\"a.\u001b[31mB.c\",\"threads\":1}]"})
    void whatIsNoResultIsOneLineAndLeavesNothing(String content) throws IOException {
        Path file = Files.writeString(folder.resolve("x.json"), content);
        Ran ran = Ran.program("import", file.toString(), folder.resolve("run").toString());
        assertThat(ran.exitCode()).isEqualTo(ExitCode.USAGE);
        assertThat(ran.err()).startsWith("echoscale: " + file).hasLineCount(1).doesNotContain("\u001b");
        assertThat(folder.resolve("run")).doesNotExist();
    }

    @Test
    void aLinkInTheFolderIsReplacedAndNotFollowed() throws IOException {
        Path mine = Files.writeString(folder.resolve("mine"), "mine");
        Path run = Files.createDirectory(folder.resolve("run"));
        Files.createSymbolicLink(run.resolve("jmh-trials.jsonl"), mine);
        Files.createSymbolicLink(run.resolve("jmh.json"), folder.resolve("not-there"));
        assertThat(Ran.program("import", REAL.toString(), run.toString()).exitCode()).isEqualTo(ExitCode.FINE);
        assertThat(mine).hasContent("mine");
        assertThat(folder.resolve("not-there")).doesNotExist();
        assertThat(run.resolve("jmh.json")).hasSameBinaryContentAs(REAL);
    }

    @Test
    void whatCannotBeWrittenIsOneLineAndTheExitCodeForIt() throws IOException {
        Path run = folder.resolve("run");
        Files.createDirectories(run.resolve(".jmh-trials.jsonl.new/in-the-way"));
        Ran ran = Ran.program("import", REAL.toString(), run.toString());
        assertThat(ran.exitCode()).isEqualTo(ExitCode.OUTPUT);
        assertThat(ran.err()).startsWith("echoscale: the result cannot be written: ").hasLineCount(1);
    }
}

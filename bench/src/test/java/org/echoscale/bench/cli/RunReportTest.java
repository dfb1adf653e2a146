package org.echoscale.bench.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RunReportTest {
    @TempDir
    private Path temp;

    @ParameterizedTest
    @CsvSource({"claims K9, claims.json",
        "models --model events --tasks 1 --steps 1 --wait 1ms --compute 100us, models.json",
        "waits --kind eventfd --mechanism poll --mode call --connections 1 --rounds 2 --slice 5ms --warm-up 5ms, waits.json"})
    void aFileBesideTheRunThatCannotBeReadIsNamedAlikeWhateverWasMeasuredAndAfterThat(String command, String result)
            throws Exception {
        Path published = Path.of("../results/published/2026-11-28-quick-5-forks");
        Files.copy(published.resolve("run.json"), temp.resolve("run.json"));
        try (Stream<String> trials = Files.lines(published.resolve("trials.jsonl"))) {
            Files.write(temp.resolve("trials.jsonl"), trials.limit(1).toList());
        }
        Files.createDirectory(temp.resolve("jmh.json"));
        List<String> words = new ArrayList<>(List.of(command.split(" ", -1)));
        words.addAll(List.of("--out", temp.toString()));
        Ran ran = Ran.program(words.toArray(String[]::new));
        assertThat(ran.err().lines().filter(line -> line.startsWith("echoscale: ")))
                .containsExactly("echoscale: no report: " + temp.resolve("jmh.json") + ": is no file");
        assertThat(ran.exitCode()).isEqualTo(ExitCode.USAGE);
        assertThat(ran.out()).as("what was measured").isNotEmpty();
        assertThat(temp.resolve(result)).isRegularFile();
        assertThat(temp.resolve("report.html")).doesNotExist();
        assertThat(Ran.program("report", temp.toString()).err())
                .isEqualTo(
                        "echoscale: no report: " + temp.resolve("jmh.json") + ": is no file" + System.lineSeparator());
    }

    @Test
    void aFileThatThisUserMayNotReadIsSaidToBeOne() {
        assertThat(RunReport.unusable(new AccessDeniedException("mine/waits.json")))
                .hasMessage("no report: mine/waits.json: no permission");
    }
}

package org.echoscale.bench.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.echoscale.results.model.WaitCosts;
import org.echoscale.results.stats.WaitFigures;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.echoscale.bench.waits.Kind;
import org.echoscale.bench.waits.Mechanism;
import org.echoscale.bench.waits.Mode;
import org.echoscale.results.files.WaitFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

@Timeout(120)
class WaitsCommandTest {
    @TempDir
    private Path temp;

    @Test
    void theHelpNamesEveryWordThatAnOptionTakes() {
        Ran ran = Ran.program("waits", "--help");
        assertThat(ran.exitCode()).isEqualTo(ExitCode.FINE);
        assertThat(ran.out().replaceAll("\\s+", " ")).contains(Kind.words())
                .contains(Mechanism.words())
                .contains(Mode.words())
                .contains("Examples:", "--against-c", "--json", "Ctrl-C");
    }

    @Test
    void theVerdictComesFirstThenTheTablesAndEverySliceIsInAFile() throws IOException {
        Path out = temp.resolve("out");
        Ran ran = waits("--kind", "eventfd", "--mechanism", "poll,epoll-lt", "--mode", "call", "--connections",
                "1,10,100", "--out", out.toString(), "--seed", "7");
        assertThat(ran.err()).doesNotContain("echoscale:");
        assertThat(ran.exitCode()).isEqualTo(ExitCode.FINE);
        assertThat(ran.out())
                .startsWith("With 100 descriptors registered and 1 ready (eventfd, mode call), poll costs ")
                .contains("2 rounds are indicative", "CPU time, eventfd, mode call", "Cost model",
                        "repeat with --seed 7");
        assertThat(WaitFile.read(out).slices()).hasSize(2 * 2 * 5);
        assertThat(out.resolve("waits.html")).exists();
        try (Stream<Path> charts = Files.list(out.resolve("charts"))) {
            assertThat(charts).hasSize(2);
        }
    }

    @Test
    void whatCannotBeMeasuredIsListedWithItsReason() {
        Ran ran = waits("--kind", "eventfd", "--mechanism", "epoll-et,selector,poll", "--mode", "call,iteration",
                "--connections", "10,10M", "--out", temp.resolve("out").toString(), "--json");
        JsonNode document = JsonMapper.shared().readTree(ran.out());
        assertThat(document.path("schema").asInt()).isEqualTo(1);
        assertThat(document.path("complete").asBoolean()).isTrue();
        assertThat(document.path("left").toString()).contains("java.nio has no channel for an eventfd",
                "an edge is reported once", "10000000 descriptors");
        assertThat(document.path("points")).hasSize(6);
        assertThat(document.path("points").path(0).path("nanos").path("median").asDouble()).isPositive();
        assertThat(ran.out()).doesNotContain("NaN", "null");
    }

    @Test
    void mistakesAreOneLine() {
        assertThat(line("--kind", "fifo")).contains("--kind: no kind is named 'fifo'; known: tcp, pipe, eventfd");
        assertThat(line("--mode", "wait")).contains("--mode: no mode is named 'wait'; known: call,");
        assertThat(line("--connections", "-1")).contains("--connections: '-1' is not a count");
        assertThat(line("--against-c", "/no/such/program")).contains("is no program", "gcc");
        assertThat(line("--kind", "eventfd", "--mechanism", "selector")).contains(
                "nothing to measure: eventfd, selector, mode call: java.nio has no channel for an eventfd");
    }

    @Test
    void aProgramThatAnswersWhatCannotBeIsNamedWithItsAnswer() throws IOException {
        Path program = Files.writeString(temp.resolve("liar"),
                "#!/bin/sh\necho ready $2\nwhile read line; do echo measured 5 7 0; done\n");
        assertThat(program.toFile().setExecutable(true)).isTrue();
        Ran ran = waits("--kind", "eventfd", "--mechanism", "poll", "--mode", "call", "--connections", "1,2",
                "--against-c", program.toString(), "--out", temp.resolve("out").toString());
        assertThat(ran.exitCode()).isEqualTo(ExitCode.INTERNAL);
        assertThat(ran.err()).contains("liar answered 'measured 5 7 0', in which '0' is no number from 1 on")
                .doesNotContain("internal error");
    }

    private String line(String... words) {
        Ran ran = waits(words);
        assertThat(ran.exitCode()).isEqualTo(ExitCode.USAGE);
        assertThat(ran.err()).hasLineCount(1);
        return ran.err();
    }

    /** Short: these tests are not about figures. */
    static Ran waits(String... words) {
        List<String> all = new ArrayList<>(
                List.of("waits", "--rounds", "2", "--slice", "1ms", "--warm-up", "1ms"));
        all.addAll(List.of(words));
        return Ran.program(all.toArray(String[]::new));
    }

    private static final String[] TINY = {"--kind", "eventfd", "--mechanism", "poll", "--mode", "call", "--connections",
        "1,2"};

    private static Ran tiny(Path out, String... words) {
        return waits(Stream.of(TINY, new String[]{"--out", out.toString()}, words)
                .flatMap(Stream::of)
                .toArray(String[]::new));
    }

    @Test
    void aFolderThatCannotBeWrittenIsFoundOutBeforeAnythingIsMeasured() throws IOException {
        Path file = Files.createFile(temp.resolve("file"));
        Ran ran = tiny(file.resolve("out"));
        assertThat(ran.exitCode()).isEqualTo(ExitCode.OUTPUT);
        assertThat(ran.err()).startsWith("echoscale: the results cannot be written: ").hasLineCount(1);
        assertThat(ran.out()).isEmpty();
    }

    @Test
    void figuresAreShownAlsoWhenTheirPageCannotBeWritten() throws IOException {
        Files.createDirectories(temp.resolve(".waits.html.new/in-the-way"));
        Ran ran = tiny(temp);
        assertThat(ran.exitCode()).isEqualTo(ExitCode.OUTPUT);
        assertThat(ran.err()).contains("echoscale: the results cannot be written: ");
        assertThat(ran.out()).contains("CPU time, eventfd, mode call").doesNotContain("Report: ");
        assertThat(WaitFile.read(temp).slices()).isNotEmpty();
    }

    @Test
    void whereNothingWasMeasuredNoFolderIsLeft() {
        Ran ran = waits("--kind", "eventfd", "--mechanism", "selector", "--out", temp.resolve("new/out").toString());
        assertThat(ran.exitCode()).isEqualTo(ExitCode.USAGE);
        assertThat(temp).isEmptyDirectory();
    }

    @Test
    void aStudyThatWasInterruptedInItsSecondKindIsNotCalledComplete() throws IOException {
        tiny(temp, "--kind", "pipe");
        WaitCosts all = WaitFile.read(temp);
        WaitFigures figures = WaitFigures.of(new WaitCosts(all.schema(), all.version(), all.startedAt(),
                all.commandLine(), all.seed(), all.rounds(), all.sliceNanos(), all.environment(), all.left(),
                all.slices().stream().filter(slice -> slice.kind().equals("eventfd") || slice.round() == 1).toList()));
        assertThat(WaitsCommand.partial(figures))
                .isEqualTo("Interrupted, so this is partial: 1 of 2 rounds of pipe, after all of eventfd.");
        assertThat(WaitsDocument.of(figures, "x", false).complete()).isFalse();
    }
}

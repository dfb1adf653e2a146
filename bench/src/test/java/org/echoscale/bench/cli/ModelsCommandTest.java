package org.echoscale.bench.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.echoscale.bench.cli.TimelineText.Signs;
import org.echoscale.results.files.ModelsFile;
import org.echoscale.results.model.RunManifest.Environment;
import org.echoscale.results.models.Interval;
import org.echoscale.results.models.Model;
import org.echoscale.results.models.ModelRun;
import org.echoscale.results.models.ModelRun.TaskTime;
import org.echoscale.results.models.ModelsPlan;
import org.echoscale.results.models.ModelsResult;
import org.echoscale.results.models.State;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.json.JsonMapper;

@Timeout(120)
class ModelsCommandTest {
    private static final long MS = 1_000_000;

    @TempDir
    Path temp;

    @Test
    void allModelsRunAndAreWrittenDown() throws Exception {
        Path out = temp.resolve("new/folder");
        Ran ran = Ran.program("models", "--tasks", "2", "--steps", "1", "--wait", "30ms", "--compute", "2ms", "--out",
                out.toString());
        assertThat(ran.err()).isEmpty();
        assertThat(ran.exitCode()).isEqualTo(ExitCode.FINE);
        assertThat(ran.out()).startsWith("2 tasks: each computes 2 × 2.00 ms and waits 1 × 30.0 ms in between.")
                .containsSubsequence("one at a time: ", "  task 1 ", "  task 2 ", "a thread per task: ", ", 2 threads",
                        "virtual threads: ", "events: ", ", 1 thread", "MODEL", "SWITCHES");
        assertThat(Files.readString(out.resolve("models.svg"))).startsWith("<svg").contains("events: ");
        assertThat(Files.readString(out.resolve("models.html"))).startsWith("<!DOCTYPE html>");
        ModelsResult written = ModelsFile.read(out);
        assertThat(written.runs()).extracting(ModelRun::model).containsExactly(Model.values());
        assertThat(written.runs().getFirst().tasks().get(1).intervals().getFirst().state()).isEqualTo(State.READY);
        assertThat(written.commandLine()).startsWith("models", "--tasks", "2");
        assertThat(written.environment().cpus()).isPositive();
    }

    @Test
    void jsonIsWhatTheFileHas() throws Exception {
        Ran ran = Ran.program("models", "--model", "events", "--tasks", "1", "--steps", "1", "--wait", "1ms",
                "--compute", "100us", "--json", "--out", temp.toString());

        assertThat(ran.exitCode()).as(ran.err()).isZero();
        assertThat(JsonMapper.shared().readTree(ran.out()))
                .isEqualTo(JsonMapper.shared().readTree(Files.readString(temp.resolve(ModelsFile.NAME))));
    }

    @Test
    void aRunDirectoryGetsItsReportMadeAnewWithASectionOfThem() throws Exception {
        writeRun(temp);

        Ran ran = oneTask(temp);

        assertThat(ran.exitCode()).as(ran.err()).isZero();
        String command = "models --model events --tasks 1 --steps 1 --wait 1ms --compute 100us --out " + temp;
        assertThat(temp.resolve("models.html")).content().contains("echoscale " + command);
        assertThat(temp.resolve("report.html")).content()
                .contains("<section id=\"time-line\">", "1 task: each computes 2 × 100 µs and waits 1 × 1.00 ms");
        Files.delete(temp.resolve("report.html"));
        assertThat(Ran.program("report", temp.toString()).out()).contains("Report: ");
        assertThat(temp.resolve("report.html")).content().contains("<section id=\"time-line\">");
    }

    @Test
    void whereThereIsNoRunNoReportIsMade() {
        assertThat(oneTask(temp).exitCode()).isZero();
        assertThat(temp).isDirectoryContaining("glob:**models.html").isDirectoryNotContaining("glob:**report.html");
    }

    @Test
    void whatElseLiesInTheRunDirectoryAndCannotBeReadIsNamedAfterTheTimeLineIsWritten() throws Exception {
        writeRun(temp);
        Files.writeString(temp.resolve("claims.json"), "{}");

        Ran ran = oneTask(temp);

        assertThat(ran.exitCode()).isEqualTo(ExitCode.USAGE);
        assertThat(ran.err()).isEqualTo(
                "echoscale: no report: " + temp.resolve("claims.json") + ", line 1: key schema missing"
                        + System.lineSeparator());
        assertThat(ran.out()).contains("The time line: " + temp.resolve("models.html"));
        assertThat(ModelsFile.read(temp).runs()).hasSize(1);
    }

    @Test
    void aTimeLineThatCannotBeReadIsNamedInsteadOfAReport() throws Exception {
        writeRun(temp);
        Files.writeString(temp.resolve("models.json"), "{\"schema\":1,\"runs\":[]}");

        Ran ran = Ran.program("report", temp.toString());

        assertThat(ran.exitCode()).isEqualTo(ExitCode.USAGE);
        assertThat(ran.err())
                .startsWith("echoscale: no report: " + temp.resolve("models.json") + ", line 1: key version missing")
                .hasLineCount(1);
        assertThat(temp.resolve("report.html")).doesNotExist();
    }

    /** A run with a single trial, from a published one. */
    private static void writeRun(Path directory) throws IOException {
        Path published = Path.of("../results/published/2026-11-28-quick-5-forks");
        Files.copy(published.resolve("run.json"), directory.resolve("run.json"));
        try (Stream<String> trials = Files.lines(published.resolve("trials.jsonl"))) {
            Files.writeString(directory.resolve("trials.jsonl"), trials.findFirst().orElseThrow() + "\n");
        }
    }

    private static Ran oneTask(Path out) {
        return Ran.program("models", "--model", "events", "--tasks", "1", "--steps", "1", "--wait", "1ms", "--compute",
                "100us", "--out", out.toString());
    }

    @Test
    void manyTasksHaveATableAndNoTimeLine() {
        Ran ran = Ran.program("models", "--tasks", "31", "--steps", "1", "--wait", "1ms", "--compute", "100us");
        assertThat(ran.exitCode()).isEqualTo(ExitCode.FINE);
        assertThat(ran.out()).contains("31 tasks: ", "MODEL").doesNotContain("  task 1 ");
    }

    @Test
    void whatCannotBeRunIsAUsageError() throws Exception {
        Path file = Files.createFile(temp.resolve("file"));
        for (String[] words : new String[][]{{"models", "--tasks", "1001"}, {"models", "--wait", "1us"},
            {"models", "--cpus", "100k"}, {"models", "--cpus", "x"}, {"models", "--model", "thread"},
            {"models", "--out", file.toString()},
            {"models", "--tasks", "1k", "--steps", "100"}}) {
            Ran ran = Ran.program(words);
            assertThat(ran.exitCode()).as(String.join(" ", words)).isEqualTo(ExitCode.USAGE);
            assertThat(ran.err()).startsWith("echoscale: ").hasLineCount(1);
        }
    }

    @Test
    void aTimeThatIsNotAllowedIsToldInTheUnitsOfItsBounds() {
        assertThat(Ran.program("models", "--wait", "0ms").err()).startsWith(
                "echoscale: --wait: '0ms' is not a duration above 0 (units: ");
        assertThat(Ran.program("models", "--wait", "900us").err().strip())
                .isEqualTo("echoscale: --wait: 0.9 ms is not from 1 ms to 10 s");
        assertThat(Ran.program("models", "--cpus", "0").err()).startsWith(
                "echoscale: --cpus: '0' is not a count from 1 to ");
    }

    @Test
    void theTimeLineShowsEachStateWithItsOwnCharacterOnOneScale() {
        assertThat(new TimelineText(twoModels(), Signs.ASCII, Colours.PLAIN).lines()).containsExactly("",
                "one at a time: 160 ms, 1 thread",
                "  task 1   " + "#".repeat(10) + ".".repeat(20) + "#".repeat(10),
                "  task 2   " + "-".repeat(40) + "#".repeat(10) + ".".repeat(20) + "#".repeat(10),
                "",
                "a thread per task: 80.0 ms, 2 threads",
                "  task 1   " + "#".repeat(10) + ".".repeat(20) + "#".repeat(10),
                "  task 2   " + "#".repeat(10) + ".".repeat(20) + "#".repeat(10),
                "", "           0" + " ".repeat(73) + "160 ms",
                "  # computing   . waiting for its reply   - ready to go on, but not running");
    }

    @Test
    void onATerminalWaitingIsGrey() {
        assertThat(new TimelineText(twoModels(), Signs.BLOCKS, Colours.ANSI).lines().get(2)).isEqualTo("  task 1   "
                + "\u001b[34m" + "█".repeat(10) + "\u001b[0m" + "\u001b[90m" + "░".repeat(20) + "\u001b[0m"
                + "\u001b[34m"
                + "█".repeat(10) + "\u001b[0m");
    }

    private static ModelsResult twoModels() {
        return new ModelsResult(1, "made-up", Instant.parse("2026-01-01T00:00:00Z"), List.of("models"),
                new ModelsPlan(2, 1, 40 * MS, 20 * MS),
                new Environment("Linux made up", "amd64", "made-up CPU", 2, 1 << 30, null, "made-up JVM", List.of(),
                        List.of(), 20_000, new TreeMap<>()),
                List.of(run(Model.ONE_AT_A_TIME, 160, 1, task(1, 0), task(2, 80)),
                        run(Model.THREADS, 80, 2, task(1, 0), task(2, 0))));
    }

    private static ModelRun run(Model model, long millis, int threads, TaskTime... tasks) {
        return new ModelRun(model, 2, millis * MS, threads, 80 * MS, 4, 1, null, 1000, List.of(tasks));
    }

    private static TaskTime task(int number, long begins) {
        Interval first = new Interval(State.COMPUTING, begins * MS, (begins + 20) * MS);
        Interval wait = new Interval(State.WAITING, (begins + 20) * MS, (begins + 60) * MS);
        Interval last = new Interval(State.COMPUTING, (begins + 60) * MS, (begins + 80) * MS);
        return new TaskTime(number, begins == 0
                ? List.of(first, wait, last)
                : List.of(new Interval(State.READY, 0, begins * MS), first, wait, last));
    }

    @Test
    void figuresAreShownAlsoWhenTheTimeLineCannotBeWritten() throws Exception {
        Files.createDirectories(temp.resolve(".models.svg.new/in-the-way"));
        Ran ran = Ran.program("models", "--model", "threads", "--tasks", "1", "--steps", "1", "--wait", "1ms",
                "--compute", "100us", "--out", temp.toString());
        assertThat(ran.exitCode()).isEqualTo(ExitCode.OUTPUT);
        assertThat(ran.err()).startsWith("echoscale: the time line cannot be written: ").hasLineCount(1);
        assertThat(ran.out()).contains("MODEL").doesNotContain("The time line:");
    }
}

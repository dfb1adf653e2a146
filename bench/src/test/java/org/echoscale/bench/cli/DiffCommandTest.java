package org.echoscale.bench.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** With part of a published run, changed to what it did not measure: none of these figures is one. */
class DiffCommandTest {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final Path PUBLISHED = Path.of("../results/published/2026-11-28-quick-5-forks");

    @TempDir
    Path folder;

    private String a = "";
    private String b = "";

    @BeforeEach
    void twoCopiesOfARun() throws IOException {
        a = copy("a");
        b = copy("b");
    }

    @Test
    void aKnownRatioIsTheFirstSentenceAndInTheTable() throws IOException {
        trials(b, trial -> onServer(trial, server -> server.put("cpuNanos", server.get("cpuNanos").asLong() * 2)));
        Ran ran = Ran.program("diff", a, b);
        assertThat(ran.err()).isEmpty();
        assertThat(ran.exitCode()).isEqualTo(ExitCode.FINE);
        assertThat(ran.out())
                .startsWith("A: " + a + "\nB: " + b + "\n\n- Server CPU per message: B costs 2.000× A's with ")
                .contains("Server CPU per message (lower is better)\n")
                .containsPattern("(?m)^epoll-et +10,000 .* 2\\.000× .* B is higher$")
                .contains("Weak evidence", "--external");
        assertThat(ran.out()
                .lines()
                .filter(line -> line.contains("Server CPU per message (")
                        || line.startsWith("Server CPU ÷") || line.startsWith("P50") || line.startsWith("P99")
                        || line.startsWith("Messages per"))
                .map(line -> line.substring(0, 3))
                .toList())
                .containsExactly("Ser", "Ser", "P50", "P99", "Mes");
    }

    @Test
    void theSameDirectoryTwiceIsFineAndSaid() {
        Ran ran = Ran.program("diff", a, a);
        assertThat(ran.exitCode()).isEqualTo(ExitCode.FINE);
        assertThat(ran.out()).isEqualToNormalizingNewlines("A and B are the same run, so every ratio is 1.\n");
    }

    @Test
    void otherEnvironmentsAreRefusedWithALineForEachField() throws IOException {
        otherEnvironment(b);
        Path page = folder.resolve("page.md");
        Ran ran = Ran.program("diff", a, b, "--out", page.toString());
        assertThat(ran.exitCode()).isEqualTo(ExitCode.USAGE);
        assertThat(ran.out()).isEmpty();
        assertThat(ran.err().lines()).containsExactly(
                "echoscale: not compared: the environments or loads of the runs differ in 2 fields (--force compares them all the same)",
                "  kernel: A " + environment(a).get("os").asString() + ", B Made-up OS 7",
                "  clocksource: A tsc, B made up");
        assertThat(page).doesNotExist();
    }

    @Test
    void forcedTheyAreComparedAndTextPageAndJsonSayIt() throws IOException {
        otherEnvironment(b);
        Path page = folder.resolve("page.md");
        Ran ran = Ran.program("diff", a, b, "--force", "--out", page.toString());
        assertThat(ran.exitCode()).isEqualTo(ExitCode.FINE);
        assertThat(ran.out()).contains("\n\n- DIFFERENT ENVIRONMENTS: A and B differ in 2 fields")
                .containsPattern("(?m)^clocksource +tsc +made up$");
        assertThat(Files.readString(page)).startsWith("# Echoscale: two runs, A and B\n\n> **These runs were made in "
                + "different environments.").contains("> - clocksource: A tsc, B made up\n");

        JsonNode document = JSON.readTree(Ran.program("diff", a, b, "--force", "--json").out());
        assertThat(document.get("outcome").asString()).isEqualTo("FORCED");
        assertThat(document.get("environment").get("differences").size()).isEqualTo(2);
        assertThat(document.get("verdict").get(0).asString()).startsWith("DIFFERENT ENVIRONMENTS");
    }

    @Test
    void stealLoadAndCommitMayDifferAndAreShown() throws IOException {
        manifest(b, run -> {
            ObjectNode facts = (ObjectNode) run.get("environment").get("facts");
            facts.put("git.commit", "0123456789ab-dirty").put("load", "9.0 9.0 9.0 1/1 1").remove("uptime");
        });
        Ran ran = Ran.program("diff", a, b);
        assertThat(ran.exitCode()).isEqualTo(ExitCode.FINE);
        assertThat(ran.out()).containsPattern("(?m)^git commit +\\w+ +0123456789ab-dirty$")
                .contains("1 fact of the environment is recorded in one of the runs only");
    }

    @Test
    void programsGetTheSameAsJson() throws IOException {
        trials(b, trial -> onServer(trial, server -> server.put("cpuNanos", server.get("cpuNanos").asLong() * 2)));
        JsonNode document = JSON.readTree(Ran.program("diff", a, b, "--json").out());
        assertThat(document.get("schema").asInt()).isEqualTo(1);
        assertThat(document.get("outcome").asString()).isEqualTo("COMPARED");
        assertThat(document.get("a").get("directory").asString()).isEqualTo(a);
        JsonNode cpu = document.get("cells").get(0).get("measures").get("serverMicros");
        assertThat(cpu.get("ratio").asDouble()).isEqualTo(2);
        assertThat(cpu.get("interval").get("low").asDouble()).isLessThan(2);
        assertThat(cpu.get("reading").asString()).isEqualTo("HIGHER");
        assertThat(cpu.get("a").get("perFork").size()).isEqualTo(5);
    }

    @Test
    void aRefusalIsJsonTooWithoutCells() throws IOException {
        otherEnvironment(b);
        Ran ran = Ran.program("diff", a, b, "--json");
        JsonNode document = JSON.readTree(ran.out());
        assertThat(ran.exitCode()).isEqualTo(ExitCode.USAGE);
        assertThat(document.get("outcome").asString()).isEqualTo("REFUSED");
        assertThat(document.get("cells").size()).isZero();
        assertThat(document.get("environment").get("differences").get(0).get("field").asString()).isEqualTo("kernel");
    }

    @Test
    void anInvalidCellHasItsWordAndReasonAndTheExitCodeSaysSo() throws IOException {
        trials(b, trial -> {
            if (trial.get("cell").get("subject").asString().equals("nio-select")) {
                trial.put("outcome", "INVALID");
                trial.putArray("reasons").addObject().put("code", "made-up").put("message", "made up");
            }
        });
        Ran ran = Ran.program("diff", a, b);
        assertThat(ran.exitCode()).isEqualTo(ExitCode.INVALID);
        assertThat(ran.out()).containsPattern("(?m)^nio-select +10,000 +\\S+ µs +INVALID +– +– +– +not compared$")
                .containsPattern("(?m)^B +nio-select +10,000 +closed +INVALID +5 of 5 +made up$");
    }

    @Test
    void aCellOfOneRunAloneIsNamed() throws IOException {
        Path lines = Path.of(b, "trials.jsonl");
        Files.write(lines,
                Files.readAllLines(lines).stream().filter(line -> !line.contains("\"nio-select\"")).toList());
        Ran ran = Ran.program("diff", a, b);
        assertThat(ran.exitCode()).isEqualTo(ExitCode.FINE);
        assertThat(ran.out()).containsPattern("(?m)^A +nio-select +64 active, 64 B, closed +1,000, 10,000$")
                .contains("the 4 that both have are compared");
    }

    @Test
    void whatAFileSaysCannotSteerTheTerminalOrThePage() throws IOException {
        manifest(b, run -> ((ObjectNode) run.get("environment")).put("os", "\u001b[2J<script>\u202e\nx"));
        Path page = folder.resolve("page.md");
        Ran refused = Ran.program("diff", a, b);
        Ran forced = Ran.program("diff", a, b, "--force", "--out", page.toString());
        assertThat(refused.err()).doesNotContain("\u001b", "\u202e").hasLineCount(2);
        assertThat(forced.out()).doesNotContain("\u001b", "\u202e");
        assertThat(Files.readString(page)).doesNotContain("<script", "\u001b", "\u202e");
    }

    @Test
    void aPageIsReplacedAndAnyOtherFileIsNot() throws IOException {
        Path page = folder.resolve("page.md");
        assertThat(Ran.program("diff", a, b, "--out", page.toString()).exitCode()).isEqualTo(ExitCode.FINE);
        String first = Files.readString(page);
        assertThat(Ran.program("diff", b, a, "--out", page.toString()).exitCode()).isEqualTo(ExitCode.FINE);
        assertThat(Files.readString(page)).isNotEqualTo(first);

        String manifest = a + "/run.json";
        String before = Files.readString(Path.of(manifest));
        Ran ran = Ran.program("diff", a, b, "--out", manifest);
        assertThat(ran.exitCode()).isEqualTo(ExitCode.USAGE);
        assertThat(ran.err()).contains("is there already and is no comparison").hasLineCount(1);
        assertThat(Files.readString(Path.of(manifest))).isEqualTo(before);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {"absent|absent: no run here: there is no file run.json in it",
        "newer|run.json, line 1: schema: '2' is a version that this program does not read; it reads 1",
        "empty|nothing has been measured in this run yet", "others|have no cell in common"})
    void aRunThatCannotBeComparedIsOneLine(String name, String message) throws IOException {
        if (!name.equals("absent")) {
            copy(name);
        }
        String other = folder.resolve(name).toString();
        switch (name) {
            case "newer" -> Files.writeString(Path.of(other, "run.json"), "{\"schema\":2,\"new\":true}");
            case "empty" -> Files.writeString(Path.of(other, "trials.jsonl"), "");
            case "others" -> trials(a, trial -> {
                ObjectNode cell = (ObjectNode) trial.get("cell");
                cell.put("connections", cell.get("connections").asInt() + 1);
            });
            default -> assertThat(Path.of(other)).doesNotExist();
        }
        for (Ran ran : List.of(Ran.program("diff", a, other), Ran.program("diff", other, a))) {
            assertThat(ran.err()).startsWith("echoscale: ").contains(message).hasLineCount(1);
            assertThat(ran.exitCode()).isEqualTo(ExitCode.USAGE);
            assertThat(ran.out()).isEmpty();
        }
    }

    @Test
    void aLineThatCannotBeReadIsAWarningThatNamesItsRun() throws IOException {
        Files.writeString(Path.of(b, "trials.jsonl"), Files.readString(Path.of(b, "trials.jsonl")) + "{torn");
        Ran ran = Ran.program("diff", a, b);
        assertThat(ran.err()).startsWith("warning: B: trials.jsonl, line ").hasLineCount(1);
        assertThat(ran.exitCode()).isEqualTo(ExitCode.FINE);
    }

    // ---- runs ----

    /** Two servers at two sizes, five forks: all of these trials are valid. */
    private String copy(String name) throws IOException {
        Path copy = Files.createDirectory(folder.resolve(name));
        Files.copy(PUBLISHED.resolve("run.json"), copy.resolve("run.json"));
        List<String> kept = new ArrayList<>();
        for (String line : Files.readAllLines(PUBLISHED.resolve("trials.jsonl"))) {
            JsonNode cell = JSON.readTree(line).get("cell");
            int connections = cell.get("connections").asInt();
            if (List.of("epoll-et", "nio-select").contains(cell.get("subject").asString())
                    && (connections == 1000 || connections == 10_000)) {
                kept.add(line);
            }
        }
        Files.write(copy.resolve("trials.jsonl"), kept);
        return copy.toString();
    }

    private static void otherEnvironment(String run) throws IOException {
        manifest(run, manifest -> {
            ObjectNode environment = (ObjectNode) manifest.get("environment");
            environment.put("os", "Made-up OS 7");
            ((ObjectNode) environment.get("facts")).put("clocksource", "made up");
        });
    }

    private static JsonNode environment(String run) throws IOException {
        return JSON.readTree(Files.readString(Path.of(run, "run.json"))).get("environment");
    }

    private static void manifest(String run, Consumer<ObjectNode> change) throws IOException {
        Path file = Path.of(run, "run.json");
        ObjectNode manifest = (ObjectNode) JSON.readTree(Files.readString(file));
        change.accept(manifest);
        Files.writeString(file, manifest.toString());
    }

    private static void trials(String run, Consumer<ObjectNode> change) throws IOException {
        Path file = Path.of(run, "trials.jsonl");
        List<String> lines = new ArrayList<>();
        for (String line : Files.readAllLines(file)) {
            ObjectNode trial = (ObjectNode) JSON.readTree(line);
            change.accept(trial);
            lines.add(trial.toString());
        }
        Files.write(file, lines);
    }

    private static void onServer(ObjectNode trial, Consumer<ObjectNode> change) {
        if (trial.get("measurement").get("server") instanceof ObjectNode server) {
            change.accept(server);
        }
    }

    @Test
    void theComparisonIsShownAlsoWhenItsPageCannotBeWritten() throws IOException {
        Files.createDirectories(folder.resolve(".page.md.new/in-the-way"));
        Ran ran = Ran.program("diff", a, b, "--out", folder.resolve("page.md").toString());
        assertThat(ran.exitCode()).isEqualTo(ExitCode.OUTPUT);
        assertThat(ran.err()).startsWith("echoscale: the comparison cannot be written: ").hasLineCount(1);
        assertThat(ran.out()).startsWith("A and B are the same run");
    }
}

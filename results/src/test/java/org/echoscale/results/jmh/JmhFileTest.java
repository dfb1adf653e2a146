package org.echoscale.results.jmh;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.echoscale.results.files.ResultFileException;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** On what a run of JMH left: {@code result.json}, and {@code output.txt} that it printed meanwhile. */
@NullUnmarked // what a figure has beside its score is asserted to be there by use
class JmhFileTest {
    private static final Path FOLDER = Path.of("src", "test", "resources", "org", "echoscale", "results", "jmh");
    private static final Path REAL = FOLDER.resolve("result.json");
    /** Name, parameters, mode, count, score, error, unit; count and error are absent where there is one value only. */
    private static final Pattern ROW = Pattern.compile(
            "(?<name>\\S+)  .*?(?<mode>avgt|thrpt|ss)  +(?<count>\\d+)?  +(?<score>\\d+\\.\\d{3})"
                    + "(?: ± +(?<error>\\d+\\.\\d{3}))?  +(?<unit>\\S+)");

    @Test
    void theFiguresOfTheTrialsAreThoseThatJmhPrinted() throws IOException {
        List<String> printed = Files.readAllLines(FOLDER.resolve("output.txt"));
        List<String> rows = printed.subList(index(printed, "Benchmark  ") + 1, printed.size());
        List<String> ours = new ArrayList<>();
        for (JmhResult result : JmhFile.read(REAL)) {
            JmhScore score = JmhScore.of(result.trials(1));
            ours.add(row(result, result.shortName(), score.count(), score.mean(), score.error(),
                    result.primary().unit()));
            result.secondary()
                    .forEach((name, metric) -> ours.add(row(result, result.shortName() + ":" + name,
                            metric.forks().stream().mapToInt(List::size).sum(), metric.score(), metric.error(),
                            metric.unit())));
        }
        assertThat(ours).containsExactlyInAnyOrderElementsOf(rows.stream()
                .filter(row -> !row.isBlank() && !row.startsWith("Benchmark result is saved"))
                .map(JmhFileTest::normalised)
                .toList()).hasSizeGreaterThan(10);
    }

    private static int index(List<String> lines, String start) {
        return lines.indexOf(lines.stream().filter(line -> line.startsWith(start)).findFirst().orElseThrow());
    }

    private static String normalised(String printed) {
        Matcher row = ROW.matcher(printed);
        assertThat(row.matches()).as(printed).isTrue();
        return String.join(" ", row.group("name"), row.group("mode"),
                row.group("count") == null ? "1" : row.group("count"), row.group("score"),
                row.group("error") == null ? "-" : row.group("error"), row.group("unit"));
    }

    private static String row(JmhResult result, String name, int count, double score, Double error, String unit) {
        return String.join(" ", name, result.mode(), Integer.toString(count), rounded(score),
                error == null ? "-" : rounded(error), unit);
    }

    private static String rounded(double value) {
        return String.format(Locale.ROOT, "%.3f", value);
    }

    @Test
    void theErrorIsTheOneThatJmhComputed() throws IOException {
        assertThat(JmhFile.read(REAL)).filteredOn(result -> result.primary().error() != null)
                .isNotEmpty()
                .allSatisfy(result -> {
                    JmhScore score = JmhScore.of(result.trials(1));
                    assertThat(Math.abs(score.error() / result.primary().error() - 1)).isLessThan(1e-9);
                    assertThat(Math.abs(score.mean() / result.primary().score() - 1)).isLessThan(1e-12);
                });
    }

    @Test
    void eachForkIsATrialWithItsIterationsAndSecondaryFigures() throws IOException {
        JmhResult result = JmhFile.read(REAL)
                .stream()
                .filter(one -> one.benchmark().endsWith(".RoundTrip.echo") && one.mode().equals("avgt"))
                .findFirst()
                .orElseThrow();
        List<JmhTrial> trials = result.trials(5);
        assertThat(trials).extracting(JmhTrial::fork).containsExactly(1, 2);
        assertThat(trials).extracting(JmhTrial::sequence).containsExactly(5, 6);
        assertThat(trials).allSatisfy(trial -> {
            assertThat(trial.parameters()).containsEntry("transport", "epoll-et").containsEntry("bytes", "64");
            assertThat(trial.primary().iterations()).hasSize(3);
            assertThat(trial.secondary()).containsKeys("cpu.server", "cpu.client");
            assertThat(trial.secondary().get("cpu.server").iterations()).hasSize(3);
        });
        assertThat(JmhTrialLog.text(trials).lines()).hasSize(2)
                .first()
                .asString()
                .startsWith("{\"schema\":1,\"sequence\":5,\"benchmark\":\"org.echoscale.bench.jmh.RoundTrip.echo\","
                        + "\"mode\":\"avgt\",\"parameters\":{\"bytes\":\"64\",\"transport\":\"epoll-et\"},\"threads\":1,"
                        + "\"fork\":1,\"primary\":{\"unit\":\"us/op\",\"iterations\":[");
    }

    /** The page that describes the lines names each of their fields. */
    @Test
    void thePageOnJmhHasEveryFieldOfATrial() throws IOException {
        String page = Files.readString(Path.of("..", "docs", "jmh.md"));
        assertThat(Stream.of(JmhTrial.class.getRecordComponents())).allSatisfy(
                component -> assertThat(page).contains("\n| `" + component.getName() + "` | "));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', value = {
        "|not a list of benchmarks as JMH writes it",
        "{|line 1: not JSON as JMH writes it",
        "[]|no benchmark in it",
        "{}|not a list of benchmarks as JMH writes it",
        "[1]|[0].benchmark is missing",
        "[{\"benchmark\":\"a.B.c\",\"benchmark\":\"a.B.c\"}]|line 1: not JSON",
        "[{\"benchmark\":\"nodot\"}]|[0].benchmark is no name of a benchmark",
        "[{\"benchmark\":7}]|[0].benchmark is no short text",
        "[{\"benchmark\":\"a.B.c\",\"params\":[]}]|[0].params is no object",
        "[{\"benchmark\":\"a.B.c\",\"params\":{\"x\":1}}]|[0].params.x is no text",
        "[{\"benchmark\":\"a.B.c\",\"threads\":0}]|[0].threads is no number from 1 on",
        "[{\"benchmark\":\"a.B.c\",\"threads\":1,\"mode\":\"sample\"}]|[0].mode is 'sample', which a trial has no place for",
        "[{\"benchmark\":\"a.B.c\",\"threads\":1,\"mode\":\"avgt\"}]|[0].primaryMetric is no figure as JMH writes it"})
    void whatIsNoResultOfJmhIsRefusedInOneLine(String json, String problem) {
        assertRefused(json == null ? "" : json, problem);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', value = {
        "{\"score\":2.5,\"scoreUnit\":\"u\",\"scoreError\":\"NaN\",\"rawData\":[[1.0,2.0]]}|.score is 2.5, but the mean of its iterations is 1.5",
        "{\"score\":\"NaN\",\"scoreUnit\":\"u\",\"scoreError\":\"NaN\",\"rawData\":[[1.0]]}|.score is no finite number",
        "{\"score\":1e999,\"scoreUnit\":\"u\",\"scoreError\":\"NaN\",\"rawData\":[[1.0]]}|.score is no finite number",
        "{\"score\":1,\"scoreUnit\":\"\",\"scoreError\":\"NaN\",\"rawData\":[[1.0]]}|.scoreUnit is no short text",
        "{\"score\":1,\"scoreUnit\":\"u\",\"rawData\":[[1.0]]}|.scoreError is missing",
        "{\"score\":1,\"scoreUnit\":\"u\",\"scoreError\":1,\"rawData\":[]}|.rawData has no value",
        "{\"score\":1,\"scoreUnit\":\"u\",\"scoreError\":1,\"rawData\":[1]}|.rawData[0] is no list",
        "{\"score\":1,\"scoreUnit\":\"u\",\"scoreError\":1,\"rawData\":[[1,\"2\"]]}|.rawData[0][1] is no finite number",
        "{\"score\":1,\"scoreUnit\":\"u\",\"scoreError\":1}|.rawData has no value"})
    void aFigureThatContradictsItselfIsRefusedInOneLine(String metric, String problem) {
        assertRefused(
                "[{\"benchmark\":\"a.B.c\",\"threads\":1,\"mode\":\"avgt\",\"secondaryMetrics\":{},\"primaryMetric\":"
                        + metric + "}]",
                "[0].primaryMetric" + problem);
    }

    private static void assertRefused(String json, String problem) {
        assertThatThrownBy(() -> JmhFile.parse(json.getBytes(StandardCharsets.UTF_8), Path.of("x.json")))
                .isInstanceOf(ResultFileException.class)
                .hasMessageStartingWith("x.json: " + problem)
                .message()
                .hasLineCount(1);
    }

    /** Whatever is cut off or changed: it is read or refused, and nothing else happens. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void aFileThatWasDamagedIsReadOrRefused(long seed) throws IOException {
        byte[] whole = Files.readAllBytes(REAL);
        SplittableRandom random = new SplittableRandom(seed);
        int refused = 0;
        for (int i = 0; i < 300; i++) {
            byte[] damaged = Arrays.copyOf(whole, random.nextInt(whole.length / 2, whole.length + 1));
            damaged[random.nextInt(damaged.length)] = (byte) random.nextInt(256);
            try {
                assertThat(JmhFile.parse(damaged, Path.of("x.json"))).isNotEmpty();
            } catch (ResultFileException e) {
                refused++;
            }
        }
        assertThat(refused).isPositive();
    }

    @Test
    void aFileThatIsNotThereIsNamed(@TempDir Path folder) {
        assertThatThrownBy(() -> JmhFile.read(folder.resolve("absent.json"))).isInstanceOf(ResultFileException.class)
                .hasMessageEndingWith("absent.json: no such file");
        assertThatThrownBy(() -> JmhFile.read(folder)).isInstanceOf(ResultFileException.class)
                .hasMessageEndingWith(": is no file");
    }
}

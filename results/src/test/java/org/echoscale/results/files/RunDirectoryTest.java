package org.echoscale.results.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import org.echoscale.results.model.Outcome;
import org.echoscale.results.model.Trial;
import org.echoscale.results.testdata.SyntheticRun;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RunDirectoryTest {
    @TempDir
    Path temp;

    private final SyntheticRun run = new SyntheticRun().subject("made-up-a", SyntheticRun.Cost.flat(6))
            .subject("made-up-b", SyntheticRun.Cost.flat(7).limited(100))
            .ladder(10, 1_000)
            .forks(2)
            .outcome("made-up-a", 10, Outcome.INVALID)
            .outcome("made-up-a", 1_000, Outcome.FAILED)
            .restless("made-up-a");

    @Test
    void what_was_written_is_read_back() throws IOException {
        RunResults read = run.write(temp.resolve("run")).read();

        assertThat(read.manifest()).isEqualTo(run.manifest());
        assertThat(read.trials()).isEqualTo(run.trials());
        assertThat(read.warnings()).isEmpty();
        assertThat(read.trials()).extracting(Trial::outcome)
                .contains(Outcome.VALID, Outcome.INVALID, Outcome.FAILED, Outcome.SKIPPED);
        assertThat(read.trials()).filteredOn(trial -> trial.outcome() == Outcome.FAILED)
                .isNotEmpty()
                .allSatisfy(trial -> assertThat(trial.serverWarmUps()).as("also without a measurement").hasSize(2));
    }

    @Test
    void a_list_of_warm_ups_without_any_is_refused() {
        Trial trial = run.trials().getFirst();

        assertThatThrownBy(() -> trial.with(List.of())).hasMessage("serverWarmUps is empty");
    }

    @Test
    void a_trial_is_a_line_that_is_there_when_append_returns() throws IOException {
        RunDirectory directory = RunDirectory.create(temp, run.manifest());
        List<Trial> trials = run.trials();
        for (int i = 0; i < trials.size(); i++) {
            directory.append(trials.get(i));
            assertThat(Files.readAllLines(temp.resolve("trials.jsonl"))).hasSize(i + 1);
        }
    }

    @Test
    void a_directory_with_a_run_in_it_is_not_taken_for_a_new_one() throws IOException {
        run.write(temp);

        assertThatThrownBy(() -> RunDirectory.create(temp, run.manifest())).isInstanceOf(
                FileAlreadyExistsException.class);
    }

    @Test
    void a_directory_without_a_run_is_refused() {
        assertThatThrownBy(() -> RunDirectory.open(temp)).isInstanceOf(ResultFileException.class)
                .hasMessageContaining("no file run.json");
    }

    @Test
    void a_torn_last_line_is_left_out_and_told() throws IOException {
        RunDirectory directory = run.write(temp);
        Files.writeString(temp.resolve("trials.jsonl"), "{\"schema\":1,\"sequ", StandardOpenOption.APPEND);

        RunResults read = directory.read();

        assertThat(read.trials()).isEqualTo(run.trials());
        assertThat(read.warnings()).singleElement().asString().contains("line " + (run.trials().size() + 1), "torn");
        assertThatThrownBy(() -> directory.append(run.trials().getFirst())).isInstanceOf(ResultFileException.class)
                .hasMessageContaining("torn");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', value = {
        "\"fork\":1|\"fork\":1,\"forks\":1|key forks unknown; known here: schema, sequence, fork, cell",
        "\"fork\":1|\"fork\":1,\"fork\":1|key fork there twice",
        "\"fork\":1|\"fork\":null|fork: null where integer belongs",
        "\"fork\":1|\"fork\":\"1\"|fork: the text '1' where integer belongs",
        "\"fork\":1|\"fork\":1.5|fork: 1.5 where integer belongs",
        "\"fork\":1|\"fork\":NaN|not JSON (at column ",
        "\"fork\":1|\"fork\":99999999999|fork: value 99999999999 out of range (1 to 2147483647)",
        "\"sequence\":5|\"sequence\":0|sequence: value 0 out of range (1 to 2147483647)",
        "\"schema\":1|\"schema\":2|schema: '2'",
        "\"schema\":1|\"schema\":\"1\"|schema: '1'",
        "\"schema\":1,||key schema missing",
        "\"startedAt\":\"2000-01-01T00:00:05Z\",||key startedAt missing",
        "\"startedAt\":\"2000-01-01T00:00:05Z\"|\"startedAt\":5|startedAt: 5 where string belongs",
        "\"startedAt\":\"2000-01-01T00:00:05Z\"|\"startedAt\":\"soon\"|startedAt: value 'soon' does not have the form",
        "\"corrupt\":0,||key measurement.messages.corrupt missing",
        ",\"depth\":1||key cell.load.depth missing",
        "\"corrupt\":0|\"corrupt\":-7|measurement.messages.corrupt: value -7 out of range (at least 0)",
        "\"outcome\":\"VALID\"|\"outcome\":\"FINE\"|outcome: 'FINE' is not one of VALID, INVALID, FAILED, SKIPPED",
        "\"outcome\":\"VALID\"|\"outcome\":0|outcome: 0 where string belongs",
        "\"connections\":10,|\"connections\":0,|cell.connections: value 0 out of range (1 to ",
        "\"active\":10,|\"active\":11,|active 11 is not from 1 to connections 10",
        "\"depth\":1|\"depth\":1,\"rate\":2|key cell.load.rate unknown; known here: kind, depth",
        "\"depth\":1|\"ratePerSecond\":2|key cell.load.ratePerSecond unknown; known here: kind, depth",
        "\"kind\":\"closed\"|\"kind\":\"odd\"|cell.load.kind: 'odd' is not one of closed, open",
        "\"lastVariation\":0.01|\"lastVariation\":1e999|measurement.warmUp.lastVariation: value 1e999 out of range",
        "\"lastVariation\":0.01|\"lastVariation\":\"NaN\"|lastVariation: the text 'NaN' where number belongs",
        "\"lastVariation\":0.02|\"lastVariation\":1e999|serverWarmUps[0].warmUp.lastVariation: value 1e999 out of range",
        "\"sliceCount\":32|\"sliceCount\":-1|serverWarmUps[0].warmUp.sliceCount: value -1 out of range (0 to 2147483647)",
        "\"sliceCount\":32|\"sliceCount\":null|serverWarmUps[0].warmUp.sliceCount: null where integer belongs",
        "\"connections\":100,|\"connections\":0,|serverWarmUps[0].connections: value 0 out of range (1 to 2147483647)",
        "\"connections\":100,|\"connections\":63,|active 64 is not from 1 to connections 63",
        "\"connections\":100,||key serverWarmUps[0].connections missing",
        "\"connections\":100,|\"connections\":100,\"payloadBytes\":64,|key serverWarmUps[0].payloadBytes unknown; known here: connections, active, load, warmUp",
        "\"latency\":\"|\"latency\":\"!|measurement.latency: not a compressed HdrHistogram",
        "\"subject\":\"made-up-b\"|\"subject\":\"made-up-z\"|'made-up-z' is not among the subjects",
        "\"durationNanos\":600000000|\"durationNanos\":-1|durationNanos: value -1 out of range (at least 1)",
        "\"durationNanos\":600000000|\"durationNanos\":99999999999999999999|durationNanos: value 99999999999999999999 out of range (at least 1)",
        "{\"schema\":1|garbage {\"schema\":1|not JSON (at column ",
        "{\"schema\":1|[{\"schema\":1|not a JSON object",
    })
    void a_line_that_is_wrong_is_told_in_our_words_and_the_other_trials_are_read(String right, String wrong,
            String message) throws IOException {
        RunDirectory directory = run.write(temp);
        List<String> lines = Files.readAllLines(temp.resolve("trials.jsonl"));
        int valid = 4;
        assertThat(lines.get(valid)).contains(right);
        lines.set(valid, lines.get(valid).replace(right, wrong == null ? "" : wrong));
        Files.write(temp.resolve("trials.jsonl"), lines);

        RunResults read = directory.read();

        assertThat(read.warnings()).singleElement()
                .asString()
                .startsWith("trials.jsonl, line 5: ")
                .contains(message)
                .endsWith("; this trial is left out")
                .doesNotContain("\n", "Jackson", "Unexpected", "Unrecognized", "deserialize", "java.", "token");
        List<Trial> others = new ArrayList<>(run.trials());
        others.remove(valid);
        assertThat(read.trials()).isEqualTo(others);
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"schema\":1,\"sequ", "", "\u0000\u0001", "{} {}", "\u001b[2J",
        "[[[[[[[[[[[[[[[[[[[[[[[[[[[[", "{\"schema\":1} x"})
    void garbage_in_the_middle_costs_no_other_trial(String garbage) throws IOException {
        RunDirectory directory = run.write(temp);
        List<String> lines = new ArrayList<>(Files.readAllLines(temp.resolve("trials.jsonl")));
        lines.add(2, garbage);
        Files.write(temp.resolve("trials.jsonl"), lines);

        RunResults read = directory.read();

        assertThat(read.trials()).isEqualTo(run.trials());
        assertThat(read.warnings()).singleElement()
                .asString()
                .matches(
                        "trials.jsonl, line 3: (not JSON \\(at column \\d+\\)|not a JSON object|key \\w+ missing); this "
                                + "trial is left out");
    }

    @Test
    void many_lines_that_are_wrong_are_counted_and_not_all_listed() throws IOException {
        RunDirectory directory = run.write(temp);
        Files.writeString(temp.resolve("trials.jsonl"), "garbage\n".repeat(13));

        RunResults read = directory.read();

        assertThat(read.trials()).isEmpty();
        assertThat(read.warnings()).hasSize(11).last().asString().isEqualTo("trials.jsonl: 3 more lines are left out");
    }

    @Test
    void a_line_that_is_too_large_is_left_out_and_not_kept() throws IOException {
        RunDirectory directory = run.write(temp);
        Path trials = temp.resolve("trials.jsonl");
        Files.writeString(trials, " ".repeat((16 << 20) + 1) + "\n" + Files.readString(trials));

        RunResults read = directory.read();

        assertThat(read.trials()).isEqualTo(run.trials());
        assertThat(read.warnings()).singleElement().asString().contains("line 1: longer than 16777216 bytes");
    }

    @Test
    void files_that_are_too_large_are_refused_and_not_read() throws IOException {
        RunDirectory directory = run.write(temp);
        Path trials = temp.resolve("trials.jsonl");
        byte[] good = Files.readAllBytes(trials);

        enlarge(trials, (512L << 20) + 1);
        assertThatThrownBy(directory::read).isInstanceOf(ResultFileException.class)
                .hasMessageContaining("536870913 bytes; at most 536870912 are read");
        Files.write(trials, good);
        enlarge(temp.resolve("run.json"), (16 << 20) + 1);
        assertThatThrownBy(directory::read).isInstanceOf(ResultFileException.class)
                .hasMessageContaining("run.json")
                .hasMessageContaining("at most 16777216 are read");
    }

    private static void enlarge(Path file, long size) throws IOException {
        try (RandomAccessFile sparse = new RandomAccessFile(file.toFile(), "rw")) {
            sparse.setLength(size);
        }
    }

    @Test
    void what_is_no_file_is_not_waited_for() throws IOException {
        RunDirectory directory = run.write(temp);
        Files.delete(temp.resolve("trials.jsonl"));
        Files.createDirectory(temp.resolve("trials.jsonl"));

        assertThatThrownBy(directory::read).isInstanceOf(ResultFileException.class).hasMessageContaining("not a file");
    }

    @Test
    void a_fork_of_a_cell_that_comes_twice_counts_once_and_is_told() throws IOException {
        RunDirectory directory = run.write(temp);
        Trial first = run.trials().getFirst();
        directory.append(new Trial(first.schema(), 1_000, first.fork(), first.cell(), first.startedAt(),
                first.outcome(), first.reasons(), first.measurement()));

        RunResults read = directory.read();

        assertThat(read.trials()).isEqualTo(run.trials());
        assertThat(read.warnings()).singleElement()
                .asString()
                .contains("line " + (run.trials().size() + 1) + ": fork 1 of this cell again");
    }

    @Test
    void a_wrong_run_json_is_refused_with_its_line() throws IOException {
        RunDirectory directory = run.write(temp);
        Path file = temp.resolve("run.json");
        Files.writeString(file, Files.readString(file).replace("\"forks\"", "\"froks\""));

        assertThatThrownBy(directory::read).isInstanceOf(ResultFileException.class)
                .hasMessageMatching(".*run\\.json, line \\d+: key plan\\.froks unknown; known here: .*forks.*")
                .satisfies(e -> assertThat(e.getMessage()).doesNotContain("line 1:"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {"garbage|run.json, line 1: not JSON (at column ",
        "[]|run.json, line 1: not a JSON object", "{}|run.json, line 1: key schema missing",
        "'{\"schema\":1,\n\"version\":7}'|run.json, line 2: version: 7 where string belongs",
        "'{\"schema\":1}'|run.json, line 1: key version missing"})
    void a_run_json_that_is_garbage_is_refused_in_our_words(String content, String message) throws IOException {
        RunDirectory directory = run.write(temp);
        Files.writeString(temp.resolve("run.json"), content.replace("\\n", "\n"));

        assertThatThrownBy(directory::read).isInstanceOf(ResultFileException.class)
                .hasMessageContaining(message)
                .satisfies(e -> assertThat(e.getMessage()).doesNotContain("\n", "Jackson", "token"));
    }

    @Test
    void a_message_carries_no_character_that_a_terminal_obeys() throws IOException {
        RunDirectory directory = run.write(temp);
        Path file = temp.resolve("run.json");
        Files.writeString(file, Files.readString(file).replace("\"forks\"", "\"\\u001b[2Jforks\""));

        assertThatThrownBy(directory::read).isInstanceOf(ResultFileException.class)
                .satisfies(e -> assertThat(e.getMessage()).doesNotContain("\u001b"));
    }
}

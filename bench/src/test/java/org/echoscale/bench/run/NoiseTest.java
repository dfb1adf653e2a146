package org.echoscale.bench.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.echoscale.results.files.ResultFileException;
import org.echoscale.results.files.RunDirectory;
import org.echoscale.results.model.Plan;
import org.echoscale.results.model.RunManifest;
import org.echoscale.results.stats.ForkSpread.Figure;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NoiseTest {
    private static final Path PUBLISHED = Path.of("../results/published", Noise.PUBLISHED);

    /** When the run is replaced by another, this says what the program must know of the new one. */
    @Test
    void whatTheProgramKnowsIsWhatThePublishedRunShows() throws Exception {
        Noise known = Noise.published();
        Noise shown = Noise.of(PUBLISHED);
        RunManifest run = RunDirectory.open(PUBLISHED).read().manifest();
        assertThat(known.source()).isEqualTo("the published run of " + Noise.described(run));
        assertThat(known.window()).isEqualTo(shown.window());
        assertThat(known.spread().byFigure()).as("worked out again: %s", shown.spread().byFigure())
                .containsOnlyKeys(Figure.values());
        for (Figure figure : Figure.values()) {
            assertThat(known.spread().byFigure().get(figure)).as("worked out again: %s", shown.spread().byFigure())
                    .isCloseTo(shown.spread().byFigure().get(figure), within(0.0006));
        }
    }

    @Test
    void aRunWithOneForkTellsNothing(@TempDir Path folder) throws Exception {
        Path run = folder.resolve("run");
        RunManifest whole = RunDirectory.open(PUBLISHED).read().manifest();
        RunDirectory.create(run, whole);
        try (Stream<String> trials = Files.lines(PUBLISHED.resolve(RunDirectory.TRIALS))) {
            Files.write(run.resolve(RunDirectory.TRIALS), trials.limit(4).toList());
        }
        assertThatThrownBy(() -> Noise.of(run)).isInstanceOf(ResultFileException.class)
                .hasMessage(run + ": no cell has valid trials of two forks, so nothing shows how far forks lie apart");
    }

    @Test
    void theSourceIsNamedWithItsMachine() {
        assertThat(Noise.published().source()).contains("2026-11-28", "Xeon", "5 forks");
        Plan plan = new Plan("test", List.of("a"), List.of(10), 4, 64, 1, null, 2, 1, 0, 7);
        assertThat(Precision.of(plan, 1, Noise.published()).noise()).isEqualTo(Noise.published());
    }

    @Test
    void whatAnotherRunSaysOfItsMachineStaysOnItsLine(@TempDir Path folder) throws Exception {
        Path run = folder.resolve("run");
        String manifest = Files.readString(PUBLISHED.resolve(RunDirectory.MANIFEST));
        Files.createDirectories(run);
        Files.writeString(run.resolve(RunDirectory.MANIFEST), manifest
                .replaceFirst("\"cpuModel\" *: *\"", "$0\\\\u001b[31m\\\\nforks = 9\\\\u202e"));
        Files.copy(PUBLISHED.resolve(RunDirectory.TRIALS), run.resolve(RunDirectory.TRIALS));
        assertThat(Noise.of(run).source()).contains(" [31m forks = 9 ").doesNotContain("\u001b", "\n", "\u202e");
    }
}

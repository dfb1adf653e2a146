package org.echoscale.bench.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.FieldSource;

class PlanFileTest {
    static final Iterable<String> BUNDLED = PlanFile.BUNDLED;

    @Test
    void everyValueRemembersItsLine() {
        PlanLayer layer = PlanFile.parse("my.plan", "# first\n\nconnections = 10, 1k   # two\nrate=20k/s\n").layer();
        assertThat(layer.setting(PlanKey.CONNECTIONS)).contains(new Setting("10, 1k", "my.plan:3"));
        assertThat(layer.setting(PlanKey.RATE)).contains(new Setting("20k/s", "my.plan:4"));
        assertThat(layer.setting(PlanKey.ACTIVE)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "conections = 10|my.plan:1: unknown key 'conections'; nearest: connections; known: transport, connections,",
        "warmup = 1s|my.plan:1: unknown key 'warmup'; nearest: warm-up; known: ",
        "zzz = 1|my.plan:1: unknown key 'zzz'; known: transport,",
        "connections|my.plan:1: 'connections' is not 'key = value'",
        "= 4|my.plan:1: unknown key ''; known: "})
    void aWrongLineIsAnErrorWithFileLineAndTheNearestKey(String line, String message) {
        assertThatThrownBy(() -> PlanFile.parse("my.plan", line)).isInstanceOf(InvalidPlanException.class)
                .hasMessageStartingWith(message);
    }

    @Test
    void aKeyGivenTwiceIsAnErrorThatNamesBothLines() {
        assertThatThrownBy(() -> PlanFile.parse("my.plan", "forks = 1\n\nforks = 2"))
                .isInstanceOf(InvalidPlanException.class)
                .hasMessage("my.plan:3: key 'forks' was given before, at my.plan:1");
    }

    @Test
    void isNamedAfterItsFile(@TempDir Path folder) throws IOException {
        Path file = Files.writeString(folder.resolve("mine.plan"), "forks = 2");
        PlanFile plan = PlanFile.named(file.toString());
        assertThat(plan.name()).isEqualTo("mine");
        assertThat(plan.layer().setting(PlanKey.FORKS)).contains(new Setting("2", file + ":1"));
    }

    @Test
    void aFileThatDoesNotExistIsAnErrorWithItsPath() {
        assertThatThrownBy(() -> PlanFile.named("nowhere/mine.plan")).isInstanceOf(InvalidPlanException.class)
                .hasMessage("nowhere/mine.plan: no such plan file");
    }

    @Test
    void aFileThatIsNoTextIsAnError(@TempDir Path folder) throws IOException {
        Path file = Files.write(folder.resolve("bytes.plan"), new byte[]{(byte) 0xff, (byte) 0xfe, 0});
        assertThatThrownBy(() -> PlanFile.named(file.toString())).isInstanceOf(InvalidPlanException.class)
                .hasMessage(file + ": is not a text file");
    }

    @Test
    void aFolderIsAnErrorOfOneLine(@TempDir Path folder) {
        assertThatThrownBy(() -> PlanFile.named(folder.toString())).isInstanceOf(InvalidPlanException.class)
                .hasMessageStartingWith(folder + ": cannot be read");
    }

    @Test
    void aBundledNameThatIsMisspeltNamesTheNearest() {
        assertThatThrownBy(() -> PlanFile.named("quik")).isInstanceOf(InvalidPlanException.class)
                .hasMessage("no plan is named 'quik'; nearest: quick; known: smoke, quick, ci, full;"
                        + " a file's name ends in .plan");
    }

    @ParameterizedTest
    @FieldSource("BUNDLED")
    void bundledPlansSayEverythingButTheSeed(String name) {
        PlanFile plan = PlanFile.named(name);
        assertThat(plan.name()).isEqualTo(name);
        for (PlanKey key : PlanKey.values()) {
            assertThat(plan.layer().setting(key).isPresent()).as(key.word()).isEqualTo(key != PlanKey.SEED);
        }
    }

    @Test
    void everyPlanThatIsCheckedInIsBundled() throws IOException {
        try (var files = Files.list(Path.of("../plans"))) {
            assertThat(files.map(file -> file.getFileName().toString()))
                    .containsExactlyInAnyOrderElementsOf(
                            PlanFile.BUNDLED.stream().map(name -> name + ".plan").toList());
        }
    }
}

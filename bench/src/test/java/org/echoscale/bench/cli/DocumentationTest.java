package org.echoscale.bench.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.echoscale.bench.limits.Limits;
import org.echoscale.bench.plan.PlanKey;
import org.echoscale.bench.plan.PlanLayer;
import org.echoscale.bench.server.Catalog;
import org.echoscale.core.Support.Supported;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the pages say is what the program does. */
class DocumentationTest {

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "SEED")
    void thePageOnPlansHasEveryKeyWithItsDefault(PlanKey key) throws IOException {
        String value = PlanLayer.defaults(1).setting(key).orElseThrow().text();
        assertThat(page("docs/plans.md")).contains("| `" + key.word() + "` | `" + value + "` | ");
    }

    @ParameterizedTest
    @ValueSource(ints = {ExitCode.FINE, ExitCode.INVALID, ExitCode.NO_ECHO, ExitCode.USAGE, ExitCode.INTERNAL,
        ExitCode.OUTPUT,
        ExitCode.INTERRUPTED,
        ExitCode.READER_GONE,
        ExitCode.TERMINATED})
    void thePageOnExitCodesAndTheHelpHaveEveryCode(int code) throws IOException {
        assertThat(page("docs/exit-codes.md")).contains("\n| " + code + " | ");
        assertThat(Ran.program("--help").out()).containsPattern("(?m)^ *" + code + " +\\w");
    }

    /** On a machine where every transport runs and nothing limits it, as the page says. */
    @ParameterizedTest
    @FieldSource("org.echoscale.bench.plan.PlanFile#BUNDLED")
    void theReadmeSaysHowLongEachPlanTakes(String plan) throws IOException {
        Catalog catalog = Catalog.load(List.of());
        Duration time = PlanTimes.of(plan, catalog,
                name -> catalog.transports().get(name).support() instanceof Supported yes ? yes : new Supported(name),
                Limits.none());
        assertThat(page("README.md")).containsPattern("(?m)^\\| `" + plan + "` \\|.*\\| " + Words.time(time) + " \\|$");
        assertThat(Ran.program("run", "--help").out()).containsPattern("(?m)^  " + plan + " +\\d+ (s|min|h .*)$");
    }

    @Test
    void theReadmeNamesEveryCommand() throws IOException {
        String readme = page("README.md");
        String help = Ran.program("--help").out();
        Stream<String> commands = help.substring(help.indexOf("Commands:"), help.indexOf("Exit codes:"))
                .lines()
                .skip(1)
                .filter(line -> line.matches("  \\w+ .*"))
                .map(line -> line.strip().replaceFirst(" .*", ""));
        assertThat(commands).isNotEmpty()
                .allSatisfy(command -> assertThat(readme).contains("| `echoscale " + command));
    }

    private static String page(String name) throws IOException {
        return Files.readString(Path.of("..").resolve(name));
    }
}

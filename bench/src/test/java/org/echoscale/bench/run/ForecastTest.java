package org.echoscale.bench.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Function;
import java.util.stream.Stream;
import org.echoscale.bench.limits.Limits;
import org.echoscale.bench.run.Forecast.Skip;
import org.echoscale.core.Support;
import org.echoscale.core.Support.Service;
import org.echoscale.core.Support.Supported;
import org.echoscale.core.Support.Unsupported;
import org.echoscale.results.files.RunDirectory;
import org.echoscale.results.files.RunResults;
import org.echoscale.results.model.Plan;
import org.junit.jupiter.api.Test;

class ForecastTest {
    private static final Map<String, Support> SUPPORTS = Map.of("any", new Supported("any"), "few",
            new Supported("few", 50, Service.CONCURRENT), "none", new Unsupported("the kernel says no"));

    @Test
    void everyCellIsEitherMeasuredOrSkipped() {
        Forecast forecast = forecast(List.of("any", "few", "none"), 2);
        assertThat(forecast.cells()).hasSize(2 * 3);
        assertThat(forecast.skipped()).extracting(Skip::transport).containsExactly("few", "none", "none");
        assertThat(forecast.skipped()).extracting(Skip::connections).containsExactly(100, 10, 100);
        assertThat(forecast.skipped().getLast().reason().message()).isEqualTo("the kernel says no");
    }

    @Test
    void whatIsSkippedTakesNoTime() {
        assertThat(forecast(List.of("any", "none"), 3).total()).isEqualTo(forecast(List.of("any"), 3).total());
    }

    @Test
    void theNullTestIsOfWhatIsMeasured() {
        assertThat(forecast(List.of("any", "few"), 2).measured()).containsExactly(10, 100);
        assertThat(forecast(List.of("few"), 2).measured()).containsExactly(10);
        Forecast nothing = forecast(List.of("none"), 1);
        assertThat(nothing.measured()).isEmpty();
        assertThat(nothing.before()).isLessThan(forecast(List.of("few"), 1).before());
    }

    @Test
    void theTotalIsAllThatAUserWaitsFor() {
        Forecast forecast = forecast(List.of("any"), 1);
        assertThat(forecast.before()).isGreaterThan(NullTester.takes(plan(List.of("any"), 1), List.of(10, 100)));
        assertThat(forecast.report()).isGreaterThan(Duration.ofSeconds(1));
        assertThat(forecast.total())
                .isEqualTo(forecast.before().plus(forecast.measuring()).plus(forecast.report()));
        Forecast nothing = forecast(List.of("none"), 1);
        assertThat(nothing.total()).isEqualTo(nothing.before().plus(Duration.ofSeconds(3)));
    }

    @Test
    void aCellTakesAtLeastItsMeasuredWindows() {
        assertThat(forecast(List.of("any"), 1).cells())
                .allSatisfy(time -> assertThat(time).isGreaterThan(Duration.ofSeconds(2)));
    }

    @Test
    void systemCallsAreCountedInAWindowOfEachCellWhereSomethingCanCountThem() {
        Forecast without = forecast(List.of("any"), 3);
        assertThat(without.longer(CountedWindow.takes()).total())
                .isEqualTo(without.total().plus(CountedWindow.takes().multipliedBy(without.cells().size())));
        assertThat(without.countingSyscalls().total()).isEqualTo(
                SyscallCounter.onPath().isEmpty() ? without.total() : without.longer(CountedWindow.takes()).total());
    }

    /** The runs that are published are the evidence for the constants. */
    @Test
    void publishedRunsTookAboutAsLongAsForecast() throws Exception {
        try (Stream<Path> published = Files.list(Path.of("../results/published"))) {
            List<Path> runs = published.filter(path -> Files.exists(path.resolve(RunDirectory.MANIFEST))).toList();
            assertThat(runs).isNotEmpty();
            for (Path run : runs) {
                RunResults results = RunDirectory.open(run).read();
                Function<String, Support> supports = name -> results.trials()
                        .stream()
                        .filter(trial -> trial.cell().subject().equals(name) && trial.measurement() != null)
                        .mapToInt(trial -> trial.cell().connections())
                        .max()
                        .stream()
                        .<Support>mapToObj(most -> new Supported(name, most, Service.CONCURRENT))
                        .findFirst()
                        .orElse(new Unsupported("not measured"));
                Instant end = results.trials().getLast().startedAt();
                double took = Duration.between(results.manifest().startedAt(), end).toMillis();
                double forecast = Forecast.of(results.manifest().plan(), supports, Limits.none())
                        .measuring()
                        .toMillis();
                assertThat(forecast / took).as(run.toString()).isBetween(0.6, 1.5);
            }
        }
    }

    private static Forecast forecast(List<String> transports, int forks) {
        return Forecast.of(plan(transports, forks), name -> SUPPORTS.getOrDefault(name, new Unsupported("unknown")),
                Limits.none());
    }

    private static Plan plan(List<String> transports, int forks) {
        return new Plan("test", transports, List.of(10, 100), 4, 64, 1, 500.0, forks, 1_000_000_000, 300_000_000, 7);
    }
}

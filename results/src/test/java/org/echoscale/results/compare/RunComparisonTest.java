package org.echoscale.results.compare;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.echoscale.results.model.Waiting;
import java.util.List;
import java.util.Objects;
import org.echoscale.results.compare.Compared.Reading;
import org.echoscale.results.files.RunResults;
import org.echoscale.results.model.Cell;
import org.echoscale.results.model.NullTest;
import org.echoscale.results.model.Outcome;
import org.echoscale.results.model.Reason;
import org.echoscale.results.model.RunManifest;
import org.echoscale.results.model.Trial;
import org.echoscale.results.testdata.SyntheticRun;
import org.echoscale.results.testdata.SyntheticRun.Cost;
import org.junit.jupiter.api.Test;

class RunComparisonTest {

    @Test
    void aKnownRatioIsFoundInCpuAndInItsQuotient() {
        RunComparison runs = compare(run(1, Cost.flat(8)), run(2, Cost.flat(10)));
        for (ComparedCell cell : runs.cells()) {
            if (Measure.CPU.suits(cell.a().cell().load())) {
                for (Measure measure : List.of(Measure.CPU, Measure.QUOTIENT)) {
                    Compared one = cell.measured(measure).orElseThrow();
                    assertThat(one.ratio()).isCloseTo(1.25, within(0.05));
                    Compared.Interval interval = Objects.requireNonNull(one.interval());
                    assertThat(interval.low()).isBetween(1.15, 1.25);
                    assertThat(interval.high()).isBetween(1.25, 1.35);
                    assertThat(one.reading()).isEqualTo(Reading.HIGHER);
                    assertThat(one.a().forks()).isEqualTo(5);
                }
                assertThat(cell.measured(Measure.THROUGHPUT).orElseThrow().reading()).isEqualTo(Reading.LOWER);
                assertThat(cell.measured(Measure.P50)).isEmpty();
            } else {
                assertThat(cell.measured(Measure.P50).orElseThrow().reading()).isEqualTo(Reading.HIGHER);
                assertThat(cell.measured(Measure.P99).orElseThrow().reading()).isEqualTo(Reading.HIGHER);
                assertThat(cell.measured(Measure.CPU)).isEmpty();
            }
        }
        assertThat(runs.cells()).hasSize(8);
        assertThat(Findings.of(runs).getFirst()).startsWith("Server CPU per message: B costs 1.2")
                .contains("× A's with made-up at ",
                        "A difference is shown in 4 of 4 cells: 4 higher in B, 0 lower.");
    }

    @Test
    void twoRunsOfTheSameDifferAboutAsOftenAsChanceSays() {
        int different = 0;
        int all = 0;
        for (int seed = 1; seed <= 60; seed++) {
            for (Compared one : compare(run(seed, Cost.flat(8)).closedOnly(),
                    run(1_000 + seed, Cost.flat(8)).closedOnly())
                    .compared(Measure.CPU)) {
                different += one.reading() == Reading.NO_DIFFERENCE_SHOWN ? 0 : 1;
                all++;
            }
        }
        assertThat(all).isEqualTo(240);
        assertThat(different).isBetween(2, 26); // 12 are expected, with a standard deviation of 3.4
    }

    @Test
    void noDifferenceIsSaidPlainlyAndRunsOfDifferentTimesAreCalledWeakEvidence() {
        RunComparison runs = compare(run(1, Cost.flat(8)).spread(0.2), run(2, Cost.flat(8.1)).spread(0.2));
        assertThat(Findings.of(runs)).anySatisfy(line -> assertThat(line)
                .isEqualTo("Server CPU per message: no difference shown in any of 4 cells."))
                .anySatisfy(line -> assertThat(line).startsWith("Weak evidence: ")
                        .contains("echoscale compare, with --external"))
                .anySatisfy(line -> assertThat(line).contains("By chance alone about 1 interval in 20 excludes 1"));
    }

    @Test
    void oneForkHasARatioAndNoIntervalAndIsCalledIndicative() {
        RunComparison runs = compare(run(1, Cost.flat(8)).forks(1), run(2, Cost.flat(10)).forks(5));
        Compared one = runs.compared(Measure.CPU).getFirst();
        assertThat(one.reading()).isEqualTo(Reading.NO_INTERVAL);
        assertThat(one.interval()).isNull();
        assertThat(one.ratio()).isCloseTo(1.25, within(0.1));
        assertThat(Findings.of(runs).getFirst()).startsWith("Server CPU per message: indicative")
                .doesNotContain("difference");
    }

    @Test
    void theSameRunTwiceIsSaidToBeOne() {
        RunComparison runs = compare(run(1, Cost.flat(8)), run(1, Cost.flat(8)));
        assertThat(runs.sameRun()).isTrue();
        assertThat(Findings.of(runs)).contains("A and B are the same run, so every ratio is 1.")
                .noneSatisfy(line -> assertThat(line).contains("Weak evidence"));
        assertThat(runs.compared(Measure.CPU)).allSatisfy(one -> {
            assertThat(one.ratio()).isEqualTo(1);
            assertThat(one.reading()).isEqualTo(Reading.NO_DIFFERENCE_SHOWN);
        });
    }

    @Test
    void cellsThatAreNoNumbersHaveTheirWordAndReasonAndNoRatio() {
        RunComparison runs = compare(run(1, Cost.flat(8)).outcome("made-up", 10, "closed", Outcome.INVALID),
                run(2, Cost.flat(8)).outcome("made-up", 100, Outcome.FAILED));
        ComparedCell invalid = runs.cells().getFirst();
        assertThat(invalid.measures()).isEmpty();
        assertThat(invalid.a().word(Measure.CPU)).isEqualTo("INVALID");
        assertThat(invalid.a().problems()).singleElement().satisfies(problem -> {
            assertThat(problem.trials()).isEqualTo(5);
            assertThat(problem.reasons()).contains("3 connections were lost");
        });
        assertThat(runs.broken()).hasSize(3);
        assertThat(runs.compared(Measure.CPU)).hasSize(2);
    }

    @Test
    void whereSomeTrialsAreValidTheseAreCompared() {
        SyntheticRun other = run(2, Cost.flat(8));
        List<Trial> trials = other.trials()
                .stream()
                .map(trial -> trial.fork() > 3 ? failed(trial) : trial)
                .toList();
        RunComparison runs = RunComparison.of(run(1, Cost.flat(8)).results(),
                new RunResults(other.manifest(), trials, List.of()));
        Compared one = runs.compared(Measure.CPU).getFirst();
        assertThat(one.a().forks()).isEqualTo(5);
        assertThat(one.b().forks()).isEqualTo(3);
        assertThat(one.interval()).isNotNull();
        assertThat(runs.cells().getFirst().b().problems().getFirst().trials()).isEqualTo(2);
    }

    @Test
    void onlyCellsThatBothHaveAreComparedAndTheOthersAreNamed() {
        RunComparison runs = compare(run(1, Cost.flat(8)).ladder(10, 100, 1_000).subject("made-up-two", Cost.flat(9)),
                run(2, Cost.flat(8)).ladder(100, 1_000, 10_000));
        assertThat(runs.cells()).hasSize(4)
                .allSatisfy(cell -> assertThat(cell.a().cell()).isEqualTo(cell.b().cell()));
        assertThat(runs.onlyInA()).hasSize(8).extracting(Cell::subject).contains("made-up", "made-up-two");
        assertThat(runs.onlyInB()).hasSize(2).extracting(Cell::connections).containsOnly(10_000);
        assertThat(Findings.of(runs)).anySatisfy(line -> assertThat(line)
                .isEqualTo(
                        "The runs do not have the same cells: the 4 that both have are compared, 8 are in A alone and 2 in B alone."));
        assertThat(runs.environment().passes()).isTrue();
    }

    @Test
    void anotherLoadIsAReasonToRefuseAndIsPairedAllTheSame() {
        RunComparison runs = compare(run(1, Cost.flat(8)), run(2, Cost.flat(8)).rate(10_000));
        assertThat(runs.environment().differences())
                .containsExactly(new Difference("messages offered", "open, 20k/s", "open, 10k/s"));
        assertThat(runs.cells()).hasSize(8);
        assertThat(runs.onlyInA()).isEmpty();
        assertThat(Findings.of(runs).getFirst()).startsWith("DIFFERENT ENVIRONMENTS: A and B differ in 1 field ");
    }

    @Test
    void tooFewSamplesForAPercentileAreSaidInsteadOfANumber() {
        RunComparison runs = compare(run(1, Cost.flat(8)).windowMillis(100), run(2, Cost.flat(8)).windowMillis(100));
        ComparedCell open = runs.cells()
                .stream()
                .filter(cell -> Measure.P99.suits(cell.a().cell().load()))
                .findFirst()
                .orElseThrow();
        assertThat(open.measured(Measure.P50)).isPresent();
        assertThat(open.measured(Measure.P99)).isEmpty();
        assertThat(open.a().word(Measure.P99)).isEqualTo("too few samples");
    }

    @Test
    void whatWentOnMeanwhileAndTheNullTestAreKept() {
        RunComparison runs = compare(run(1, Cost.flat(8)).watched(), run(2, Cost.flat(8)).watched());
        assertThat(Objects.requireNonNull(runs.conditionsOfA().steal()).max()).isEqualTo(0.01);
        assertThat(runs.conditionsOfA().throttledTrials()).isZero();
        assertThat(runs.conditionsOfA().last()).isAfter(runs.conditionsOfA().first());
        assertThat(Findings.of(runs)).anySatisfy(line -> assertThat(line)
                .startsWith(
                        "Without a server (null test), a message cost the generator 1.000× in B of what it cost in A"));
    }

    @Test
    void stealOfAllCpusIsNotHeldAgainstThatOfTheWorst() {
        RunResults newer = run(1, Cost.flat(8)).watched().results();
        RunManifest manifest = newer.manifest();
        RunResults older = new RunResults(new RunManifest(manifest.schema(), manifest.version(), manifest.startedAt(),
                manifest.commandLine(), manifest.plan(), manifest.subjects(), manifest.order(), manifest.environment(),
                manifest.floors().getLast(), null), newer.trials(), List.of());
        String oneOlder = "Steal is not to be compared: %s, of an older version, has that of all CPUs together, %s that of"
                + " the CPU which lost most.";
        assertThat(Findings.of(RunComparison.of(older, newer))).contains(oneOlder.formatted("A", "B"));
        assertThat(Findings.of(RunComparison.of(newer, older))).contains(oneOlder.formatted("B", "A"));
        RunResults other = run(2, Cost.flat(8)).watched().results();
        assertThat(Findings.of(RunComparison.of(newer, other))).noneMatch(line -> line.startsWith("Steal "));
        RunResults unwatched = run(2, Cost.flat(8)).results();
        assertThat(Findings.of(RunComparison.of(older, unwatched))).noneMatch(line -> line.startsWith("Steal "));
    }

    @Test
    void nullTestsAreComparedThatAreOfAsManyActiveConnections() {
        SyntheticRun a = run(1, Cost.flat(8)).nullTests(nullTest(10, 2_000), nullTest(64, 3_000));
        SyntheticRun b = run(2, Cost.flat(8)).nullTests(nullTest(10, 2_200));
        assertThat(Findings.of(compare(a, b))).anySatisfy(line -> assertThat(line)
                .contains("cost the generator 1.100× in B of what it cost in A: a difference"));
        SyntheticRun other = run(2, Cost.flat(8)).nullTests(nullTest(100, 6_000));
        assertThat(Findings.of(compare(a, other))).anySatisfy(line -> assertThat(line)
                .contains("2.000× in B of what it cost in A, with other numbers of connections: a difference"));
    }

    private static NullTest nullTest(int connections, double generatorNanos) {
        return new NullTest(connections, 300_000, generatorNanos, 6_000, null, null, null, null);
    }

    private static Trial failed(Trial trial) {
        return new Trial(trial.schema(), trial.sequence(), trial.fork(), trial.cell(),
                trial.startedAt(), Outcome.FAILED,
                List.of(Reason.of("server-died", "made up")), null);
    }

    private static SyntheticRun run(long seed, Cost cost) {
        return new SyntheticRun().subject("made-up", cost).forks(5).seed(seed);
    }

    private static RunComparison compare(SyntheticRun a, SyntheticRun b) {
        return RunComparison.of(a.results(), b.results());
    }

    @Test
    void anotherWayOfWaitingIsAReasonToRefuse() {
        RunComparison runs = compare(run(1, Cost.flat(8)), run(2, Cost.flat(8)).waiting(Waiting.SPIN));
        assertThat(runs.environment().differences())
                .containsExactly(new Difference("waiting of the generator", "hybrid", "spin"));
        assertThat(compare(run(1, Cost.flat(8)).waiting(null), run(2, Cost.flat(8))).environment().passes())
                .as("older results waited like that")
                .isTrue();
    }
}

package org.echoscale.results.stats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.HdrHistogram.Histogram;
import org.echoscale.results.files.RunResults;
import org.echoscale.results.model.Cell;
import org.echoscale.results.model.EncodedHistogram;
import org.echoscale.results.model.Load;
import org.echoscale.results.model.Measurement;
import org.echoscale.results.model.Outcome;
import org.echoscale.results.model.Reason;
import org.echoscale.results.model.Trial;
import org.echoscale.results.testdata.SyntheticRun;
import org.echoscale.results.testdata.SyntheticRun.Cost;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.Test;

/** A figure that is missing here fails its test by itself. */
@NullUnmarked
class RunFiguresTest {
    @Test
    void figures_are_what_the_made_up_costs_say() {
        RunFigures figures = figures(new SyntheticRun().spread(0).subject("a", Cost.flat(6).growing(3)));

        ClosedFigures closed = figures.at("a", 10_000).orElseThrow().closed();
        assertThat(closed.serverMicros().median()).isCloseTo(36, within(0.01));
        assertThat(closed.messagesPerSecond().median()).isCloseTo(1e6 / 36, within(10.0));
        assertThat(closed.cpuQuotient().median()).isCloseTo(6, within(0.3));
        assertThat(closed.heapBytes().median()).isCloseTo(2, within(0.01));
        assertThat(closed.switches().median()).isCloseTo(0.101, within(0.001));
        assertThat(closed.openedPerSecond().median()).isCloseTo(25_000, within(1.0));
        assertThat(closed.readyPerWait().median()).isCloseTo(4, within(0.01));
    }

    @Test
    void a_spread_is_median_smallest_and_largest_over_forks() {
        Spread spread = new Spread(List.of(3.0, 1.0, 2.0, 10.0));

        assertThat(spread.median()).isEqualTo(2.5);
        assertThat(spread.min()).isEqualTo(1);
        assertThat(spread.max()).isEqualTo(10);
        assertThat(spread.forks()).isEqualTo(4);
    }

    @Test
    void histograms_are_merged_and_percentiles_not_averaged() {
        // One fork with 99,000 short times, one with 1,000 long ones: the p99 of all is short, their mean would not be.
        Percentiles merged = Percentiles.of(List.of(times(99_000, 100_000), times(1_000, 1_000_000_000)));

        assertThat(merged.samples()).isEqualTo(100_000);
        assertThat(merged.p99()).isCloseTo(100, within(0.1));
        assertThat(merged.p999()).isCloseTo(1_000_000, within(1_000.0));
    }

    @Test
    void a_percentile_that_the_samples_do_not_carry_is_absent() {
        assertThat(Percentiles.of(List.of(times(9_999, 1_000))).p99()).isNull();
        assertThat(Percentiles.of(List.of(times(10_000, 1_000))).p99()).isNotNull();
        assertThat(Percentiles.of(List.of(times(10_000, 1_000))).p999()).isNull();
        assertThat(Percentiles.of(List.of(times(5_000, 1_000), times(5_000, 1_000))).p99()).isNotNull();
        assertThat(Percentiles.of(List.of(times(199, 1_000))).p50()).isNull();
        assertThat(Percentiles.of(List.of(times(200, 1_000))).p50()).isNotNull();
    }

    @Test
    void a_cell_that_must_not_be_believed_has_no_number_though_a_fork_of_it_is_valid() {
        RunResults good = new SyntheticRun().ladder(10).forks(5).subject("a", Cost.flat(6)).results();
        for (int invalid = 2; invalid <= 3; invalid++) {
            int forks = invalid;
            List<Trial> trials = good.trials()
                    .stream()
                    .map(trial -> trial.fork() > forks || !(trial.cell().load() instanceof Load.Open)
                            ? trial
                            : new Trial(trial.schema(), trial.sequence(), trial.fork(), trial.cell(), trial.startedAt(),
                                    Outcome.INVALID, List.of(Reason.of("sent-late", "made up")), trial.measurement()))
                    .toList();
            RunFigures figures = RunFigures.of(new RunResults(good.manifest(), trials, List.of()));
            Figures cell = figures.at("a", 10).orElseThrow();
            assertThat(cell.closed().messagesPerSecond().forks()).isEqualTo(5);
            assertThat(cell.open() != null).as("%d of 5 INVALID", forks).isEqualTo(forks == 2);
            assertThat(figures.evidence().isBelievable()).isEqualTo(forks == 2);
            assertThat(figures.gaps()).singleElement().satisfies(gap -> {
                assertThat(gap.outcome()).isEqualTo(Outcome.INVALID);
                assertThat(gap.trials()).isEqualTo(forks);
            });
        }
    }

    @Test
    void a_run_of_which_nothing_may_be_believed_says_so_and_not_that_no_trial_is_valid() {
        RunResults good = new SyntheticRun().ladder(10).forks(3).closedOnly().subject("a", Cost.flat(6)).results();
        List<Trial> trials = good.trials()
                .stream()
                .map(trial -> trial.fork() == 3
                        ? trial
                        : new Trial(trial.schema(), trial.sequence(), trial.fork(), trial.cell(), trial.startedAt(),
                                Outcome.INVALID, List.of(Reason.of("steal", "made up")), trial.measurement()))
                .toList();
        assertThat(Verdict.of(RunFigures.of(new RunResults(good.manifest(), trials, List.of())))).containsExactly(
                "1 of 1 cell must not be believed: it has more than half of the forks INVALID: a with 10 connections "
                        + "(closed).",
                "There is nothing to compare.");
    }

    @Test
    void only_valid_trials_are_numbers_and_all_others_are_remarks() {
        RunFigures figures = figures(new SyntheticRun().ladder(10, 100, 1_000)
                .forks(2)
                .subject("a", Cost.flat(6))
                .subject("b", Cost.flat(6).limited(100))
                .outcome("a", 10, Outcome.INVALID)
                .outcome("a", 100, Outcome.FAILED));

        assertThat(figures.at("a", 10)).isEmpty();
        assertThat(figures.at("a", 100)).isEmpty();
        assertThat(figures.at("b", 1_000)).isEmpty();
        assertThat(figures.gaps()).extracting(Remark::subject, Remark::connections, Remark::loads, Remark::word,
                Remark::trials)
                .containsExactly(org.assertj.core.groups.Tuple.tuple("a", 10, "closed, open", "INVALID", 2),
                        org.assertj.core.groups.Tuple.tuple("a", 100, "closed, open", "FAILED", 2),
                        org.assertj.core.groups.Tuple.tuple("b", 1_000, "closed, open", "SKIPPED", 2));
    }

    @Test
    void one_bad_fork_leaves_the_figures_of_the_others_and_a_remark() {
        SyntheticRun run = new SyntheticRun().ladder(10).forks(3).subject("a", Cost.flat(6));
        List<Trial> trials = new ArrayList<>(run.trials());
        Trial first = trials.getFirst();
        trials.set(0, new Trial(1, first.sequence(), 1, first.cell(), first.startedAt(), Outcome.INVALID,
                List.of(org.echoscale.results.model.Reason.of("late", "late by 3 ms")), first.measurement()));

        RunFigures figures = RunFigures.of(new RunResults(run.manifest(), trials, List.of()));

        assertThat(figures.at("a", 10).orElseThrow().closed().messagesPerSecond().forks()).isEqualTo(2);
        assertThat(figures.gaps()).singleElement()
                .isEqualTo(new Remark("a", 10, "closed", Outcome.INVALID, 1, 3, "late by 3 ms",
                        List.of(new Remark.Cause("late", "late by 3 ms", 1))));
    }

    @Test
    void trials_that_the_run_never_came_to_are_remarks() {
        SyntheticRun run = new SyntheticRun().ladder(10).forks(2).closedOnly().subject("a", Cost.flat(6));

        RunFigures figures = RunFigures.of(new RunResults(run.manifest(), run.trials().subList(0, 1), List.of()));

        assertThat(figures.gaps()).singleElement()
                .isEqualTo(new Remark("a", 10, "closed", null, 1, 2, "the run ended before it"));
    }

    @Test
    void trials_of_other_parameters_are_not_mixed() {
        SyntheticRun run = new SyntheticRun().ladder(10).forks(2).closedOnly().subject("a", Cost.flat(6));
        List<Trial> trials = new ArrayList<>(run.trials());
        Trial second = trials.get(1);
        trials.set(1, new Trial(1, second.sequence(), 2, new Cell("a", 10, 10, 64, new Load.Closed(9)),
                second.startedAt(), Outcome.VALID, List.of(), second.measurement()));

        RunFigures figures = RunFigures.of(new RunResults(run.manifest(), trials, List.of()));

        assertThat(figures.at("a", 10).orElseThrow().closed().messagesPerSecond().forks()).isEqualTo(1);
        assertThat(figures.gaps()).singleElement().extracting(Remark::text).asString().contains("other parameters");
    }

    @Test
    void without_a_known_process_there_is_no_cost_but_throughput() {
        SyntheticRun run = new SyntheticRun().ladder(10).forks(1).subject("a", Cost.flat(6));
        List<Trial> trials = run.trials().stream().map(RunFiguresTest::withoutServer).toList();

        ClosedFigures closed = RunFigures.of(new RunResults(run.manifest(), trials, List.of()))
                .at("a", 10)
                .orElseThrow()
                .closed();

        assertThat(closed.messagesPerSecond()).isNotNull();
        assertThat(closed.serverMicros()).isNull();
        assertThat(closed.cpuQuotient()).isNull();
        assertThat(closed.generatorMicros()).isNotNull();
    }

    @Test
    void memory_counts_only_steps_that_add_many_connections_above_all_before() {
        MemoryLadder ladder = new MemoryLadder(List.of(step(1, 10, 0, 50_000_000), step(2, 10_000, 60_000_000,
                80_000_000), step(3, 1_000, 80_000_000, 81_000_000), step(4, 20_000, 80_000_000, 100_000_000)),
                false, Set.of());

        assertThat(ladder.at(10)).isNull();
        assertThat(ladder.at(1_000)).isNull();
        assertThat(ladder.at(10_000).median()).isCloseTo(20_000_000 / 9_990.0, within(0.01));
        assertThat(ladder.at(20_000).median()).isCloseTo(2_000, within(0.01));
        assertThat(ladder.slope().median()).isCloseTo(40_000_000 / 19_990.0, within(0.01));
    }

    @Test
    void memory_is_that_of_the_first_step_when_the_largest_number_came_first() {
        MemoryLadder ladder = new MemoryLadder(List.of(step(1, 10_000, 0, 50_000_000), step(2, 10, 0, 60_000_000)),
                false, Set.of());

        assertThat(ladder.at(10)).isNull();
        assertThat(ladder.slope().median()).isCloseTo(5_000, within(0.01));
    }

    @Test
    void memory_is_not_derived_from_what_comes_after_a_trial_that_is_missing() {
        MemoryLadder ladder = new MemoryLadder(List.of(step(1, 1_000, 0, 1_000_000), step(3, 5_000, 10_000_000,
                10_000_000)), false, Set.of(3));

        assertThat(ladder.at(1_000).median()).isCloseTo(1_000, within(0.01));
        assertThat(ladder.at(5_000)).isNull();
    }

    @Test
    void each_percentile_has_its_own_number_of_samples_from_which_on_it_is_there() {
        for (long samples : new long[]{199, 200, 999, 1_000, 9_999, 10_000, 99_999, 100_000}) {
            Percentiles found = Percentiles.of(List.of(times((int) samples, 1_000)));

            assertThat(found.p50() != null).as("p50 of " + samples).isEqualTo(samples >= 200);
            assertThat(found.p90() != null).as("p90 of " + samples).isEqualTo(samples >= 1_000);
            assertThat(found.p99() != null).as("p99 of " + samples).isEqualTo(samples >= 10_000);
            assertThat(found.p999() != null).as("p99.9 of " + samples).isEqualTo(samples >= 100_000);
        }
        assertThat(Percentiles.needed(50)).isEqualTo(200);
        assertThat(Percentiles.needed(99.9)).isEqualTo(100_000);
    }

    @Test
    void fairness_is_that_of_the_worst_fork_and_absent_where_nobody_watched() {
        RunFigures watched = figures(new SyntheticRun().ladder(10).subject("a", Cost.flat(6)).watched());

        FairnessFigures fairness = watched.at("a", 10).orElseThrow().closed().fairness();
        assertThat(fairness.starvedShare()).isCloseTo(0.1, within(1e-9));
        assertThat(fairness.jainIndex()).isCloseTo(0.9, within(1e-9));
        assertThat(fairness.longestWaitMicros()).isCloseTo(7_000, within(1e-9));
        assertThat(figures(new SyntheticRun().ladder(10).subject("a", Cost.flat(6))).at("a", 10)
                .orElseThrow()
                .open()
                .fairness()).isNull();
    }

    private static Trial step(int sequence, int connections, long before, long open) {
        Measurement m = new SyntheticRun().subject("a", Cost.flat(6))
                .ladder(connections)
                .forks(1)
                .closedOnly()
                .trials()
                .getFirst()
                .measurement();
        Measurement.ServerCost s = m.server();
        Measurement.ServerCost cost = new Measurement.ServerCost(s.cpuNanos(), null, null, null, null, null, null,
                before,
                open, null, null, null, null, null, null, null, null, null, null);
        return new Trial(1, sequence, 1, new Cell("a", connections, 1, 64, new Load.Closed(1)), SyntheticRun.START,
                Outcome.VALID, List.of(), with(m, cost));
    }

    private static Trial withoutServer(Trial trial) {
        Measurement m = with(trial.measurement(), null);
        m = new Measurement(m.durationNanos(), m.messages(), m.connections(), m.latency(), m.serviceTime(),
                m.sendLateness(), null, m.generator(), m.warmUp(),
                m.slices()
                        .stream()
                        .map(s -> new Measurement.Slice(s.nanos(), s.messages(), null, s.generatorCpuNanos()))
                        .toList());
        return new Trial(1, trial.sequence(), trial.fork(), trial.cell(), trial.startedAt(), trial.outcome(),
                trial.reasons(), m);
    }

    private static Measurement with(Measurement m, Measurement.ServerCost server) {
        return new Measurement(m.durationNanos(), m.messages(), m.connections(), m.latency(), m.serviceTime(),
                m.sendLateness(), server, m.generator(), m.warmUp(), m.slices());
    }

    private static Histogram times(int count, long nanos) {
        Histogram histogram = new Histogram(3);
        IntStream.range(0, count).forEach(i -> histogram.recordValue(nanos));
        return EncodedHistogram.of(histogram).decode();
    }

    private static RunFigures figures(SyntheticRun run) {
        return RunFigures.of(run.results());
    }
}

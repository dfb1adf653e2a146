package org.echoscale.results.stats;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.echoscale.results.files.RunResults;
import org.echoscale.results.model.Load;
import org.echoscale.results.model.Measurement.WarmUp;
import org.echoscale.results.model.Outcome;
import org.echoscale.results.model.ServerWarmUp;
import org.echoscale.results.model.Trial;
import org.echoscale.results.testdata.SyntheticRun;
import org.echoscale.results.testdata.SyntheticRun.Cost;
import org.junit.jupiter.api.Test;

class VerdictTest {
    @Test
    void the_most_striking_comes_first() {
        List<String> verdict = verdict(new SyntheticRun().subject("flat", Cost.flat(6))
                .subject("steep", Cost.flat(6).growing(5))
                .subject("dear", Cost.flat(9)));

        assertThat(verdict.getFirst())
                .matches(
                        "From 1,000 connections on \\(64 active\\), steep costs 1\\.\\d× to 9\\.\\d× the server CPU per "
                                + "message of flat\\.");
        assertThat(verdict.get(1)).matches("At every size, from 10 to 10,000 connections \\(10 to 64 active\\), dear "
                + "costs 1\\.\\d×( to 1\\.\\d×)? the server CPU per message of flat\\.");
    }

    @Test
    void a_single_fork_shows_only_what_is_more_than_twofold_and_says_so() {
        List<String> verdict = verdict(new SyntheticRun().forks(1)
                .subject("flat", Cost.flat(6))
                .subject("steep", Cost.flat(6).growing(8))
                .subject("dear", Cost.flat(10)));

        assertThat(verdict.getFirst()).contains("steep");
        assertThat(String.join("\n", verdict)).containsOnlyOnce("ndicative: 1 fork").containsOnlyOnce("1 fork");
        assertThat(verdict).noneMatch(sentence -> sentence.contains("dear costs"));
    }

    @Test
    void a_process_that_used_no_cpu_is_never_what_others_are_held_against() {
        List<String> verdict = verdict(new SyntheticRun().subject("wrong-pid", Cost.flat(0))
                .subject("flat", Cost.flat(6))
                .subject("dear", Cost.flat(9)));

        assertThat(verdict.getFirst()).endsWith("the server CPU per message of flat.");
        assertThat(verdict).noneMatch(sentence -> sentence.contains("CPU") && sentence.contains("wrong-pid"));
    }

    @Test
    void a_difference_within_the_spread_is_not_stated() {
        List<String> verdict = verdict(new SyntheticRun().forks(5)
                .spread(0.15)
                .subject("one", Cost.flat(6))
                .subject("two", Cost.flat(6.4)));

        assertThat(verdict.getFirst()).isEqualTo("No server is clearly dearer than another in server CPU per message.");
        assertThat(verdict.get(1))
                .matches("At 10,000 connections, one and two need [0-9.]+ to [0-9.]+ µs of server CPU "
                        + "per message: no difference clearly larger than the spread between forks\\.");
    }

    @Test
    void what_is_dearer_only_with_few_connections_is_not_said_of_many() {
        List<String> verdict = verdict(new SyntheticRun().ladder(10, 10_000)
                .subject("cheap-late", Cost.flat(6.0001).growing(0.0))
                .subject("other", Cost.flat(5).growing(0.1)));

        assertThat(verdict).noneMatch(sentence -> sentence.contains("At every size"));
    }

    @Test
    void latency_and_memory_are_compared_where_they_differ_clearly() {
        List<String> verdict = verdict(new SyntheticRun().subject("flat", Cost.flat(6).resident(10))
                .subject("steep", Cost.flat(6).growing(50).resident(39_000))
                .ladder(10, 1_000, 10_000));

        assertThat(verdict)
                .anyMatch(sentence -> sentence.matches("At 10,000 connections and 20k/s, 99 % of "
                        + "the replies are there within [0-9.,]+ µs with flat, and within [0-9.,]+ (µs|ms) with steep\\."));
        assertThat(verdict)
                .anyMatch(sentence -> sentence.matches("A connection keeps 38\\.\\d KiB of the server process "
                        + "resident with steep, and \\d+ B with flat\\."));
    }

    @Test
    void one_server_is_compared_with_itself_over_the_connections() {
        assertThat(verdict(new SyntheticRun().subject("steep", Cost.flat(6).growing(8)))).first()
                .asString()
                .matches("The server CPU per message of steep grows from [0-9.]+ µs at 10 connections to [0-9.]+ µs at "
                        + "10,000 connections\\.");
        assertThat(verdict(new SyntheticRun().subject("flat", Cost.flat(6)))).first()
                .asString()
                .contains("does not clearly change");
        assertThat(verdict(new SyntheticRun().ladder(100).subject("flat", Cost.flat(6)))).first()
                .asString()
                .matches("The server CPU per message of flat is [0-9.]+ µs at 100 connections\\.");
    }

    @Test
    void several_forks_are_not_called_indicative() {
        assertThat(verdict(new SyntheticRun().subject("flat", Cost.flat(6))))
                .noneMatch(sentence -> sentence.contains("ndicative"));
    }

    @Test
    void warm_ups_that_were_cut_short_are_counted_in_one_sentence() {
        assertThat(verdict(new SyntheticRun().ladder(10).forks(2).subject("flat", Cost.flat(6)).unsteady())).last()
                .isEqualTo(
                        "The warm-up ended before a steady state in 2 of 2 closed-loop trials.");
        assertThat(verdict(new SyntheticRun().ladder(10).subject("flat", Cost.flat(6))))
                .noneMatch(sentence -> sentence.contains("steady"));
    }

    @Test
    void servers_whose_process_was_never_steady_are_named_with_how_many_processes() {
        assertThat(verdict(new SyntheticRun().ladder(10, 100)
                .forks(3)
                .subject("calm", Cost.flat(6))
                .subject("restless", Cost.flat(6))
                .subject("nervous", Cost.flat(6))
                .restless("nervous")
                .restless("restless"))).last()
                .isEqualTo("The warm-up of a server process, before its first cell, ended before a steady state 6 of 9 "
                        + "times: 3 with restless, 3 with nervous.");
    }

    @Test
    void a_fork_whose_server_failed_has_two_processes_and_the_first_load_tells_whether_they_were_steady() {
        SyntheticRun run = new SyntheticRun().ladder(10, 100).forks(1).subject("a", Cost.flat(6));
        List<Trial> cold = run.trials();
        assertThat(cold).hasSize(4);
        List<ServerWarmUp> first = List.of(warmUp(false, 1), warmUp(true, 1));
        List<ServerWarmUp> second = List.of(warmUp(true, 2), warmUp(false, 2));

        assertThat(Verdict.of(RunFigures.of(new RunResults(run.manifest(), List.of(cold.get(0).with(first),
                cold.get(1).with(first), cold.get(2).with(second), cold.get(3).with(second)), List.of())))).last()
                .isEqualTo("The warm-up of a server process, before its first cell, ended before a steady state 1 of 2 "
                        + "times: 1 with a.");
        assertThat(Verdict.of(RunFigures.of(new RunResults(run.manifest(), List.of(cold.get(0).with(second),
                cold.get(1).with(second), cold.get(2), cold.get(3)), List.of()))))
                .noneMatch(sentence -> sentence.contains("steady"));
    }

    private static ServerWarmUp warmUp(boolean steady, long nanos) {
        return new ServerWarmUp(100, 64, new Load.Closed(1), new WarmUp(steady, nanos, 1, 0.1, 0.1, 1));
    }

    @Test
    void a_run_without_a_valid_trial_says_so_in_one_sentence_with_the_first_reason() {
        assertThat(verdict(new SyntheticRun().ladder(10, 100)
                .subject("broken", Cost.flat(6))
                .outcome("broken", 10, Outcome.FAILED)
                .outcome("broken", 100, Outcome.INVALID)))
                .containsExactly("No trial is VALID (6 FAILED, 6 INVALID), so there is nothing to compare; the first "
                        + "reason: broken with 10 connections, FAILED: the server ended with exit code 1 (made up).");
    }

    @Test
    void a_schedule_that_is_not_the_plain_one_is_named() {
        assertThat(verdict(new SyntheticRun().openOnly().poisson().subject("flat", Cost.flat(6)))).first()
                .asString()
                .startsWith("At 10,000 connections and 20k/s Poisson, half of");
    }

    @Test
    void a_run_that_was_stopped_at_once_says_that_its_trials_were_not_run() {
        RunResults empty = new RunResults(new SyntheticRun().ladder(10).subject("a", Cost.flat(6)).manifest(),
                List.of(),
                List.of());

        assertThat(Verdict.of(RunFigures.of(empty))).singleElement().asString().contains("NOT RUN");
    }

    @Test
    void cells_without_figures_are_counted() {
        assertThat(verdict(new SyntheticRun().subject("a", Cost.flat(6)).subject("b", Cost.flat(6).limited(100))))
                .last()
                .asString()
                .startsWith("2 combinations of server and connections lack figures");
    }

    @Test
    void what_must_not_be_believed_comes_before_everything_else() {
        List<String> verdict = verdict(new SyntheticRun().ladder(10, 100, 1_000)
                .subject("flat", Cost.flat(6))
                .subject("steep", Cost.flat(6).growing(50))
                .outcome("flat", 10, "open", Outcome.INVALID));

        assertThat(verdict.getFirst()).isEqualTo("1 of 12 cells must not be believed: it has no valid trial: flat with "
                + "10 connections (open).");
        assertThat(verdict).filteredOn(sentence -> sentence.contains("must not be believed")).hasSize(1);
        assertThat(verdict).anyMatch(sentence -> sentence.contains("steep costs"));
    }

    @Test
    void a_cell_of_which_some_forks_were_not_run_is_counted_too() {
        SyntheticRun run = new SyntheticRun().ladder(10).forks(3).closedOnly().subject("a", Cost.flat(6));
        RunResults stopped = new RunResults(run.manifest(), run.trials().subList(0, 2), List.of());

        assertThat(Verdict.of(RunFigures.of(stopped))).last()
                .asString()
                .startsWith("1 combination of server and connections lacks figures, in whole or in part");
    }

    @Test
    void an_open_loop_alone_is_enough() {
        assertThat(verdict(new SyntheticRun().openOnly()
                .subject("flat", Cost.flat(6))
                .subject("steep", Cost.flat(6).growing(50)))).singleElement().asString().contains("99 %");
        assertThat(verdict(new SyntheticRun().openOnly().subject("flat", Cost.flat(6)))).singleElement()
                .asString()
                .startsWith("At 10,000 connections and 20k/s, half of the replies are there within");
    }

    @Test
    void servers_with_gaps_at_different_numbers_are_held_against_each_other_where_both_were_measured() {
        List<String> verdict = verdict(new SyntheticRun().closedOnly()
                .subject("cheap", Cost.flat(5).growing(0.5))
                .subject("dear", Cost.flat(6).growing(0.5))
                .outcome("cheap", 10, Outcome.INVALID)
                .outcome("dear", 10_000, Outcome.INVALID));

        assertThat(verdict.getFirst()).startsWith("2 of 8 cells must not be believed: they have no valid trial: ");
        assertThat(verdict.get(1))
                .matches(
                        "At every size, from 100 to 1,000 connections \\(64 active\\), dear costs 1\\.2×( to 1\\.2×)? the "
                                + "server CPU per message of cheap\\.");
    }

    @Test
    void servers_of_which_two_differ_clearly_are_not_called_alike() {
        List<String> verdict = verdict(new SyntheticRun().closedOnly()
                .spread(0.0001)
                .ladder(100, 1_000)
                .subject("middle", Cost.flat(3.8444).growing(1.5556))
                .subject("above", Cost.flat(4.9111).growing(0.8889))
                .subject("below", Cost.flat(5.4444).growing(-0.4444)));

        assertThat(verdict).filteredOn(sentence -> sentence.contains("no difference clearly larger"))
                .containsExactly(
                        "At 1,000 connections, middle and above need 5.40 to 5.80 µs of server CPU per message: no "
                                + "difference clearly larger than the spread between forks.");
    }

    @Test
    void a_server_that_was_measured_with_fewer_connections_is_cheaper_where_it_was() {
        assertThat(verdict(new SyntheticRun().closedOnly()
                .subject("short", Cost.flat(6).limited(1_000))
                .subject("dear", Cost.flat(9)))).first()
                .asString()
                .matches(
                        "At every size, from 10 to 1,000 connections \\(10 to 64 active\\), dear costs 1\\.\\d×( to 1\\.\\d×)? "
                                + "the server CPU per message of short\\.");
    }

    @Test
    void where_the_cheapest_of_all_is_not_the_cheapest_it_is_not_said_that_none_is_dearer() {
        assertThat(verdict(new SyntheticRun().closedOnly()
                .spread(0.0001)
                .ladder(100, 200, 300, 1_000)
                .subject("steep", Cost.flat(5.3).growing(1.2))
                .subject("flat", Cost.flat(5.8)))).first()
                .asString()
                .isEqualTo("At 1,000 connections (64 active), steep costs 1.1× the server CPU per message of flat.");
    }

    @Test
    void under_churn_too_a_process_that_used_no_cpu_is_not_what_others_are_held_against() {
        List<String> verdict = verdict(new SyntheticRun().churn(1)
                .subject("wrong-pid", Cost.flat(0))
                .subject("flat", Cost.flat(6))
                .subject("dear", Cost.flat(20)));

        assertThat(verdict).noneMatch(sentence -> sentence.contains("Infinity"))
                .anyMatch(sentence -> sentence.startsWith("Under churn at 10,000 connections")
                        && sentence.endsWith("with dear that it costs with flat."));
    }

    private static List<String> verdict(SyntheticRun run) {
        return Verdict.of(RunFigures.of(run.results()));
    }
}

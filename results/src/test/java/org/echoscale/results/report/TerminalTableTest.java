package org.echoscale.results.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.echoscale.results.files.RunResults;
import org.echoscale.results.model.Outcome;
import org.echoscale.results.model.Reason;
import org.echoscale.results.model.Trial;
import org.echoscale.results.stats.RunFigures;
import org.echoscale.results.testdata.SyntheticRun;
import org.echoscale.results.testdata.SyntheticRun.Cost;
import org.junit.jupiter.api.Test;

class TerminalTableTest {
    @Test
    void the_verdict_comes_first_and_no_line_is_wider_than_a_terminal() {
        String table = TerminalTable.of(RunFigures.of(SyntheticRun.twelve().results()), false);

        assertThat(table).startsWith("From 1,000 connections on (64 active), made-up-scan-b costs ");
        assertThat(table.lines()).allMatch(line -> line.codePointCount(0, line.length()) <= TerminalTable.WIDTH);
    }

    @Test
    void long_names_and_large_figures_fit_too() {
        String table = TerminalTable.of(RunFigures.of(new SyntheticRun()
                .subject("a-server-with-a-name-that-is-far-too-long", Cost.flat(60_000)
                        .growing(90_000)
                        .resident(39_000_000))
                .subject("short", Cost.flat(5))
                .results()), false);

        assertThat(table.lines()).allMatch(line -> line.codePointCount(0, line.length()) <= TerminalTable.WIDTH);
        assertThat(table).containsPattern("(?m)^a-server-with-[a-z-]*…  ");
    }

    @Test
    void columns_are_aligned_over_all_blocks() {
        List<String> lines = TerminalTable.of(RunFigures.of(new SyntheticRun().subject("flat", Cost.flat(6))
                .subject("steep", Cost.flat(6).growing(900))
                .results()), false)
                .lines()
                .takeWhile(line -> !line.equals(MemoryTable.TITLE))
                .filter(line -> line.startsWith("flat ") || line.startsWith("steep ") || line.startsWith("server "))
                .toList();

        int end = lines.getFirst().indexOf("messages/s") + "messages/s".length();
        assertThat(lines).hasSize(12).allMatch(line -> line.charAt(end - 1) != ' ' && line.charAt(end) == ' ');
    }

    @Test
    void memory_is_below_as_a_slope_where_four_sizes_tell_it() {
        SyntheticRun run = new SyntheticRun().subject("flat", Cost.flat(6)).watched();

        assertThat(table(run))
                .containsPattern("(?m)^flat +1000 B ± \\d+ B +1\\.000 +8\\.8 KiB ± 0 B +1\\.000 +500 B$");
        assertThat(table(run.ladder(10, 100, 1_000))).doesNotContain(MemoryTable.TITLE);
    }

    @Test
    void colours_come_only_when_asked_for() {
        RunFigures figures = RunFigures.of(SyntheticRun.twelve().results());

        String plain = TerminalTable.of(figures, false);
        String coloured = TerminalTable.of(figures, true);
        assertThat(plain).doesNotContain("\u001b");
        assertThat(coloured).contains("\u001b[32m");
        assertThat(coloured.replaceAll("\u001b\\[[0-9]+m", "")).isEqualTo(plain);
    }

    @Test
    void a_blank_percentile_has_its_samples_below_the_table_once() {
        String table = table(new SyntheticRun().ladder(10, 100)
                .forks(1)
                .windowMillis(100)
                .subject("a", Cost.flat(6))
                .subject("b", Cost.flat(7)));

        assertThat(table).containsOnlyOnce("¹ p99 blank: 2,000 samples, 10,000 needed\n");
        assertThat(rows(table, "a")).hasSize(2).allMatch(row -> row.matches("a .* µs +¹ +²"));
    }

    @Test
    void a_memory_that_cannot_be_derived_says_why() {
        assertThat(table(new SyntheticRun().ladder(10).subject("a", Cost.flat(6))))
                .contains("¹ memory/conn. blank: no server process came to this number, without a failure, with at")
                .containsPattern("(?m)^a .* ¹$");
    }

    @Test
    void a_range_column_is_there_only_where_there_are_forks_to_range_over() {
        assertThat(table(new SyntheticRun().forks(1).subject("a", Cost.flat(6)))).doesNotContain("range");
        assertThat(table(new SyntheticRun().forks(2).subject("a", Cost.flat(6)))).contains("range, µs");
    }

    @Test
    void a_load_that_was_not_asked_for_has_no_columns() {
        assertThat(table(new SyntheticRun().closedOnly().subject("a", Cost.flat(6)))).contains("messages/s")
                .doesNotContain("p50", "p99", "Open loop");
        assertThat(table(new SyntheticRun().openOnly().subject("a", Cost.flat(6)))).contains("p50", "p99")
                .doesNotContain("CPU/message", "Closed loop");
    }

    @Test
    void an_open_loop_that_is_invalid_is_called_that_and_not_blank() {
        String table = table(new SyntheticRun().ladder(1_000)
                .forks(2)
                .subject("a", Cost.flat(6))
                .outcome("a", 1_000, "open", Outcome.INVALID));

        assertThat(rows(table, "a")).singleElement().asString().containsPattern("× +INVALID¹ +¹ +1000 B$");
        assertThat(table).contains("¹ INVALID (open): 3 connections were lost (made up)\n")
                .contains("Open loop (20k/s): p50 and p99");
    }

    @Test
    void a_closed_loop_that_failed_leaves_the_latency() {
        String table = table(new SyntheticRun().ladder(1_000)
                .forks(2)
                .subject("a", Cost.flat(6))
                .outcome("a", 1_000, "closed", Outcome.FAILED));

        assertThat(rows(table, "a")).singleElement().asString().containsPattern("FAILED¹ +¹ +.* µs +.* µs");
        assertThat(table).contains("¹ FAILED (closed): the server ended with exit code 1 (made up)\n");
    }

    @Test
    void reasons_are_below_the_table_in_full_and_once_for_all_that_share_them() {
        String reason = "a reason that is far longer than a terminal is wide, ".repeat(3) + "up to its very end";
        SyntheticRun run = new SyntheticRun().ladder(10, 100)
                .forks(1)
                .subject("a", Cost.flat(6))
                .subject("b", Cost.flat(6));
        List<Trial> trials = run.trials()
                .stream()
                .map(trial -> trial.cell().subject().equals("a")
                        ? trial
                        : new Trial(1, trial.sequence(), 1, trial.cell(), trial.startedAt(), Outcome.SKIPPED,
                                List.of(Reason.of("long", trial.cell().connections() + " is too many: " + reason)),
                                null))
                .toList();

        String table = TerminalTable.of(RunFigures.of(new RunResults(run.manifest(), trials, List.of())), false);

        assertThat(rows(table, "b")).hasSize(2).allMatch(row -> row.matches("b +SKIPPED²"));
        assertThat(table.replace("\n  ", " ")).containsOnlyOnce("² SKIPPED (closed, open): 10 or 100 is too many: "
                + reason + "\n");
        assertThat(table.lines()).allMatch(line -> line.codePointCount(0, line.length()) <= TerminalTable.WIDTH);
    }

    @Test
    void a_figure_from_some_of_the_forks_is_marked_at_the_name() {
        SyntheticRun run = new SyntheticRun().ladder(10).forks(3).closedOnly().subject("a", Cost.flat(6));
        List<Trial> trials = new ArrayList<>(run.trials());
        Trial first = trials.getFirst();
        trials.set(0, new Trial(1, 1, 1, first.cell(), first.startedAt(), Outcome.INVALID,
                List.of(Reason.of("late", "late by 3 ms")), first.measurement()));

        String table = TerminalTable.of(RunFigures.of(new RunResults(run.manifest(), trials, List.of())), false);

        assertThat(table).containsPattern("(?m)^a¹ ").contains("¹ INVALID (closed, 1 of 3 trials): late by 3 ms\n");
    }

    @Test
    void a_run_that_was_disturbed_all_over_has_one_line_for_each_kind_of_disturbance() {
        SyntheticRun run = new SyntheticRun().ladder(10, 100)
                .forks(3)
                .subject("a", Cost.flat(6))
                .subject("b", Cost.flat(7));
        List<Trial> trials = new ArrayList<>();
        for (Trial trial : run.trials()) {
            int number = trial.sequence();
            List<Reason> reasons = new ArrayList<>();
            if (number % 3 == 0 || trial.cell().connections() == 10) {
                reasons.add(Reason.of("steal", "the hypervisor gave " + number + " % of the CPU time to others"));
            }
            if (number % 5 == 0) {
                reasons.add(Reason.of("late", "late by " + number + " ms"));
            }
            trials.add(reasons.isEmpty()
                    ? trial
                    : new Trial(1, number, trial.fork(), trial.cell(), trial.startedAt(), Outcome.INVALID, reasons,
                            trial.measurement()));
        }

        String table = TerminalTable.of(RunFigures.of(new RunResults(run.manifest(), trials, List.of())), false)
                .replace("\n  ", " ");

        assertThat(table.lines().filter(line -> line.contains("hypervisor"))).singleElement()
                .asString()
                .matches(
                        "[¹²³⁴] INVALID \\(closed, open, \\d to \\d of 3 trials\\): the hypervisor gave 1 to 24 % of .*");
        assertThat(table.lines().filter(line -> line.contains("late by"))).singleElement()
                .asString()
                .contains("late by 5 to 20 ms");
    }

    @Test
    void the_plan_is_named_with_what_overrode_it() {
        assertThat(table(new SyntheticRun().subject("a", Cost.flat(6))
                .commandLine("run", "quick", "--connections", "10,1k", "--out", "x"))).endsWith(
                        "\nPlan synthetic, with --connections 10,1k; seed 1.\n");
    }

    private static List<String> rows(String table, String name) {
        return table.lines().filter(line -> line.startsWith(name + " ")).toList();
    }

    private static String table(SyntheticRun run) {
        return TerminalTable.of(RunFigures.of(run.results()), false);
    }
}

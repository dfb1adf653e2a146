package org.echoscale.results.report;

import static org.assertj.core.api.Assertions.assertThat;

import org.echoscale.results.testdata.SyntheticRun;
import org.echoscale.results.testdata.SyntheticRun.Cost;
import org.junit.jupiter.api.Test;

class CommandLineTest {
    @Test
    void a_run_is_repeated_with_its_seed() {
        assertThat(of("run").repeated()).isEqualTo("./echoscale run --seed 7");
        assertThat(of("run", "quick", "--forks", "5").repeated())
                .isEqualTo("./echoscale run quick --forks 5 --seed 7");
        assertThat(of("run", "--seed", "3", "quick").repeated()).isEqualTo("./echoscale run quick --seed 7");
        assertThat(of("run", "--seed=3").repeated()).isEqualTo("./echoscale run --seed 7");
    }

    @Test
    void the_place_of_the_first_results_is_not_asked_for_again() {
        assertThat(of("run", "--out", "/tmp/a", "--json").repeated()).isEqualTo("./echoscale run --json --seed 7");
        assertThat(of("run", "--out=/tmp/a").repeated()).isEqualTo("./echoscale run --seed 7");
    }

    @Test
    void of_a_budget_the_forks_are_repeated_that_it_came_to() {
        assertThat(of("run", "--budget", "10m", "--noise-from", "x", "ci").repeated())
                .isEqualTo("./echoscale run ci --forks 3 --seed 7");
        assertThat(of("run", "--budget=10m", "--noise-from=x").plan()).isEqualTo("synthetic, with --budget=10m");
    }

    @Test
    void words_that_a_shell_would_not_leave_alone_are_quoted() {
        assertThat(of("run", "my plan", "--rate", "it's").repeated())
                .isEqualTo("./echoscale run 'my plan' --rate 'it'\\''s' --seed 7");
    }

    @Test
    void options_that_override_the_plan_are_named_beside_it() {
        assertThat(of("run").plan()).isEqualTo("synthetic");
        assertThat(of("run", "quick", "--connections", "10,1k", "--rate=none").plan())
                .isEqualTo("synthetic, with --connections 10,1k --rate=none");
    }

    @Test
    void options_that_change_nothing_in_the_plan_are_not() {
        assertThat(of("run", "--json", "quick", "--out", "x", "--seed", "3", "--plugin", "a.jar").plan())
                .isEqualTo("synthetic");
    }

    private static CommandLine of(String... words) {
        return new CommandLine(new SyntheticRun().subject("a", Cost.flat(6)).seed(7).commandLine(words).manifest());
    }
}

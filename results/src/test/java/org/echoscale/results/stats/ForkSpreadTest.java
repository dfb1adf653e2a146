package org.echoscale.results.stats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.echoscale.results.stats.ForkSpread.Figure;
import org.echoscale.results.testdata.SyntheticRun;
import org.echoscale.results.testdata.SyntheticRun.Cost;
import org.junit.jupiter.api.Test;

class ForkSpreadTest {

    @Test
    void it_is_what_the_forks_were_made_to_differ_by() {
        for (int forks : new int[]{2, 5}) {
            ForkSpread spread = ForkSpread.of(RunFigures.of(run().forks(forks).spread(0.05).results())).orElseThrow();
            assertThat(spread.byFigure()).containsOnlyKeys(Figure.values());
            assertThat(spread.byFigure().get(Figure.CPU)).as("%d forks", forks).isCloseTo(0.05, within(0.012));
            assertThat(spread.byFigure().get(Figure.CPU_RATIO)).as("%d forks", forks)
                    .isCloseTo(0.05 * Math.sqrt(2), within(0.017));
        }
    }

    @Test
    void one_fork_has_none() {
        assertThat(ForkSpread.of(RunFigures.of(run().forks(1).results()))).isEmpty();
    }

    @Test
    void what_was_not_measured_has_none() {
        ForkSpread closed = ForkSpread.of(RunFigures.of(run().closedOnly().results())).orElseThrow();
        assertThat(closed.byFigure()).doesNotContainKeys(Figure.P50, Figure.P99).containsKey(Figure.CPU_RATIO);
        ForkSpread alone = ForkSpread
                .of(RunFigures.of(new SyntheticRun().subject("made-up", Cost.flat(6)).results()))
                .orElseThrow();
        assertThat(alone.byFigure()).doesNotContainKey(Figure.CPU_RATIO).containsKey(Figure.P99);
    }

    @Test
    void a_process_that_used_no_cpu_has_no_ratio_that_could_vary() {
        ForkSpread spread = ForkSpread.of(RunFigures.of(new SyntheticRun().subject("flat", Cost.flat(6))
                .subject("wrong-pid", Cost.flat(0))
                .results())).orElseThrow();

        assertThat(spread.byFigure()).doesNotContainKey(Figure.CPU_RATIO)
                .allSatisfy((figure, value) -> assertThat(value).as(figure.words()).isFinite());
    }

    /** A good many cells, so that the middling one is known. */
    private static SyntheticRun run() {
        SyntheticRun run = new SyntheticRun().ladder(1, 2, 5, 10, 20, 50, 100, 200, 500, 1_000);
        for (int i = 0; i < 12; i++) {
            run.subject("made-up-" + i, Cost.flat(6));
        }
        return run;
    }
}

package org.echoscale.bench.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.echoscale.bench.run.Precision.Interval;
import org.echoscale.results.model.Plan;
import org.echoscale.results.stats.ForkSpread;
import org.echoscale.results.stats.ForkSpread.Figure;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class PrecisionTest {
    private static final Noise NOISE = new Noise("made up", Duration.ofSeconds(1),
            new ForkSpread(Map.of(Figure.CPU, 0.025,
                    Figure.CPU_RATIO, 0.02, Figure.P50, 0.1)));

    /** Student's t for 4 degrees of freedom is 2.776 at 97.5 %: 2.776 × 0.025 ÷ √5 = 0.0310. */
    @Test
    void theIntervalIsStudentsOfTheLogarithms() {
        Interval cpu = Precision.of(plan(5, 1, null), 2, NOISE).intervals().getFirst();
        assertThat(cpu.figure()).isEqualTo(Figure.CPU);
        assertThat(Math.log1p(cpu.high())).isCloseTo(0.03104, within(0.00001));
        assertThat(Math.log1p(cpu.low())).isCloseTo(-0.03104, within(0.00001));
    }

    @Test
    void moreForksBuyMore() {
        double before = Double.MAX_VALUE;
        for (int forks = 2; forks < 40; forks++) {
            double now = Precision.of(plan(forks, 1, null), 1, NOISE).intervals().getFirst().high();
            assertThat(now).isLessThan(before);
            before = now;
        }
    }

    @Test
    void onlyWhatThePlanMeasuresHasAnInterval() {
        assertThat(figures(plan(5, 1, 100.0), 2)).containsExactly(Figure.CPU, Figure.CPU_RATIO, Figure.P50);
        assertThat(figures(plan(5, null, 100.0), 2)).containsExactly(Figure.P50);
        assertThat(figures(plan(5, 1, null), 1)).containsExactly(Figure.CPU);
    }

    @Test
    void oneForkHasNone() {
        assertThatThrownBy(() -> new Precision(1, NOISE, List.of()))
                .hasMessage("forks 1 < 2: one fork shows no spread");
    }

    private static List<Figure> figures(Plan plan, int servers) {
        return Precision.of(plan, servers, NOISE).intervals().stream().map(Interval::figure).toList();
    }

    private static Plan plan(int forks, @Nullable Integer depth, @Nullable Double rate) {
        return new Plan("test", List.of("a"), List.of(10), 4, 64, depth, rate, forks, 1_000_000_000, 0, 7);
    }
}

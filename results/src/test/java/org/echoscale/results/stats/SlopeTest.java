package org.echoscale.results.stats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.echoscale.results.stats.Slope.Point;
import org.junit.jupiter.api.Test;

class SlopeTest {
    @Test
    void points_on_a_line_have_its_slope_and_no_doubt_about_it() {
        Slope slope = Slope.through(List.of(new Point(10, 1_030), new Point(100, 1_300), new Point(1_000, 4_000),
                new Point(10_000, 31_000)));

        assertThat(slope.each()).isCloseTo(3, within(1e-9));
        assertThat(slope.low()).isCloseTo(3, within(1e-6));
        assertThat(slope.high()).isCloseTo(3, within(1e-6));
        assertThat(slope.rSquared()).isCloseTo(1, within(1e-9));
        assertThat(slope.points()).isEqualTo(4);
    }

    @Test
    void points_beside_a_line_have_the_interval_of_a_textbook() {
        Slope slope = Slope.through(List.of(new Point(1, 1), new Point(2, 3), new Point(3, 2), new Point(4, 5)));

        // Sxx = 5, Sxy = 5.5, Syy = 8.75; residual sum 8.75 - 6.05 = 2.7; standard error √(2.7 / 2 / 5); t(2) = 4.302653
        assertThat(slope.each()).isCloseTo(1.1, within(1e-9));
        assertThat(slope.high() - slope.low()).isCloseTo(2 * 4.302653 * Math.sqrt(0.27), within(1e-5));
        assertThat(slope.rSquared()).isCloseTo(6.05 / 8.75, within(1e-9));
    }

    @Test
    void three_sizes_are_too_few_however_many_points_there_are() {
        assertThatThrownBy(() -> Slope.through(List.of(new Point(1, 1), new Point(2, 2), new Point(3, 3),
                new Point(3, 3))))
                .hasMessage("3 different sizes; at least 4");
    }
}

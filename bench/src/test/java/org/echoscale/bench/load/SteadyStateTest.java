package org.echoscale.bench.load;

import static org.assertj.core.api.Assertions.assertThat;

import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

class SteadyStateTest {
    private final SteadyState steady = new SteadyState();

    @Test
    void fewSlicesAreNeverSteady() {
        add(6, 6, 6, 6);
        assertThat(steady.reached()).isFalse();
        assertThat(steady.slices()).isEqualTo(4);
        add(6);
        assertThat(steady.reached()).isTrue();
        add(6, 6, 6);
        assertThat(steady.slices()).as("all of them, not those alone that are tested").isEqualTo(8);
    }

    @Test
    void aFallingCostIsNotSteadyAndIsOnceItStopsFalling() {
        add(20, 16, 13, 11, 10);
        assertThat(steady.reached()).isFalse();
        assertThat(steady.slope()).isNegative();
        add(9.9, 9.9, 9.8, 9.9);
        assertThat(steady.reached()).isTrue();
    }

    @Test
    void aSteadyMeanWithWideSwingsIsNotSteady() {
        add(5, 7, 5, 7, 5, 7, 5, 7);
        assertThat(steady.reached()).isFalse();
        assertThat(steady.variation()).isGreaterThan(SteadyState.MOST_VARIATION);
    }

    @Test
    void theSlopeIsTheRiseOfTheFittedLineOverTheWindow() {
        add(1, 2, 3, 4, 5);
        assertThat(steady.slope()).isCloseTo(4.0 / 3.0, Offset.offset(1e-12));
    }

    private void add(double... values) {
        for (double value : values) {
            steady.add(value);
        }
    }
}

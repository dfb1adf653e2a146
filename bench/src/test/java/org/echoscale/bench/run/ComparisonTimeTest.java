package org.echoscale.bench.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.echoscale.bench.run.SideBySide.Settings;
import org.junit.jupiter.api.Test;

class ComparisonTimeTest {
    private final ComparisonTime time = new ComparisonTime(
            new Settings(10, 5, 64, 5, 20, Duration.ofMillis(250), Duration.ofSeconds(4), 1), 2, 2);

    @Test
    void aForkIsItsStartItsWarmUpsAndItsSlices() {
        assertThat(time.total()).isEqualTo(Duration.ofSeconds(5 * (2 + 8 + 10)));
        assertThat(time.beforeFork(1)).isEqualTo(time.total());
        assertThat(time.beforeFork(5)).isEqualTo(Duration.ofSeconds(20));
    }

    @Test
    void whatIsDoneOfAForkIsNotLeft() {
        assertThat(time.within(5, 0, 0)).isEqualTo(Duration.ofSeconds(18));
        assertThat(time.within(5, 1, 0)).isEqualTo(Duration.ofSeconds(14));
        assertThat(time.within(5, 2, 19)).isEqualTo(Duration.ofMillis(500));
        assertThat(time.within(4, 2, 20)).isEqualTo(Duration.ofSeconds(20));
    }

    @Test
    void aStartThatWasTimedTakesThePlaceOfTheGuess() {
        time.started(Duration.ofSeconds(7));
        assertThat(time.beforeFork(5)).isEqualTo(Duration.ofSeconds(25));
    }
}

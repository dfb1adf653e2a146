package org.echoscale.bench.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

class TimeLeftTest {
    private static final Duration SECOND = Duration.ofSeconds(1);

    @Test
    void beforeTheFirstCellItIsTheForecast() {
        assertThat(new TimeLeft(List.of(SECOND, SECOND.multipliedBy(5)), Duration.ZERO).estimate())
                .isEqualTo(Duration.ofSeconds(6));
    }

    @Test
    void cellsThatTakeTwiceAsLongMakeTheRestTwiceAsLong() {
        TimeLeft left = new TimeLeft(Collections.nCopies(100, SECOND), Duration.ZERO);
        for (int i = 0; i < 50; i++) {
            left.ended(SECOND.multipliedBy(2));
        }
        assertThat(left.estimate().toMillis()).isCloseTo(100_000, within(3_000L));
        assertThat(left.done()).isEqualTo(50);
        assertThat(left.cells()).isEqualTo(100);
    }

    @Test
    void oneOddCellIsNotAllThereIs() {
        TimeLeft left = new TimeLeft(Collections.nCopies(10, SECOND), Duration.ZERO);
        left.ended(SECOND.multipliedBy(9));
        assertThat(left.estimate()).isLessThan(Duration.ofSeconds(50));
    }

    @Test
    void nothingIsLeftAtTheEndAndOfNothing() {
        TimeLeft left = new TimeLeft(List.of(SECOND), Duration.ZERO);
        left.ended(SECOND.multipliedBy(3));
        assertThat(left.estimate()).isZero();
        assertThat(new TimeLeft(List.of(), Duration.ZERO).estimate()).isZero();
    }

    @Test
    void whatFollowsTheLastCellIsPartOfIt() {
        TimeLeft left = new TimeLeft(List.of(SECOND), SECOND.multipliedBy(4));
        assertThat(left.estimate()).isEqualTo(Duration.ofSeconds(5));
        left.ended(SECOND.multipliedBy(2));
        assertThat(left.estimate()).isEqualTo(Duration.ofSeconds(4));
    }
}

package org.echoscale.bench.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BudgetTest {
    /** Ten seconds for whatever number of forks, and thirty for each. */
    private static Duration forecast(int forks) {
        return Duration.ofSeconds(10 + 30L * forks);
    }

    @ParameterizedTest
    @CsvSource({"40,1", "69,1", "70,2", "160,5", "600,19", "100000000,1000"})
    void asManyForksFitAsTheForecastAllows(long seconds, int forks) {
        assertThat(Budget.forks(Duration.ofSeconds(seconds), BudgetTest::forecast)).hasValue(forks);
    }

    @Test
    void noneFitsIntoLessThanOneTakes() {
        assertThat(Budget.forks(Duration.ofMillis(39_999), BudgetTest::forecast)).isEqualTo(OptionalInt.empty());
    }

    @Test
    void whereNothingCanBeMeasuredOneIsEnough() {
        assertThat(Budget.forks(Duration.ofSeconds(20), forks -> Duration.ofSeconds(10))).hasValue(1);
    }
}

package org.echoscale.bench.load;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PacerTest {

    @ParameterizedTest
    @ValueSource(doubles = {0.5, 1, 3, 333, 10_000, 999_999})
    void aConstantRateIsKeptWithoutDriftHoweverLong(double rate) {
        Pacer pacer = Pacer.constant(rate);
        assertThat(pacer.intendedNanos(0)).isZero();
        for (long hours = 1; hours <= 10; hours++) {
            long messages = (long) (rate * 3600 * hours);
            assertThat(pacer.intendedNanos(messages) / 1e9).isCloseTo(messages / rate,
                    org.assertj.core.data.Offset.offset(1e-5));
        }
    }

    @ParameterizedTest
    @ValueSource(doubles = {7, 10_000, 1_000_000})
    void timesNeverGoBackAndLieOnePeriodApart(double rate) {
        Pacer pacer = Pacer.constant(rate);
        for (long number = 1; number < 10_000; number++) {
            double distance = pacer.intendedNanos(number) - pacer.intendedNanos(number - 1);
            assertThat(distance).isBetween(1e9 / rate - 1, 1e9 / rate + 1);
        }
    }
}

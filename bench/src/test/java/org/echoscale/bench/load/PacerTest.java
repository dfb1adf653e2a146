package org.echoscale.bench.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.data.Offset.offset;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
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
            assertThat(pacer.intendedNanos(messages) / 1e9).isCloseTo(messages / rate, offset(1e-5));
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

    @Test
    void distancesOfAPoissonProcessAreExponential() {
        double rate = 20_000;
        int messages = 200_000;
        Pacer pacer = Pacer.poisson(rate, messages, 7);
        double mean = 1e9 / rate;
        double[] share = new double[3]; // of distances above 1, 2 and 3 means
        double squares = 0;
        for (int number = 1; number <= messages; number++) {
            double distance = pacer.intendedNanos(number) - pacer.intendedNanos(number - 1);
            assertThat(distance).isNotNegative();
            squares += (distance - mean) * (distance - mean) / messages;
            for (int times = 1; times <= 3; times++) {
                share[times - 1] += distance > times * mean ? 1.0 / messages : 0;
            }
        }
        assertThat(Math.sqrt(squares) / mean).isCloseTo(1, offset(0.02));
        for (int times = 1; times <= 3; times++) {
            assertThat(share[times - 1]).isCloseTo(Math.exp(-times), offset(0.005));
        }
    }

    @Test
    void countsOfAPoissonProcessVaryAsMuchAsTheyAreLarge() {
        double rate = 10_000;
        Pacer pacer = Pacer.poisson(rate, 100_000, 3);
        int[] counts = new int[1000]; // messages in each stretch of 10 ms: 100 on average
        for (int number = 0; number < 100_000; number++) {
            counts[(int) Math.min(999, pacer.intendedNanos(number) / 10_000_000)]++;
        }
        double variance = Arrays.stream(counts).mapToDouble(count -> (count - 100.0) * (count - 100.0)).sum() / 999;
        assertThat(variance).isCloseTo(100, offset(15.0));
    }

    @ParameterizedTest
    @ValueSource(doubles = {1, 777, 1_000_000})
    void aPoissonProcessKeepsItsRateHoweverLongAndNeverGoesBack(double rate) {
        Pacer pacer = Pacer.poisson(rate, 5000, 1);
        for (long cycle = 0; cycle < 100; cycle++) {
            long number = cycle * 8192; // the next power of two of 5000
            assertThat(pacer.intendedNanos(number) / 1e9).isCloseTo(number / rate, offset(1e-6));
            assertThat(pacer.intendedNanos(number + 8191)).isLessThanOrEqualTo(pacer.intendedNanos(number + 8192));
        }
    }

    @Test
    void aPoissonProcessIsThatOfItsSeed() {
        Pacer one = Pacer.poisson(1000, 5000, 1);
        Pacer same = Pacer.poisson(1000, 5000, 1);
        Pacer other = Pacer.poisson(1000, 5000, 2);
        assertThat(one.intendedNanos(4321)).isEqualTo(same.intendedNanos(4321)).isNotEqualTo(other.intendedNanos(4321));
    }

    @Test
    void theMessagesOfABurstAreDueAtOnceAndBurstsKeepTheRate() {
        Pacer pacer = Pacer.bursts(1000, 10);
        for (long number = 0; number < 10_000; number++) {
            assertThat(pacer.intendedNanos(number)).isEqualTo(number / 10 * 10_000_000);
        }
    }
}

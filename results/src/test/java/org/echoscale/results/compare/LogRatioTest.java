package org.echoscale.results.compare;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LogRatioTest {

    /** Worked by hand: logarithms 0, 0.1, 0.2 and 0.3, 0.4, 0.5; each side's mean varies by 0.01 / 3; 4 degrees, t = 2.7764. */
    @Test
    void theIntervalIsWelchs() {
        LogRatio ratio = ratio(exp(0, 0.1, 0.2), exp(0.3, 0.4, 0.5));
        double half = 2.776445 * Math.sqrt(0.02 / 3);
        assertThat(ratio.ratio()).isCloseTo(Math.exp(0.3), within(1e-9));
        assertThat(ratio.low()).isCloseTo(Math.exp(0.3 - half), within(1e-5));
        assertThat(ratio.high()).isCloseTo(Math.exp(0.3 + half), within(1e-5));
    }

    @Test
    void swappingTheSidesInvertsIt() {
        List<Double> a = List.of(6.0, 6.2, 5.9, 6.4);
        List<Double> b = List.of(7.0, 7.7, 6.9);
        LogRatio forth = ratio(a, b);
        LogRatio back = ratio(b, a);
        assertThat(back.low()).isCloseTo(1 / forth.high(), within(1e-9));
        assertThat(back.high()).isCloseTo(1 / forth.low(), within(1e-9));
    }

    @Test
    void fewerThanThreeForksAndValuesWithoutALogarithmHaveNone() {
        assertThat(LogRatio.of(List.of(1.0, 2.0), List.of(1.0, 2.0, 3.0))).isNull();
        assertThat(LogRatio.of(List.of(1.0, 2.0, 3.0), List.of(1.0, 2.0))).isNull();
        assertThat(LogRatio.of(List.of(1.0, 2.0, 0.0), List.of(1.0, 2.0, 3.0))).isNull();
    }

    @Test
    void forksThatAreAllTheSameHaveAnIntervalOfOnePoint() {
        assertThat(LogRatio.of(List.of(2.0, 2.0, 2.0), List.of(2.0, 2.0, 2.0))).isEqualTo(new LogRatio(1, 1, 1));
    }

    /** Of 4,000 pairs, 3,800 should hold the truth; six standard deviations of that count are 83. */
    @ParameterizedTest
    @CsvSource({"5, 5, 0.02, 0.02, 1.0", "3, 3, 0.05, 0.05, 1.1", "5, 8, 0.01, 0.10, 0.9"})
    void nineteenOfTwentyIntervalsHoldTheTruth(int forksOfA, int forksOfB, double spreadOfA, double spreadOfB,
            double truth) {
        Random random = new Random(20_000);
        int holds = 0;
        for (int i = 0; i < 4_000; i++) {
            LogRatio ratio = ratio(forks(random, forksOfA, spreadOfA, 6),
                    forks(random, forksOfB, spreadOfB, 6 * truth));
            holds += ratio.low() <= truth && truth <= ratio.high() ? 1 : 0;
        }
        assertThat(holds).isBetween(3_717, 3_900);
    }

    private static List<Double> forks(Random random, int forks, double spread, double typical) {
        return IntStream.range(0, forks).mapToObj(i -> typical * Math.exp(spread * random.nextGaussian())).toList();
    }

    private static LogRatio ratio(List<Double> a, List<Double> b) {
        return Objects.requireNonNull(LogRatio.of(a, b));
    }

    private static List<Double> exp(double... logarithms) {
        return Arrays.stream(logarithms).mapToObj(Math::exp).toList();
    }
}

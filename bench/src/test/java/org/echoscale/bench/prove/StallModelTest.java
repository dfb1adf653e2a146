package org.echoscale.bench.prove;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.HdrHistogram.Histogram;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StallModelTest {
    private static final double SECOND = 1e9;
    private static final double BASE = 50_000;
    static final int CONNECTIONS = 20;

    @Test
    void withNoDrainingTheTailIsTheTextbooks() {
        StallModel model = model(10 * SECOND, SECOND, 0);
        assertThat(model.quantile(0.5)).isEqualTo(BASE, within(1.0));
        assertThat(model.quantile(0.91)).isEqualTo(0.1 * SECOND, within(2.0));
        assertThat(model.quantile(0.95)).isEqualTo(0.5 * SECOND, within(2.0));
        assertThat(model.quantile(0.999)).isEqualTo(0.99 * SECOND, within(2.0));
        assertThat(model.quantile(1)).isEqualTo(SECOND, within(2.0));
        assertThat(model.waiting()).isEqualTo(0.1);
    }

    @ParameterizedTest
    @CsvSource({"2000, 10, 1.0, 0, 0.37", "2000, 10, 1.0, 100, 0.0", "2000, 10, 1.0, 10000, 0.5",
        "2000, 10, 1.0, 50000, 0.9",
        "5000, 4, 0.4, 20000, 0.21", "100, 20, 3.0, 1000000, 0.7", "50000, 2, 0.5, 2000, 0.99"})
    void agreesWithEveryMessageOfASimulationWithinTheDistanceOfTwo(double rate, double seconds, double stop,
            double visitNanos, double phase) {
        double period = SECOND / rate;
        double[] latencies = simulate(rate, seconds, stop, visitNanos, phase);
        StallModel model = new StallModel(seconds * SECOND, stop * SECOND + visitNanos, (CONNECTIONS - 1) * visitNanos,
                constant(visitNanos));
        for (int rank = 1; rank <= latencies.length; rank++) {
            assertThat(latencies[rank - 1]).as("rank %d of %d", rank, latencies.length)
                    .isEqualTo(model.quantile((rank - 0.5) / latencies.length), within(2 * period + visitNanos));
        }
    }

    @Test
    void aPileThatIsAnsweredAConnectionAtATimeMovesTheTailByHalfOfTheTimeThatItTakes() {
        StallModel model = model(10 * SECOND, SECOND, 0.02 * SECOND);
        assertThat(model.quantile(0.95)).isEqualTo(0.51 * SECOND, within(2.0));
        assertThat(model.quantile(0.999)).as("S + C/2 − T/1000").isEqualTo(1.0 * SECOND, within(2.0));
        assertThat(model.above(1.01 * SECOND)).as("half of those that could").isEqualTo(0.01 / 4 / 10, within(1e-12));
        assertThat(model.quantile(1)).isEqualTo(1.02 * SECOND, within(2.0));
    }

    @Test
    void theBaseOfOtherMessagesShiftsPercentilesBelowTheTail() {
        Histogram histogram = new Histogram(1, 60_000_000_000L, 3);
        SplittableRandom random = new SplittableRandom(7);
        double[] latencies = simulate(2000, 10, 1, 0, 0.3);
        for (int i = 0; i < latencies.length; i++) {
            double base = 30_000 - 40_000 * Math.log(1 - random.nextDouble());
            histogram.recordValue((long) base);
            latencies[i] = Math.max(latencies[i], base);
        }
        Arrays.sort(latencies);
        StallModel model = new StallModel(10 * SECOND, SECOND, 0, StallModel.Base.of(histogram));
        for (double part : new double[]{0.1, 0.5, 0.75, 0.85}) {
            double measured = latencies[(int) (part * latencies.length)];
            assertThat(model.quantile(part)).as("part %s", part).isEqualTo(measured, within(measured * 0.01));
        }
    }

    @Test
    void aboveFallsFromOneToZeroAndQuantileIsItsInverse() {
        StallModel model = model(10 * SECOND, SECOND, 1e7);
        assertThat(model.above(-1)).isEqualTo(1);
        assertThat(model.above(SECOND)).isPositive();
        assertThat(model.above(SECOND + 1e7)).isZero();
        for (double part = 0.9; part < 1; part += 0.001) {
            if (part > 1 - model.waiting()) {
                assertThat(model.above(model.quantile(part))).isEqualTo(1 - part, within(1e-9));
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"0, 0", "-1, 0", "1, -1", "6, 5", "2, 3"})
    void aStopThatIsNotWithinTheWindowIsRefused(double stop, double drain) {
        assertThatThrownBy(() -> model(10, stop, drain)).isInstanceOf(IllegalArgumentException.class);
    }

    /**
     * Message by message: {@value #CONNECTIONS} connections, to which messages are dealt in turn, and one server. It comes to
     * those that have something in the order in which they got it, and answers all of one at once, in the same time each. It
     * stands still from a moment on.
     *
     * @param phase where between two messages the stop begins
     * @return latencies in rising order
     */
    static double[] simulate(double rate, double seconds, double stop, double visitNanos, double phase) {
        double period = SECOND / rate;
        double[] latencies = new double[(int) Math.round(rate * seconds)];
        double stopsAt = (Math.floor(latencies.length * 0.4) + phase) * period;
        double goesOnAt = stopsAt + stop * SECOND;
        Deque<Integer> ready = new ArrayDeque<>();
        List<Deque<Integer>> piles = Stream.<Deque<Integer>>generate(ArrayDeque::new).limit(CONNECTIONS).toList();
        double now = 0;
        for (int next = 0; next < latencies.length || !ready.isEmpty();) {
            if (ready.isEmpty()) {
                now = Math.max(now, next * period);
            }
            if (now >= stopsAt && now < goesOnAt) {
                now = goesOnAt;
            }
            for (; next < latencies.length && next * period <= now; next++) {
                Deque<Integer> pile = piles.get(next % CONNECTIONS);
                if (pile.isEmpty()) {
                    ready.add(next % CONNECTIONS);
                }
                pile.add(next);
            }
            Deque<Integer> answered = piles.get(ready.remove());
            now += visitNanos;
            for (int message : answered) {
                latencies[message] = now - message * period;
            }
            answered.clear();
        }
        Arrays.sort(latencies);
        return latencies;
    }

    private static StallModel model(double window, double stop, double drain) {
        return new StallModel(window, stop, drain, constant(BASE));
    }

    private static StallModel.Base constant(double latency) {
        return new StallModel.Base() {
            @Override
            public double above(double nanos) {
                return nanos < latency ? 1 : 0;
            }

            @Override
            public double longestNanos() {
                return latency;
            }
        };
    }
}

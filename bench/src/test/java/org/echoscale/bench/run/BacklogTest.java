package org.echoscale.bench.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.DoubleUnaryOperator;
import java.util.function.IntFunction;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.HdrHistogram.Histogram;
import org.echoscale.bench.load.WindowPart;
import org.echoscale.results.model.Cell;
import org.echoscale.results.model.EncodedHistogram;
import org.echoscale.results.model.Load;
import org.echoscale.results.model.Measurement;
import org.echoscale.results.model.Measurement.Connections;
import org.echoscale.results.model.Measurement.GeneratorCost;
import org.echoscale.results.model.Measurement.Messages;
import org.echoscale.results.model.Measurement.WarmUp;
import org.echoscale.results.model.Reason;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Windows of twenty parts at servers whose replies are computed; times are in seconds. */
class BacklogTest {
    private static final int PARTS = 20;
    /** How long the last replies are awaited after the window. */
    private static final double PATIENCE = 3;

    /** When the reply is there to a message that is sent then; asked in the order of sending. */
    private interface Server extends DoubleUnaryOperator {}

    @ParameterizedTest
    @ValueSource(doubles = {0.001, 0.150, 0.4, 0.8, 1.0, 1.2, 1.4, 1.5, 1.56, 1.6, 1.7, 1.8, 1.9, 1.98})
    void aServerThatTakesLongAndKeepsTheRateHasNotMissedIt(double latency) {
        assertThat(constant(1000, 2, sent -> sent + latency)).isEmpty();
        assertThat(constant(1000, 0.5, sent -> sent + latency / 4)).isEmpty();
        Random random = new Random(4);
        assertThat(constant(1000, 2, sent -> sent + latency * (1 + 0.2 * random.nextGaussian())))
                .as("give or take a fifth")
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(doubles = {0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.55, 0.6, 0.65, 0.7, 0.75, 0.8, 0.85})
    void aServerThatLosesTheRateInTheWindowHasMissedIt(double from) {
        for (double left : new double[]{0.25, 0.4, 0.5, 0.6}) {
            Server server = capped(at -> at < from * 2 ? 5000 : left * 1000);
            assertThat(constant(1000, 2, server)).as("%s of the rate is left", left)
                    .extracting(Reason::code)
                    .contains("rate-missed");
            assertThat(constant(1000, 2, inTurns(1000, 2, at -> at < from * 2 ? 5000 : left * 1000)))
                    .as("%s of the rate is left, connections in turn", left)
                    .extracting(Reason::code)
                    .contains("rate-missed");
        }
    }

    @ParameterizedTest
    @ValueSource(doubles = {0.1, 0.3, 0.5, 0.7})
    void arrivalsAtRandomDoNotHideThatTheRateIsLost(double from) {
        Random random = new Random(5);
        for (int i = 0; i < 20; i++) {
            assertThat(poisson(random, 1000, 2, capped(at -> at < from * 2 ? 5000 : 400))).extracting(Reason::code)
                    .contains("rate-missed");
        }
    }

    @ParameterizedTest
    @CsvSource({"5030, 20, 120 to 600", "5040, 2, 16 to 80"})
    void aServerThatCanDoALittleLessThanTheRateHasMissedIt(double rate, double seconds, String growth) {
        assertThat(constant(rate, seconds, capped(5000))).extracting(Reason::message)
                .containsExactly(String.format(
                        "%,.0f/s were asked for and %,.0f/s came back, and the messages outstanding grew "
                                + "from %s through the window: not sustainable, so there is no latency",
                        rate,
                        5000.0, growth));
    }

    @ParameterizedTest
    @ValueSource(doubles = {6000, 8000, 12_000, 20_000, 50_000})
    void aServerThatCanDoMuchLessThanTheRateHasMissedIt(double rate) {
        assertThat(constant(rate, 2, capped(5000))).extracting(Reason::code).contains("rate-missed");
        assertThat(constant(rate, 0.5, capped(5000))).extracting(Reason::code).contains("rate-missed");
    }

    @ParameterizedTest
    @CsvSource({"0.2, 0.5", "1.0, 0.5", "0.2, 1"})
    void aPauseDoesNotHideThatTheRateIsMissed(double from, double length) {
        Server server = capped(5000);
        assertThat(constant(5500, 4,
                sent -> server.applyAsDouble(sent >= from && sent < from + length ? from + length : sent)))
                .extracting(Reason::code)
                .contains("rate-missed");
    }

    @Test
    void aServerOfUnsteadySpeedThatCannotKeepTheRateHasMissedIt() {
        Random random = new Random(1);
        long missed = IntStream.range(0, 100).filter(trial -> {
            double[] speed = random.doubles(10, 4000, 6000).toArray();
            Server server = capped(sent -> speed[(int) Math.min(9, sent * 5)]);
            return !constant(6000, 2, server).isEmpty();
        }).count();
        assertThat(missed).isGreaterThan(90);
    }

    @ParameterizedTest
    @CsvSource({"1.99, 0.05", "1.7, 0.6", "1.2, 1", "0.5, 0.3", "0, 0.7", "0.9, 1"})
    void aPauseIsLatency(double from, double length) {
        Server server = capped(20_000);
        assertThat(constant(5000, 2,
                sent -> server.applyAsDouble(sent >= from && sent < from + length ? from + length : sent))).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(doubles = {1000, 1020, 1100, 1500, 4000})
    void aPauseIsLatencyWhereverItLiesHoweverLongItIsAndHoweverSlowlyTheServerCatchesUp(double ratePerSecond) {
        for (double from = 0; from < 2; from += 0.07) {
            for (double length = 0.03; length < 1.9; length += 0.13) {
                double begin = from;
                double end = from + length;
                Server server = capped(ratePerSecond);
                assertThat(constant(1000, 2,
                        sent -> server.applyAsDouble(sent >= begin && sent < end ? end : sent)))
                        .as("from %s to %s", begin, end)
                        .isEmpty();
            }
        }
    }

    @Test
    void aBacklogThatComesAndGoesByChanceIsLatency() {
        Random random = new Random(2);
        // It sleeps again and again, up to 40 ms, and serves all that has come meanwhile when it wakes.
        assertMissed(0.01, trial -> {
            double[] wakes = new double[400];
            for (int i = 1; i < wakes.length; i++) {
                wakes[i] = wakes[i - 1] + random.nextDouble(0.04);
            }
            Server sleeper = sent -> wakes[firstAtOrAfter(wakes, sent)];
            return poisson(random, 1000, 2, sleeper);
        });
    }

    @ParameterizedTest
    @ValueSource(doubles = {0.3, 0.8, 0.95})
    void aServerThatIsBusyByChanceAndKeepsTheRateHasNotMissedIt(double utilization) {
        Random random = new Random(3);
        assertMissed(0.005, trial -> {
            Server server = capped(sent -> 1000 / utilization / -Math.log(1 - random.nextDouble()));
            return poisson(random, 1000, 2, server);
        });
    }

    private static void assertMissed(double most, IntFunction<List<Reason>> trial) {
        int trials = 1000;
        long missed = IntStream.range(0, trials).filter(i -> !trial.apply(i).isEmpty()).count();
        assertThat(missed / (double) trials).isLessThan(most);
    }

    private static int firstAtOrAfter(double[] sorted, double value) {
        int i = Arrays.binarySearch(sorted, value);
        return i >= 0 ? i : -i - 1;
    }

    private static Server capped(double ratePerSecond) {
        return capped(sent -> ratePerSecond);
    }

    /** One message after the other, at a speed that depends on the time. */
    private static Server capped(DoubleUnaryOperator ratePerSecond) {
        double[] free = {0};
        return sent -> {
            double begin = Math.max(free[0], sent);
            free[0] = begin + 1 / ratePerSecond.applyAsDouble(begin);
            return free[0];
        };
    }

    /**
     * Twenty connections in turn: reads all that is there on one, at a speed that depends on the time, and then answers it. So when it
     * is overloaded, what came just before its turn waits the least.
     */
    private static Server inTurns(double rate, double seconds, DoubleUnaryOperator ratePerSecond) {
        int connections = 20;
        int messages = (int) Math.round(rate * seconds);
        double[] replied = new double[messages];
        double now = 0;
        int[] next = IntStream.range(0, connections).toArray();
        for (int answered = 0, connection = 0; answered < messages; connection = (connection + 1) % connections) {
            int from = next[connection];
            for (; next[connection] < messages && next[connection] / rate <= now; next[connection] += connections) {
                answered++;
            }
            now += from == next[connection]
                    ? 1e-6
                    : (next[connection] - from) / connections / ratePerSecond.applyAsDouble(now);
            for (int message = from; message < next[connection]; message += connections) {
                replied[message] = now;
            }
        }
        return sent -> replied[(int) Math.round(sent * rate)];
    }

    private static List<Reason> constant(double rate, double seconds, Server server) {
        double[] sent = IntStream.range(0, (int) Math.round(rate * seconds)).mapToDouble(i -> i / rate).toArray();
        return judge(new Load.Open(rate, Load.Schedule.CONSTANT), sent, seconds, server);
    }

    private static List<Reason> poisson(Random random, double rate, double seconds, Server server) {
        double[] sent = DoubleStream.iterate(0, at -> at < seconds, at -> at - Math.log(1 - random.nextDouble()) / rate)
                .toArray();
        return judge(new Load.Open(rate, Load.Schedule.POISSON), sent, seconds, server);
    }

    private static List<Reason> judge(Load.Open load, double[] sent, double seconds, Server server) {
        long[] due = new long[PARTS];
        long[] answered = new long[PARTS];
        long[] latencyNanos = new long[PARTS];
        long[] replies = new long[PARTS];
        Histogram latency = new Histogram(1000, 10_000_000_000L, 2); // small: it is encoded and decoded thousands of times
        for (double at : sent) {
            int part = (int) (at / seconds * PARTS);
            due[part]++;
            double replied = server.applyAsDouble(at);
            if (replied < seconds) {
                replies[(int) (replied / seconds * PARTS)]++;
            }
            if (replied < seconds + PATIENCE) {
                long nanos = (long) ((replied - at) * 1e9);
                latency.recordValue(nanos);
                answered[part]++;
                latencyNanos[part] += nanos;
            }
        }
        List<WindowPart> parts = IntStream.range(0, PARTS)
                .mapToObj(i -> new WindowPart(due[i], answered[i], latencyNanos[i], replies[i]))
                .toList();
        Messages messages = new Messages(sent.length, sent.length, Arrays.stream(replies).sum(),
                latency.getTotalCount(), 0, sent.length - latency.getTotalCount());
        Measurement measurement = new Measurement((long) (seconds * 1e9), messages, new Connections(10, 10, 10, 0, 1),
                EncodedHistogram.of(latency), null, null, null, new GeneratorCost(1, null, null, 1, 0, "spin", 1, 1, 1),
                new WarmUp(true, 1, 1, 0, 0), List.of());
        return Judge.objections(new Cell("x", 10, 10, 64, load), measurement, parts, null, 1, 0);
    }
}

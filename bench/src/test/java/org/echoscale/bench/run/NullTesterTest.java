package org.echoscale.bench.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import org.HdrHistogram.Histogram;
import org.echoscale.bench.load.LoadGenerator;
import org.echoscale.bench.run.NullTester.Attempt;
import org.echoscale.results.model.Machine;
import org.echoscale.results.model.NullTest;
import org.echoscale.results.model.Plan;
import org.echoscale.results.model.Waiting;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class NullTesterTest {
    private static final long SECOND = 1_000_000_000;

    @Test
    void aWindowThatTheMachineDisturbsIsMeasuredAgainAndItsFiguresAreNotKept() throws IOException {
        Deque<Attempt<Integer>> attempts = attempts("steal", null, null);
        assertThat(NullTester.untilQuiet(attempts::removeFirst)).isEqualTo(new Attempt<>(2, Optional.empty()));
        assertThat(attempts).hasSize(1);
    }

    @Test
    void theThirdIsTakenAsItIsAndSaysWhatDisturbedIt() throws IOException {
        Deque<Attempt<Integer>> attempts = attempts("steal", "others", "throttling", null);
        assertThat(NullTester.untilQuiet(attempts::removeFirst)).isEqualTo(new Attempt<>(3, Optional.of("throttling")));
    }

    @Test
    void theBoundsAreThoseOfATrial() {
        assertThat(Disturbance.of(machine(0.02, 19_000_000, 0.19), SECOND, 2)).isEmpty();
        assertThat(Disturbance.of(machine(0.05, 0, 0), SECOND, 2))
                .contains("the hypervisor gave 5 % of the time of a CPU to others");
        assertThat(Disturbance.of(machine(0, 21_000_000, 0), SECOND, 2))
                .contains("a control group held back the CPUs for 21 ms");
        assertThat(Disturbance.of(machine(0, 0, 0.3), SECOND, 2)).contains("other processes took 30 % of the CPU time");
        assertThat(Disturbance.of(new Machine(null, null, null, null, null, null, null, null), SECOND, 2)).isEmpty();
    }

    @Test
    void theWindowOfTheOpenLoopIsAsLongAsItsPercentilesNeed() {
        assertThat(NullTester.window(1_000_000)).isEqualTo(Duration.ofMillis(250));
        assertThat(NullTester.window(20_000)).as("10,000 messages and some for p99").isEqualTo(Duration.ofMillis(510));
        assertThat(NullTester.window(5_100)).isEqualTo(Duration.ofSeconds(2));
        assertThat(NullTester.window(500)).as("200 and some for the median").isEqualTo(Duration.ofMillis(408));
        assertThat(NullTester.window(102)).isEqualTo(Duration.ofSeconds(2));
        assertThat(NullTester.window(1)).as("too long for either").isEqualTo(Duration.ofMillis(250));
    }

    @Test
    void pausesSpoilTheTailOfThePartsThatTheyAreInAndNotThatOfTheBest() {
        List<Histogram> parts = new ArrayList<>();
        for (int i = 0; i < 9; i++) {
            parts.add(histogram(1_125, 10_008 - i));
        }
        assertThat(NullTester.tail(parts)).isEqualTo(10_000);
        parts.subList(1, 9).forEach(part -> part.recordValueWithCount(4_000_000, 75));
        assertThat(NullTester.tail(parts)).isEqualTo(10_008);
        parts.getFirst().recordValueWithCount(4_000_000, 10);
        assertThat(NullTester.tail(parts)).as("10 of 1,135 messages").isEqualTo(10_008);
        parts.getFirst().recordValueWithCount(4_000_000, 10);
        assertThat(NullTester.tail(parts)).as("20 of 1,145").isGreaterThan(3_900_000);
    }

    @Test
    void aPartWithFewMessagesHasNoTail() {
        Histogram few = histogram(1_110, 1_000);
        List<Histogram> parts = new ArrayList<>(Collections.nCopies(8, histogram(1_112, 2_000)));
        parts.add(few);
        assertThat(NullTester.tail(parts)).isEqualTo(2_000);
        few.recordValue(1_000);
        assertThat(NullTester.tail(parts)).as("a ninth of 10,000").isEqualTo(1_000);
        assertThat(NullTester.tail(List.of(histogram(10_000, 3_000), histogram(0, 1)))).as("between bursts")
                .isEqualTo(3_000);
    }

    @Test
    void theMedianIsThatOfAllParts() {
        assertThat(NullTester.median(List.of(histogram(100, 1_000), histogram(100, 3_000), histogram(100, 2_000))))
                .isEqualTo(2_000);
    }

    @Test
    void aPercentileOfTooFewMessagesIsNotKept() {
        Histogram latency = new Histogram(3);
        latency.recordValueWithCount(1_000, 199);
        assertThat(NullTester.median(List.of(latency))).isNull();
        latency.recordValue(1_000);
        assertThat(NullTester.median(List.of(latency))).isEqualTo(1_000);
        assertThat(NullTester.tail(List.of(latency))).isNull();
        assertThat(NullTester.tail(Collections.nCopies(9, histogram(1_111, 1_000)))).as("9,999 in all").isNull();
        assertThat(NullTester.tail(Collections.nCopies(9, histogram(1_112, 1_000)))).isEqualTo(1_000);
    }

    @Test
    void thereIsOneForEachNumberOfActiveConnectionsAndACellHasThatOfItsOwn() throws IOException {
        List<NullTest> found;
        try (LoadGenerator generator = LoadGenerator.start(Placement.onThisMachine().generator(), Waiting.HYBRID)) {
            found = NullTester.measure(plan(1.0, 7, 3, 7, 9), List.of(7, 3, 7), generator, warning -> {
                throw new AssertionError(warning);
            });
        }
        assertThat(found).extracting(NullTest::connections).containsExactly(3, 7);
        assertThat(found).allSatisfy(one -> assertThat(one.openP50Nanos()).isPositive());
        assertThat(NullTester.of(found, 3)).isSameAs(found.get(0));
        assertThat(NullTester.of(found, 7)).isSameAs(found.get(1));
        assertThat(NullTester.of(found, 5)).isNull();
    }

    @Test
    void thatOfMoreActiveConnectionsThanThereArePortsIsThatOfTheMost() {
        NullTest most = new NullTest(10_000, 1, 1, 1, null, null, null, null);
        assertThat(NullTester.of(List.of(most), 20_000)).isSameAs(most);
    }

    @Test
    void eachNumberOfActiveConnectionsTakesItsTimeOnce() {
        Duration one = takes(plan(null, 100, 1_000, 10_000));
        assertThat(one).isEqualTo(takes(plan(null, 100))).isLessThan(Duration.ofSeconds(3));
        assertThat(takes(plan(1.0, 100, 1_000, 100)).minus(takes(plan(1.0, 100))))
                .isBetween(Duration.ofMillis(800), Duration.ofMillis(1_500));
    }

    private static Duration takes(Plan plan) {
        return NullTester.takes(plan, plan.connections());
    }

    private static Histogram histogram(long messages, long nanos) {
        Histogram histogram = new Histogram(4);
        histogram.recordValueWithCount(nanos, messages);
        return histogram;
    }

    /** Without a share, two of the connections are active; the open loop's window is 408 ms. */
    private static Plan plan(@Nullable Double activeShare, Integer... connections) {
        List<Integer> ladder = List.of(connections);
        return new Plan("test", List.of("any"), ladder,
                activeShare == null ? 2 : Plan.share(activeShare, Collections.max(ladder)), activeShare, 64, 1, 500.0,
                null, null, null, 1, 1_000_000_000, 300_000_000, 7);
    }

    private static Machine machine(double steal, long throttledNanos, double others) {
        return new Machine(steal, throttledNanos, null, others, null, null, null, null);
    }

    /** Each finds how many were made. */
    private static Deque<Attempt<Integer>> attempts(@Nullable String... disturbances) {
        Deque<Attempt<Integer>> attempts = new ArrayDeque<>();
        Arrays.stream(disturbances)
                .forEach(by -> attempts.add(new Attempt<>(attempts.size() + 1, Optional.ofNullable(by))));
        return attempts;
    }
}

package org.echoscale.bench.prove;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.SplittableRandom;
import java.util.function.LongUnaryOperator;
import org.HdrHistogram.Histogram;
import org.echoscale.bench.prove.StallProof.Allowance;
import org.echoscale.bench.prove.StallProof.Percentile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StallJudgeTest {
    private static final StallPlan PLAN = StallPlan.usual();
    private static final long VISIT = 5_000;
    private static final Stop STOP = new Stop(4_500_000_000L, 1_010_000_000, 1_010_000_000, 4_000, 500_000, VISIT,
            VISIT * (StallModelTest.CONNECTIONS - 1));

    @Test
    void aRulerThatIsRightAgreesAtEachPercentile() {
        List<Percentile> percentiles = judged(latency -> latency);
        assertThat(percentiles).hasSize(13).allSatisfy(row -> assertThat(row.holds()).as("%s", row).isTrue());
        assertThat(percentiles.getFirst().allowance()).isEqualTo(Allowance.BASE);
        assertThat(percentiles.get(1).allowance()).isEqualTo(Allowance.TWO_MESSAGES);
        assertThat(percentiles.subList(2, 13)).allMatch(row -> row.allowance() == Allowance.TWO_PERCENT);
    }

    @Test
    void aRulerThatDoesNotCountTheWaitIsOffAtEachPercentileOfTheTail() {
        assertThat(judged(latency -> Math.min(latency, 60_000)).subList(2, 13)).noneMatch(Percentile::holds);
    }

    @ParameterizedTest
    @ValueSource(doubles = {0.97, 1.03})
    void aRulerThatIsThreePercentWrongIsOffAtEachPercentileOfTheTail(double factor) {
        assertThat(judged(latency -> Math.round(latency * factor)).subList(2, 13)).noneMatch(Percentile::holds);
    }

    @Test
    void aStopThatIsThreePercentLongerThanMeasuredShows() {
        Stop shorter = new Stop(STOP.afterNanos(), STOP.askedNanos(), 980_000_000, STOP.unsureNanos(),
                STOP.confirmedNanos(), 0,
                STOP.drainNanos());
        assertThat(StallJudge.percentiles(PLAN, shorter, measured(latency -> latency)).subList(1, 13))
                .noneMatch(Percentile::holds);
    }

    @Test
    void aStopThatIsKnownToAMessageAndItsPileToTwoIsGoodEnoughAndNoWorse() {
        assertThat(StallJudge.objection(PLAN, blurred(500_000, 1_000_000))).isEmpty();
        assertThat(StallJudge.objection(PLAN, blurred(510_000, 0)))
                .contains("when the stop began is known to 510 µs, and the proof needs 500 µs or less");
        assertThat(StallJudge.objection(PLAN, blurred(0, 4_100_000)))
                .contains("to answer the pile took 4.10 ms, and the proof needs 1.00 ms or less");
    }

    private static Stop blurred(long unsureNanos, long drainNanos) {
        return new Stop(STOP.afterNanos(), STOP.askedNanos(), STOP.stoppedNanos(), unsureNanos, STOP.confirmedNanos(),
                0, drainNanos);
    }

    @Test
    void aStopThatIsNotAllWithinTheWindowIsNoReference() {
        long latest = PLAN.window().toNanos() - STOP.silentNanos() - STOP.drainNanos();
        assertThat(StallJudge.objection(PLAN, after(STOP.unsureNanos()))).isEmpty();
        assertThat(StallJudge.objection(PLAN, after(latest))).isEmpty();
        assertThat(StallJudge.objection(PLAN, after(STOP.unsureNanos() - 1))).isPresent();
        assertThat(StallJudge.objection(PLAN, after(latest + 1))).isPresent();
        assertThat(StallJudge.objection(PLAN, after(9_700_000_000L)))
                .contains(
                        "the stop was from 9.70 s of the window to 10.71 s, and the proof needs all of it within the 10.00 s");
        assertThat(StallJudge.outside(PLAN, after(9_700_000_000L))).isPresent();
        assertThat(StallJudge.outside(PLAN, blurred(1_010_000, 4_100_000))).as("blurred, but within").isEmpty();
    }

    private static Stop after(long nanos) {
        return new Stop(nanos, STOP.askedNanos(), STOP.stoppedNanos(), STOP.unsureNanos(), STOP.confirmedNanos(),
                STOP.reactionNanos(), STOP.drainNanos());
    }

    @Test
    void aMedianThatTheStopMovedIsOff() {
        assertThat(judged(latency -> latency + 100_000).getFirst().holds()).isFalse();
    }

    @Test
    void percentilesThatTooFewMessagesCarryAreLeftOut() {
        StallPlan small = new StallPlan("epoll-et", 20, 64, 200, PLAN.window(), PLAN.stop(), PLAN.warmUp());
        Histogram latency = histogram(200, value -> value);
        assertThat(StallJudge.percentiles(small, STOP,
                new StallJudge.Measured(latency, latency, without(), latency)))
                .extracting(Percentile::percent)
                .doesNotContain(99.9)
                .contains(99.0, 100.0);
    }

    private static List<Percentile> judged(LongUnaryOperator distortion) {
        return StallJudge.percentiles(PLAN, STOP, measured(distortion));
    }

    private static StallJudge.Measured measured(LongUnaryOperator distortion) {
        Histogram latency = histogram(PLAN.ratePerSecond(), distortion);
        return new StallJudge.Measured(latency, latency, without(), latency);
    }

    private static Histogram histogram(double rate, LongUnaryOperator distortion) {
        Histogram histogram = new Histogram(1, 60_000_000_000L, 3);
        SplittableRandom random = new SplittableRandom(1);
        for (double latency : StallModelTest.simulate(rate, 10, 1.01, VISIT, 0.37)) {
            histogram.recordValue(distortion.applyAsLong(Math.round(latency + base(random))));
        }
        return histogram;
    }

    private static Histogram without() {
        Histogram histogram = new Histogram(1, 60_000_000_000L, 3);
        SplittableRandom random = new SplittableRandom(2);
        for (int i = 0; i < 20_000; i++) {
            histogram.recordValue(Math.round(VISIT + base(random)));
        }
        return histogram;
    }

    private static double base(SplittableRandom random) {
        return 40_000 - 10_000 * Math.log(1 - random.nextDouble());
    }
}

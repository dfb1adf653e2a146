package org.echoscale.bench.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.HdrHistogram.Histogram;
import org.echoscale.bench.load.Outstanding;
import org.echoscale.bench.load.WindowPart;
import org.echoscale.results.model.Cell;
import org.echoscale.results.model.EncodedHistogram;
import org.echoscale.results.model.Load;
import org.echoscale.results.model.Machine;
import org.echoscale.results.model.Measurement;
import org.echoscale.results.model.Measurement.Connections;
import org.echoscale.results.model.Measurement.GeneratorCost;
import org.echoscale.results.model.Measurement.Messages;
import org.echoscale.results.model.Measurement.ServerCost;
import org.echoscale.results.model.Measurement.Slice;
import org.echoscale.results.model.Measurement.WarmUp;
import org.echoscale.results.model.NullTest;
import org.echoscale.results.model.Outcome;
import org.echoscale.results.model.Reason;
import org.echoscale.results.model.RunManifest;
import org.echoscale.results.model.Trial;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class JudgeTest {
    private static final Cell CLOSED = new Cell("x", 10, 10, 64, new Load.Closed(1));
    private static final Cell OPEN = new Cell("x", 10, 10, 64, new Load.Open(1000, Load.Schedule.CONSTANT));
    private static final Cell CHURN = new Cell("x", 10, 10, 64, new Load.Churn(1));
    private static final Connections ALL_ALIVE = new Connections(10, 10, 10, 0, 1);

    @Test
    void aCleanMeasurementHasNoObjectionAndNothingToRemark() {
        Measurement clean = measurement(messages(1000, 1000, 0, 0), ALL_ALIVE, 200, 200, 200, 200, 200);
        assertThat(Judge.objections(CLOSED, clean, null)).isEmpty();
        assertThat(Judge.objections(OPEN, clean, null)).isEmpty();
        assertThat(Judge.remarks(CLOSED, clean, null)).isEmpty();
    }

    @Test
    void eachLostConnectionCountsAlsoOneThatNeverOpened() {
        Measurement lost = measurement(messages(1000, 1000, 0, 0), new Connections(10, 9, 8, 1, 1), 200, 200, 200, 200,
                200);
        assertThat(Judge.objections(CLOSED, lost, "closed by the server")).singleElement().satisfies(reason -> {
            assertThat(reason.code()).isEqualTo("connection-lost");
            assertThat(reason.message()).isEqualTo("2 of 10 connections lost; the first: closed by the server");
            assertThat(reason.measured()).isEqualTo(2.0);
        });
    }

    @Test
    void connectsThatFailOrNeverEndAreObjectionsAlthoughEveryMessageSentCameBack() {
        Connections stuck = new Connections(10, 10, 10, 0, 1, 1200L, 2L, 3L);
        Measurement measurement = measurement(messages(1000, 1000, 0, 0), stuck, 200, 200, 200, 200, 200);
        assertThat(Judge.objections(CHURN, measurement, null)).extracting(Reason::message)
                .containsExactly("2 of 1,200 connects failed",
                        "3 of 1,200 connects were not finished when the wait for them was over: the server does not accept");
        Connections fine = new Connections(10, 10, 10, 0, 1, 1200L, 0L, 0L);
        assertThat(
                Judge.objections(CHURN, measurement(messages(1000, 1000, 0, 0), fine, 200, 200, 200, 200, 200), null))
                .isEmpty();
    }

    @Test
    void wrongAndMissingRepliesAreObjections() {
        Measurement wrong = measurement(messages(1000, 900, 1, 100), ALL_ALIVE, 200, 200, 200, 200, 100);
        assertThat(Judge.objections(CLOSED, wrong, null)).extracting(Reason::code)
                .containsExactly("corrupt",
                        "missing-replies");
    }

    @Test
    void aProcessThatUsedNoCpuWhileItEchoedIsNotTheServers() {
        assertThat(Judge.objections(CLOSED, withServer(ServerCost.of(0)), null)).singleElement().satisfies(reason -> {
            assertThat(reason.code()).isEqualTo("server-used-no-cpu");
            assertThat(reason.message())
                    .isEqualTo("the server's process used no CPU while it echoed; is it the right one?");
        });
        assertThat(Judge.objections(OPEN, withServer(ServerCost.of(0)), null)).extracting(Reason::code)
                .containsExactly("server-used-no-cpu");
        assertThat(Judge.objections(CLOSED, withServer(ServerCost.of(1)), null)).isEmpty();
    }

    @Test
    void aRateThatIsFarFromMetHasNoLatency() {
        Measurement slow = measurement(messages(1000, 800, 0, 0), ALL_ALIVE, 160, 160, 160, 160, 160);
        assertThat(ofParts(slow)).singleElement().satisfies(reason -> {
            assertThat(reason.code()).isEqualTo("rate-missed");
            assertThat(reason.message())
                    .isEqualTo("1,000/s were asked for and 800/s came back, and the messages outstanding "
                            + "grew from 40 to 200 through the window: not sustainable, so there is no latency");
        });
    }

    @Test
    void aRateThatTheGeneratorItselfDoesNotKeepIsNotPutOnTheServer() {
        Messages missed = messages(1000, 800, 0, 0);
        assertThat(ofParts(late(missed, 60_000_000, 150_000_000))).extracting(Reason::message)
                .anySatisfy(message -> assertThat(message).startsWith("1,000/s were asked for and 800/s came back"))
                .contains(
                        "half of the messages were sent 60,031 µs late or more: the generator itself does not keep this rate here");
        assertThat(ofParts(late(missed, 90_000, 150_000_000))).as("sent in time")
                .extracting(Reason::code)
                .containsExactly("rate-missed");
        assertThat(ofParts(late(60_000_000, 150_000_000))).as("the rate was kept").isEmpty();
    }

    @Test
    void aSmallBacklogIsAnObjectionOnlyWhileItGrows() {
        Measurement standing = measurement(messages(1000, 980, 0, 0), ALL_ALIVE, 180, 200, 200, 200, 200);
        assertThat(ofParts(standing)).isEmpty();
        Measurement growing = measurement(messages(1000, 980, 0, 0), ALL_ALIVE, 196, 196, 196, 196, 196);
        assertThat(ofParts(growing)).extracting(Reason::code).containsExactly("rate-missed");
    }

    @Test
    void aRateOfWhichManyMessagesNeverCameBackIsMissedHoweverItCameToThat() {
        Measurement half = measurement(messages(1000, 450, 0, 550), ALL_ALIVE, 200, 200, 50, 0, 0);
        assertThat(Judge.objections(OPEN, half, null)).extracting(Reason::message)
                .contains("1,000/s were asked for and 450/s came back; 550 of 1,000 messages never did: "
                        + "not sustainable, so there is no latency");
        Measurement few = measurement(messages(1000, 950, 0, 50), ALL_ALIVE, 200, 200, 200, 200, 150);
        assertThat(Judge.objections(OPEN, few, null)).extracting(Reason::code).containsExactly("missing-replies");
    }

    @Test
    void aWarmUpThatWasCutShortIsRemarkedWithWhatWasNotSteady() {
        assertThat(warmedUp(0.2, -0.04, null)).extracting(Reason::code).containsExactly("not-steady");
        assertThat(warmedUp(0.2, -0.04, null)).extracting(Reason::message)
                .containsExactly(
                        "generator CPU per message still varied by 20.0 % when the warm-up ended (steady: at most 5 %)");
        assertThat(warmedUp(0.04, -0.066, ServerCost.of(1))).extracting(Reason::message)
                .containsExactly(
                        "server CPU per message still fell by 6.6 % when the warm-up ended (steady: at most 5 %)");
        assertThat(warmedUp(0.04, -0.066, null)).extracting(Reason::measured).containsExactly(-0.066);
        assertThat(warmedUp(0.06, 0.1, ServerCost.of(1))).extracting(Reason::message)
                .containsExactly(
                        "server CPU per message still varied by 6.0 % and rose by 10.0 % when the warm-up ended "
                                + "(steady: at most 5 %)");
        assertThat(warmedUp(0, 0, ServerCost.of(1))).extracting(Reason::message)
                .containsExactly("the warm-up was too short to tell whether server CPU per message was steady");
    }

    private static List<Reason> warmedUp(double variation, double slope, @Nullable ServerCost server) {
        return Judge.remarks(CLOSED, new Measurement(1_000_000_000, messages(1000, 1000, 0, 0), ALL_ALIVE, histogram(),
                null, null, server, generator(1), new WarmUp(false, 1, 1, variation, slope),
                slices(200, 200, 200, 200, 200)), null);
    }

    @Test
    void aGeneratorThatIsBusyWhileTheServerIsNotSetsThePace() {
        ServerCost idle = ServerCost.of(300_000_000);
        Measurement bound = new Measurement(1_000_000_000, messages(1000, 1000, 0, 0), ALL_ALIVE, histogram(), null,
                null,
                idle, generator(990_000_000), new WarmUp(true, 1, 1, 0, 0), slices(200, 200, 200, 200, 200));
        assertThat(Judge.objections(CLOSED, bound, null)).extracting(Reason::code)
                .containsExactly("generator-bound");
        assertThat(Judge.objections(OPEN, bound, null)).isEmpty();
    }

    @Test
    void aServerWhoseOnlyBusyThreadIsAtItsEndIsNotIdleHoweverManyCpusItMayUse() {
        Measurement bound = with(ServerCost.of(1_000_000_000), generator(990_000_000));
        assertThat(Judge.objections(CLOSED, bound, List.of(), null, 8, 690_000_000)).extracting(Reason::code)
                .containsExactly("generator-bound");
        assertThat(Judge.objections(CLOSED, bound, List.of(), null, 8, 710_000_000)).isEmpty();
    }

    @Test
    void aServerOfSeveralCpusIsIdleAsLongAsItUsesAFewOfThem() {
        Measurement bound = with(ServerCost.of(1_300_000_000), generator(990_000_000));
        assertThat(Judge.objections(CLOSED, bound, List.of(), null, 4, 0)).extracting(Reason::message)
                .containsExactly("the generator was busy 99 % of the time and the server 33 % of that of its 4 CPUs: "
                        + "the rate is the generator's");
        assertThat(Judge.objections(CLOSED, with(ServerCost.of(2_900_000_000L), generator(990_000_000)), List.of(),
                null, 4, 0))
                .isEmpty();
        assertThat(Judge.objections(CLOSED, bound, List.of(), null, 1, 0)).isEmpty();
    }

    @Test
    void aGeneratorAtItsLimitIsRemarkedWhenNobodyKnowsHowBusyTheServerWas() {
        assertThat(Judge.remarks(CLOSED, with(null, generator(980_000_000)), null)).singleElement()
                .satisfies(reason -> {
                    assertThat(reason.code()).isEqualTo("generator-saturated");
                    assertThat(reason.measured()).isEqualTo(0.98);
                    assertThat(reason.message()).startsWith("the generator was busy 98 % of the time, and how busy");
                });
        assertThat(Judge.remarks(CHURN, with(null, generator(980_000_000)), null)).hasSize(1);
        assertThat(Judge.remarks(OPEN, with(null, generator(980_000_000)), null)).isEmpty();
        assertThat(Judge.remarks(CLOSED, with(null, generator(960_000_000)), null)).isEmpty();
        assertThat(Judge.remarks(CLOSED, with(ServerCost.of(900_000_000), generator(980_000_000)), null)).isEmpty();
    }

    private static Measurement with(@Nullable ServerCost server, GeneratorCost generator) {
        return new Measurement(1_000_000_000, messages(1000, 1000, 0, 0), ALL_ALIVE, histogram(), null, null, server,
                generator, new WarmUp(true, 1, 1, 0, 0), slices(200, 200, 200, 200, 200));
    }

    @Test
    void throughputTimesLatencyMustBeWhatIsOutstanding() {
        Measurement measurement = clean();
        assertThat(Judge.little(new Outstanding(10, 9.6), measurement)).isEmpty();
        assertThat(Judge.little(new Outstanding(10, 10.4), measurement)).isEmpty();
        assertThat(Judge.little(new Outstanding(10, 9.4), measurement)).get()
                .satisfies(reason -> assertThat(reason.message())
                        .isEqualTo(
                                "10.0 messages were outstanding, but throughput times latency is 9.4, which is 6 % off "
                                        + "(Little's law allows 5 %): one of the two is wrong"));
        assertThat(Judge.little(new Outstanding(10, 10.6), measurement)).isPresent();
        assertThat(Judge.little(null, measurement)).as("no closed loop").isEmpty();
    }

    @Test
    void whereMessagesAreLostLittlesLawIsNotAsked() {
        Outstanding off = new Outstanding(10, 5);
        assertThat(Judge.little(off, measurement(messages(1000, 990, 0, 0), new Connections(10, 10, 9, 1, 1), 200)))
                .isEmpty();
        assertThat(Judge.little(off, measurement(messages(1000, 900, 0, 100), ALL_ALIVE, 200))).isEmpty();
        assertThat(Judge.little(off, measurement(messages(1000, 0, 0, 0), ALL_ALIVE, 0))).isEmpty();
        assertThat(Judge.little(off, measurement(messages(1000, 990, 0, 0), ALL_ALIVE, 200))).isPresent();
    }

    @ParameterizedTest
    @CsvSource({"10000, 9800, p99", "9999, 8900, p90", "1000, 890, p90", "999, 450, p50", "200, 90, p50"})
    void messagesThatTheGeneratorSentLateSpoilThePercentilesThatTheSamplesCarry(int messages, int onTime,
            String which) {
        Measurement late = tail(messages, onTime, 300_000, 500_000);
        assertThat(Judge.objections(OPEN, late, null)).singleElement().satisfies(reason -> {
            assertThat(reason.code()).isEqualTo("sent-late");
            assertThat(reason.message()).isEqualTo(which + " of the latency is 500 µs, and " + which
                    + " of how late the generator sent is 300 µs: more than half is the generator's");
        });
        assertThat(Judge.objections(OPEN, tail(messages, onTime, 300_000, 700_000), null)).as("less than half")
                .isEmpty();
        assertThat(Judge.objections(OPEN, tail(messages, onTime, 90_000, 100_000), null)).as("too little to matter")
                .isEmpty();
    }

    @Test
    void whatTookCpusFromAGeneratorThatWasLateIsNamedWhereItIsKnown() {
        Measurement late = tail(10_000, 9_800, 300_000, 500_000);
        assertThat(because(late, 0.263, 0.012)).endsWith(
                ": more than half is the generator's; meanwhile other processes took 26 % of the CPU time, and the "
                        + "hypervisor gave 1.2 % of the time of a CPU to others");
        assertThat(because(late, 0.05, 0.012))
                .endsWith("the generator's; meanwhile the hypervisor gave 1.2 % of the time of a CPU to others");
        assertThat(because(late, 0.05, 0.001)).endsWith(": more than half is the generator's");
        assertThat(because(late, null, null)).endsWith(": more than half is the generator's");
        assertThat(ofParts(late(messages(1000, 800, 0, 0), 60_000_000, 150_000_000)
                .with(null, machine(0.263, 0.0)))).extracting(Reason::message)
                .anySatisfy(message -> assertThat(message).endsWith(
                        "does not keep this rate here; meanwhile other processes took 26 % of the CPU time"));
    }

    private static String because(Measurement late, @Nullable Double others, @Nullable Double steal) {
        return Judge.objections(OPEN, late.with(null, machine(others, steal)), null).getFirst().message();
    }

    private static Machine machine(@Nullable Double others, @Nullable Double steal) {
        return new Machine(steal, null, null, others, null, null, null, null);
    }

    @Test
    void whatTheSamplesDoNotCarryIsNoReasonAgainstATrial() {
        Measurement few = tail(199, 10, 300_000, 500_000);
        assertThat(Judge.objections(OPEN, few, null)).isEmpty();
        assertThat(Judge.remarks(OPEN, few, null)).extracting(Reason::message)
                .containsExactly(
                        "the longest of the latency is 500 µs, and the longest of how late the generator sent is 300 µs: "
                                + "more than half is the generator's");
        assertThat(Judge.remarks(OPEN, tail(199, 10, 200_000, 500_000), null)).isEmpty();
        Measurement oneOf999 = tail(999, 998, 300_000, 500_000);
        assertThat(Judge.objections(OPEN, oneOf999, null)).isEmpty();
        assertThat(Judge.remarks(OPEN, oneOf999, null)).isEmpty();
    }

    @Test
    void aTailBeyondP99ThatIsTheGeneratorsIsRemarkedAndTheOtherPercentilesStand() {
        Measurement tail = tail(100_000, 99_500, 14_500_000, 16_000_000);
        assertThat(Judge.objections(OPEN, tail, null)).isEmpty();
        assertThat(Judge.remarks(OPEN, tail, null)).singleElement().satisfies(reason -> {
            assertThat(reason.code()).isEqualTo("late-tail");
            assertThat(reason.message())
                    .isEqualTo("p99.9 of the latency is 16.0 ms, and p99.9 of how late the generator sent is "
                            + "14.5 ms: more than half is the generator's");
        });
        assertThat(Judge.remarks(OPEN, tail(99_999, 99_000, 14_500_000, 16_000_000), null)).as("too few messages")
                .isEmpty();
    }

    /** All messages but those on time are late, and the latency of these is as given. */
    private static Measurement tail(int messages, int onTime, long lateness, long latency) {
        Histogram late = new Histogram(1, 60_000_000_000L, 3);
        late.recordValueWithCount(1, onTime);
        late.recordValueWithCount(lateness, messages - onTime);
        Histogram latencies = new Histogram(1, 60_000_000_000L, 3);
        latencies.recordValueWithCount(50_000, onTime);
        latencies.recordValueWithCount(latency, messages - onTime);
        return new Measurement(1_000_000_000, messages(messages, messages, 0, 0), ALL_ALIVE,
                EncodedHistogram.of(latencies), null, EncodedHistogram.of(late), null, generator(1),
                new WarmUp(true, 1, 1, 0, 0), List.of());
    }

    @Test
    void aCostThatMovesThroughTheWindowIsNotSteady() {
        assertThat(Judge.objections(OPEN, costs(150, 140, 130, 120, 100), null)).extracting(Reason::message)
                .containsExactly("server CPU per message fell by 33 % through the window");
        assertThat(Judge.objections(OPEN, costs(150, 140, 145, 120, 100), null)).as("no trend").isEmpty();
        assertThat(Judge.objections(OPEN, costs(110, 108, 106, 104, 100), null)).as("a small one").isEmpty();
    }

    @Test
    void aCostThatRisesFromNothingIsNotSteadyAndHasNoFigureThatCannotBeWritten() {
        assertThat(Judge.objections(CLOSED, costs(0, 100, 200, 300, 400), null)).singleElement().satisfies(reason -> {
            assertThat(reason.code()).isEqualTo("not-steady");
            assertThat(reason.message()).isEqualTo("server CPU per message rose from nothing through the window");
            assertThat(reason.measured()).isNull();
        });
    }

    @Test
    void aPartOfTheWindowThatIsDearerOrCheaperThanTheOthersIsNotSteady() {
        for (Cell cell : List.of(CLOSED, CHURN, OPEN)) {
            assertThat(Judge.objections(cell, costs(4000, 4000, 19_400, 4300, 3200), null)).singleElement()
                    .satisfies(reason -> {
                        assertThat(reason.code()).isEqualTo("not-steady");
                        assertThat(reason.message()).isEqualTo(
                                "server CPU per message was 19.4 µs in part 3 of 5 of the window, and 4.00 µs in the median one");
                        assertThat(reason.measured()).isEqualTo(4.85);
                        assertThat(reason.bound()).isEqualTo(Judge.MOST_APART);
                    });
        }
        assertThat(Judge.objections(CLOSED, costs(4000, 4000, 4000, 4000, 1000), null)).extracting(Reason::measured)
                .containsExactly(0.25);
        assertThat(Judge.objections(CLOSED, costs(4000, 4000, 11_900, 4000, 1400), null)).as("noise").isEmpty();
        assertThat(Judge.objections(CLOSED, costs(4000, 0, 4000, 4000, 4000), null)).extracting(Reason::measured)
                .containsExactly(0.0);
    }

    @Test
    void aPartOfTheWindowWithLittleThroughputIsNotSteadyWhereTheServersCpuIsNotKnown() {
        Messages messages = messages(4500, 4500, 0, 0);
        Measurement dip = measurement(messages, ALL_ALIVE, 1000, 1000, 300, 1100, 1100);
        assertThat(Judge.objections(CLOSED, dip, null)).extracting(Reason::message)
                .containsExactly(
                        "1,500 messages/s came back in part 3 of 5 of the window, and 5,000 in the median one");
        assertThat(Judge.objections(CLOSED, measurement(messages, ALL_ALIVE, 1000, 1000, 0, 1000, 1000), null))
                .extracting(Reason::measured)
                .containsExactly(0.0);
        assertThat(Judge.objections(CLOSED, measurement(messages, ALL_ALIVE, 1000, 1000, 400, 1100, 1000), null))
                .as("noise")
                .isEmpty();
        assertThat(Judge.objections(CHURN, dip, null)).isEmpty();
        Measurement few = measurement(messages(700, 700, 0, 0), ALL_ALIVE, 199, 199, 40, 199, 63);
        assertThat(Judge.objections(CLOSED, few, null)).as("few messages").isEmpty();
    }

    @Test
    void repliesThatComeInWavesAreSteady() {
        // 400 connections and 100 ms, of which a part of 200 ms may hold one wave or two; with 50 ms it holds at least three.
        List<Slice> waves = slices(0, 400, 400, 400, 800);
        assertThat(Judge.objections(new Cell("x", 400, 400, 64, new Load.Closed(1)), waves(waves, 100_000_000), null))
                .extracting(Reason::code)
                .doesNotContain("not-steady");
        assertThat(Judge.objections(new Cell("x", 400, 400, 64, new Load.Closed(1)), waves(waves, 50_000_000), null))
                .extracting(Reason::code)
                .contains("not-steady");
    }

    private static Measurement waves(List<Slice> slices, long nanos) {
        Histogram latency = new Histogram(1, 60_000_000_000L, 3);
        latency.recordValueWithCount(nanos, 2000);
        return new Measurement(1_000_000_000, messages(2000, 2000, 0, 0), ALL_ALIVE, EncodedHistogram.of(latency), null,
                null, null, generator(1), new WarmUp(true, 1, 1, 0, 0), slices);
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 200, 300, 1000})
    void aCostThatVariesByChanceAloneIsSteady(int messages) {
        Random random = new Random(messages);
        int trials = 2000;
        long unsteady = IntStream.range(0, trials).filter(trial -> isUnsteady(random, messages, 0)).count();
        assertThat(unsteady / (double) trials).isLessThan(0.005);
    }

    @Test
    void aCostThatDriftsIsFoundAmidWhatChanceMakesOfIt() {
        Random random = new Random(1);
        long found = IntStream.range(0, 50).filter(trial -> isUnsteady(random, 10_000, 0.30)).count();
        assertThat(found).isGreaterThan(45);
    }

    /** Costs of messages are exponential, so that they vary by as much as they are. */
    private static boolean isUnsteady(Random random, int messages, double drift) {
        List<Slice> slices = new ArrayList<>();
        for (int slice = 0; slice < 5; slice++) {
            double sum = 0;
            for (int i = 0; i < messages; i++) {
                sum -= Math.log(1 - random.nextDouble());
            }
            slices.add(new Slice(200_000_000, messages, (long) (sum * 10_000 * (1 + drift * slice / 4)), 1));
        }
        return !Judge.objections(CLOSED, of(slices), null).isEmpty();
    }

    @Test
    void timeStolenThrottledOrPausedIsAnObjection() {
        assertThat(codes(OPEN, new Machine(0.025, null, null, null, null, null, null, null))).as("a tick or two")
                .isEmpty();
        assertThat(codes(OPEN, new Machine(0.035, null, null, null, null, null, null, null))).containsExactly("steal");
        assertThat(codes(OPEN, new Machine(0.01, 30_000_000L, null, null, null, null, null, null)))
                .containsExactly("throttled");
        Machine paused = new Machine(null, null, null, null, 1L, 15_000_000L, null, null);
        assertThat(codes(OPEN, paused)).containsExactly("generator-paused");
        assertThat(codes(CLOSED, paused)).isEmpty();
    }

    @Test
    void otherProcessesThatTakeMoreThanGeneratorAndServerLeaveAreAnObjection() {
        assertThat(Judge.intrusion(others(0.19), 2)).isEmpty();
        assertThat(Judge.intrusion(others(0.28), 2)).get()
                .extracting(Reason::message)
                .isEqualTo("other processes took 28 % of the CPU time");
        assertThat(Judge.intrusion(others(0.55), 4)).as("two of four CPUs are left to them").isEmpty();
        assertThat(Judge.intrusion(others(0.65), 4)).isPresent();
        assertThat(Judge.intrusion(new Machine(null, null, null, null, null, null, null, null), 2)).isEmpty();
    }

    private static Machine others(double share) {
        return new Machine(0.0, null, null, share, null, null, null, null);
    }

    @Test
    void messagesThatWereHeldBackAreRemarked() {
        Messages held = new Messages(1000, 1000, 1000, 1000, 0, 0, 300L);
        assertThat(Judge.remarks(OPEN, measurement(held, ALL_ALIVE, 200, 200, 200, 200, 200), null)).singleElement()
                .satisfies(reason -> {
                    assertThat(reason.code()).isEqualTo("held-back");
                    assertThat(reason.message()).startsWith("300 of 1,000 messages could not go when they were due");
                });
        Messages none = new Messages(1000, 1000, 1000, 1000, 0, 0, 0L);
        assertThat(Judge.remarks(OPEN, measurement(none, ALL_ALIVE, 200, 200, 200, 200, 200), null)).isEmpty();
    }

    @Test
    void aGeneratorThatStoodStillAtSafepointsMadeTheTail() {
        assertThat(codes(OPEN, machine(11_000_000))).containsExactly("generator-safepoints");
        assertThat(codes(OPEN, machine(9_000_000))).isEmpty();
        assertThat(codes(CLOSED, machine(11_000_000))).isEmpty();
        assertThat(codes(OPEN, new Machine(null, null, null, null, 1L, 15_000_000L, 15_100_000L, 1L)))
                .as("a collection is objected to once")
                .containsExactly("generator-paused");
        assertThat(Judge.objections(OPEN, clean().with(null, machine(11_000_000)), null)).extracting(Reason::message)
                .containsExactly("the JVM of the generator stopped all threads for 11 ms, at 3 safepoints");
    }

    @Test
    void aServerThatStoodStillForOtherThingsThanItsCollectionsIsObjectedTo() {
        assertThat(Judge.objections(OPEN, withServer(server(4, 30_000_000, 3, 18_000_000)), null)).singleElement()
                .satisfies(reason -> {
                    assertThat(reason.code()).isEqualTo("server-safepoints");
                    assertThat(reason.message()).isEqualTo(
                            "the JVM of the server, its collections apart, stopped all threads for 12 ms, at 1 safepoint");
                    assertThat(reason.bound()).isEqualTo(10.0);
                });
        assertThat(Judge.objections(OPEN, withServer(server(3, 30_000_000, 3, 18_000_000)), null))
                .as("collections alone, which are timed in milliseconds")
                .isEmpty();
        assertThat(Judge.objections(CLOSED, withServer(server(4, 30_000_000, 3, 18_000_000)), null)).isEmpty();
    }

    private static Machine machine(long safepointNanos) {
        return new Machine(null, null, null, null, null, null, safepointNanos, 3L);
    }

    private static ServerCost server(long safepoints, long safepointNanos, long collections, long gcNanos) {
        return new ServerCost(300_000_000, null, null, null, null, null, null, null, null, null, collections, gcNanos,
                null,
                null, null, null, null, safepoints, safepointNanos);
    }

    private static Measurement withServer(ServerCost cost) {
        return new Measurement(1_000_000_000, messages(1000, 1000, 0, 0), ALL_ALIVE, histogram(), null, null, cost,
                generator(1), new WarmUp(true, 1, 1, 0, 0), slices(200, 200, 200, 200, 200));
    }

    @Test
    void otherProcessesAreRemarked() {
        Measurement measurement = clean().with(null, new Machine(null, null, null, 0.2, null, null, null, null));
        assertThat(Judge.remarks(CLOSED, measurement, null)).extracting(Reason::message)
                .containsExactly("other processes took 20 % of the CPU time");
    }

    @Test
    void figuresNearThoseWithoutAServerAreRemarked() {
        NullTest floor = new NullTest(10, 1900, 1, 1, 6_000_000L, 6_000_000L, 1L, 1L);
        Measurement measurement = withLatency(messages(1000, 1000, 0, 0), 10_000_000);
        assertThat(Judge.remarks(CLOSED, measurement, floor)).extracting(Reason::code).containsExactly("near-ceiling");
        assertThat(Judge.remarks(OPEN, measurement, floor)).extracting(Reason::code).containsExactly("near-floor");
        NullTest far = new NullTest(10, 2100, 1, 1, 4_000_000L, 4_000_000L, 1L, 1L);
        assertThat(Judge.remarks(CLOSED, measurement, far)).isEmpty();
        assertThat(Judge.remarks(OPEN, measurement, far)).isEmpty();
    }

    @Test
    void aTailNearTheOneWithoutAServerIsRemarkedWhereBothHaveTheMessagesForIt() {
        NullTest floor = new NullTest(10, 1900, 1, 1, 1_000L, 6_000_000L, 1L, 1L);
        assertThat(Judge.remarks(OPEN, withLatency(messages(10_000, 10_000, 0, 0), 10_000_000), floor))
                .extracting(Reason::code)
                .containsExactly("near-floor-p99");
        assertThat(Judge.remarks(OPEN, withLatency(messages(9_999, 9_999, 0, 0), 10_000_000), floor)).isEmpty();
        assertThat(Judge.remarks(OPEN, withLatency(messages(10_000, 10_000, 0, 0), 12_100_000), floor)).isEmpty();
        NullTest unknown = new NullTest(10, 1900, 1, 1, 1_000L, null, 1L, null);
        assertThat(Judge.remarks(OPEN, withLatency(messages(10_000, 10_000, 0, 0), 10_000_000), unknown)).isEmpty();
    }

    @Test
    void aFigureNearADisturbedNullTestIsSaidNotToBeCertainlyNear() {
        NullTest floor = new NullTest(10, 1900, 1, 1, 6_000_000L, 6_000_000L, 1L, 1L, "steal");
        Measurement measurement = withLatency(messages(1000, 1000, 0, 0), 10_000_000);
        assertThat(Judge.remarks(CLOSED, measurement, floor)).extracting(Reason::message)
                .containsExactly(
                        "1,000 messages/s are more than half of the 1,900 that the generator reaches without a "
                                + "server, which is not certain: that was disturbed each time");
        assertThat(Judge.remarks(OPEN, measurement, floor)).extracting(Reason::message)
                .allSatisfy(message -> assertThat(message).endsWith("not certain: that was disturbed each time"))
                .isNotEmpty();
    }

    @Test
    void aFigureBeyondTheOneWithoutAServerIsSaidToBeSoByNoise() {
        NullTest floor = new NullTest(10, 990, 1, 1, 11_000_000L, 10_100_000L, 1L, 1L);
        Measurement measurement = withLatency(messages(10_000, 10_000, 0, 0), 10_000_000);
        assertThat(Judge.remarks(OPEN, measurement, floor)).extracting(Reason::message)
                .containsExactly(
                        "p50 of 10,002 µs is less than the 11,000 µs that are found without a server: by the noise of the two, "
                                + "which is more than what the server adds",
                        "p99 of 10,002 µs is less than the 10,100 µs that are found without a server: by the noise of the two, "
                                + "which is more than what the server adds");
        assertThat(Judge.remarks(CLOSED, withLatency(messages(1000, 1000, 0, 0), 10_000_000), floor))
                .extracting(Reason::message)
                .containsExactly(
                        "1,000 messages/s are more than the 990 that the generator reaches without a server: by the noise of "
                                + "the two, which is more than what the server adds");
        NullTest disturbed = new NullTest(10, 990, 1, 1, 11_000_000L, null, 1L, 1L, "steal");
        assertThat(Judge.remarks(OPEN, measurement, disturbed)).extracting(Reason::message)
                .containsExactly(
                        "p50 of 10,002 µs is less than the 11,000 µs that are found without a server, which is not "
                                + "certain: that was disturbed each time");
    }

    @Test
    void aFigureThatIsNoLessThanTheOneWithoutAServerIsWithinTwiceIt() {
        NullTest floor = new NullTest(10, 1000, 1, 1, 2_845L, 10_000_000L, 1L, 1L);
        assertThat(Judge.remarks(OPEN, withLatency(messages(10_000, 10_000, 0, 0), 2_871), floor))
                .extracting(Reason::message)
                .contains("p50 of 2.87 µs is within twice the 2.85 µs that are found without a server");
        assertThat(Judge.remarks(CLOSED, withLatency(messages(1000, 1000, 0, 0), 10_000_000), floor))
                .extracting(Reason::message)
                .containsExactly(
                        "1,000 messages/s are more than half of the 1,000 that the generator reaches without a server");
    }

    @Test
    void aMedianOfTooFewMessagesIsNotHeldAgainstTheOneWithoutAServer() {
        NullTest floor = new NullTest(10, 1900, 1, 1, 6_000_000L, 6_000_000L, 1L, 1L);
        assertThat(Judge.remarks(OPEN, withLatency(messages(199, 199, 0, 0), 10_000_000), floor)).isEmpty();
        assertThat(Judge.remarks(OPEN, withLatency(messages(200, 200, 0, 0), 10_000_000), floor))
                .extracting(Reason::code)
                .containsExactly("near-floor");
    }

    @Test
    void aTrialSaysNothingAboutTheServerWhereAllReasonsAreTheGenerators() {
        Reason late = Reason.of("sent-late", "x");
        Reason behind = Reason.of("generator-behind", "x");
        Reason missed = Reason.of("rate-missed", "x");
        assertThat(Judge.generatorsOwn(trial(late))).contains(late);
        assertThat(Judge.generatorsOwn(trial(missed, behind, late))).contains(behind);
        assertThat(Judge.generatorsOwn(trial(Reason.of("generator-paused", "x")))).isPresent();
        assertThat(Judge.generatorsOwn(trial(missed, late))).as("the server may have missed it").isEmpty();
        assertThat(Judge.generatorsOwn(trial(late, Reason.of("corrupt", "x")))).isEmpty();
        assertThat(Judge.generatorsOwn(trial(Reason.of("steal", "x")))).as("the machine's").isEmpty();
    }

    @Test
    void onlyWhatTheMachineDidIsAReasonToMeasureAgain() {
        assertThat(Judge.isDisturbed(trial(Reason.of("steal", "x")))).isTrue();
        assertThat(Judge.isDisturbed(trial(Reason.of("throttled", "x")))).isTrue();
        assertThat(Judge.isDisturbed(trial(Reason.of("rate-missed", "x"), Reason.of("sent-late", "x")))).isFalse();
        assertThat(Judge.withRepeats(trial(Reason.of("steal", "x")), 2).reasons()).extracting(Reason::code)
                .containsExactly("steal", "measured-again");
    }

    private static Trial trial(Reason... reasons) {
        return new Trial(RunManifest.SCHEMA, 1, 1, OPEN, Instant.parse("2026-01-01T00:00:00Z"), Outcome.INVALID,
                List.of(reasons), clean());
    }

    private static List<String> codes(Cell cell, Machine machine) {
        return Judge.objections(cell, clean().with(null, machine), null).stream().map(Reason::code).toList();
    }

    private static Measurement clean() {
        return measurement(messages(1000, 1000, 0, 0), ALL_ALIVE, 200, 200, 200, 200, 200);
    }

    private static Measurement withLatency(Messages messages, long nanos) {
        Histogram latency = new Histogram(1, 60_000_000_000L, 3);
        latency.recordValueWithCount(nanos, messages.received());
        return new Measurement(1_000_000_000, messages, ALL_ALIVE, EncodedHistogram.of(latency), null, null, null,
                generator(1), new WarmUp(true, 1, 1, 0, 0), slices(200, 200, 200, 200, 200));
    }

    private static Measurement late(long lateness, long latency) {
        return late(messages(1000, 1000, 0, 0), lateness, latency);
    }

    private static Measurement late(Messages messages, long lateness, long latency) {
        Histogram late = new Histogram(1, 60_000_000_000L, 3);
        late.recordValueWithCount(lateness, 1000);
        Measurement measurement = withLatency(messages, latency);
        return new Measurement(1_000_000_000, measurement.messages(), ALL_ALIVE, measurement.latency(), null,
                EncodedHistogram.of(late), null, generator(1), measurement.warmUp(),
                slices(LongStream.generate(() -> messages.received() / 5).limit(5).toArray()));
    }

    /** Of an open loop whose replies come evenly within each slice, and all take the same time. */
    private static List<Reason> ofParts(Measurement measurement) {
        List<WindowPart> parts = new ArrayList<>();
        for (Slice slice : measurement.slices()) {
            for (int i = 0; i < 4; i++) {
                parts.add(new WindowPart(50, 50, 50, slice.messages() * (i + 1) / 4 - slice.messages() * i / 4));
            }
        }
        return Judge.objections(OPEN, measurement, parts, null, 1, 0);
    }

    private static Measurement costs(long... nanosPerMessage) {
        List<Slice> slices = new ArrayList<>();
        for (long nanos : nanosPerMessage) {
            slices.add(new Slice(200_000_000, 200, nanos * 200, 1));
        }
        return of(slices);
    }

    private static Measurement of(List<Slice> slices) {
        return new Measurement(1_000_000_000, messages(1000, 1000, 0, 0), ALL_ALIVE, histogram(), null, null, null,
                generator(1), new WarmUp(true, 1, 1, 0, 0), slices);
    }

    private static Messages messages(long sent, long received, long corrupt, long missing) {
        return new Messages(sent, sent, received, sent - missing, corrupt, missing);
    }

    private static Measurement measurement(Messages messages, Connections connections, long... perSlice) {
        return new Measurement(1_000_000_000, messages, connections, histogram(), null, null, null, generator(1),
                new WarmUp(true, 1, 1, 0, 0), slices(perSlice));
    }

    private static GeneratorCost generator(long cpuNanos) {
        return new GeneratorCost(cpuNanos, null, null, cpuNanos, 0, "epoll", 1, 1, 1);
    }

    private static List<Slice> slices(long... messages) {
        List<Slice> slices = new ArrayList<>();
        for (long count : messages) {
            slices.add(new Slice(200_000_000, count, null, 1));
        }
        return slices;
    }

    private static EncodedHistogram histogram() {
        return EncodedHistogram.of(new Histogram(1, 60_000_000_000L, 3));
    }
}

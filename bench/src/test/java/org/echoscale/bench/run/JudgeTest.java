package org.echoscale.bench.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.HdrHistogram.Histogram;
import org.echoscale.bench.load.Outstanding;
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
        assertThat(Judge.objections(OPEN, slow, null)).singleElement().satisfies(reason -> {
            assertThat(reason.code()).isEqualTo("rate-missed");
            assertThat(reason.message()).contains("1,000/s were asked for and 800/s came back");
        });
    }

    @Test
    void aRateThatTheGeneratorItselfDoesNotKeepIsNotPutOnTheServer() {
        Messages missed = messages(1000, 800, 0, 0);
        assertThat(Judge.objections(OPEN, late(missed, 150_000_000, 500_000_000), null)).extracting(Reason::message)
                .anySatisfy(message -> assertThat(message).startsWith("1,000/s were asked for and 800/s came back"))
                .contains(
                        "half of the messages were sent 150,077 µs late or more: the generator itself does not keep this rate here");
        assertThat(Judge.objections(OPEN, late(missed, 90_000, 500_000_000), null)).as("sent in time")
                .extracting(Reason::code)
                .containsExactly("rate-missed");
        assertThat(Judge.objections(OPEN, late(150_000_000, 500_000_000), null)).as("the rate was kept").isEmpty();
    }

    @Test
    void aSmallBacklogIsAnObjectionOnlyWhileItGrows() {
        Measurement standing = measurement(messages(1000, 980, 0, 0), ALL_ALIVE, 180, 200, 200, 200, 200);
        assertThat(Judge.objections(OPEN, standing, null)).isEmpty();
        Measurement growing = measurement(messages(1000, 980, 0, 0), ALL_ALIVE, 196, 196, 196, 196, 196);
        assertThat(Judge.objections(OPEN, growing, null)).extracting(Reason::code).containsExactly("rate-missed");
    }

    @Test
    void aWarmUpThatWasCutShortIsRemarked() {
        Measurement restless = new Measurement(1_000_000_000, messages(1000, 1000, 0, 0), ALL_ALIVE, histogram(), null,
                null,
                null, generator(1), new WarmUp(false, 1, 1, 0.2, 0.1), slices(200, 200, 200, 200, 200));
        assertThat(Judge.remarks(CLOSED, restless, null)).extracting(Reason::code).containsExactly("not-steady");
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
        assertThat(Judge.objections(CLOSED, bound, null, 8, 690_000_000)).extracting(Reason::code)
                .containsExactly("generator-bound");
        assertThat(Judge.objections(CLOSED, bound, null, 8, 710_000_000)).isEmpty();
    }

    @Test
    void aServerOfSeveralCpusIsIdleAsLongAsItUsesAFewOfThem() {
        Measurement bound = with(ServerCost.of(1_300_000_000), generator(990_000_000));
        assertThat(Judge.objections(CLOSED, bound, null, 4, 0)).extracting(Reason::message)
                .containsExactly("the generator was busy 99 % of the time and the server 33 % of that of its 4 CPUs: "
                        + "the rate is the generator's");
        assertThat(Judge.objections(CLOSED, with(ServerCost.of(2_900_000_000L), generator(990_000_000)), null, 4, 0))
                .isEmpty();
        assertThat(Judge.objections(CLOSED, bound, null, 1, 0)).isEmpty();
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

    @Test
    void messagesThatTheGeneratorSentLateSpoilTheTail() {
        assertThat(Judge.objections(OPEN, late(300_000, 500_000), null)).extracting(Reason::code)
                .containsExactly("sent-late");
        assertThat(Judge.objections(OPEN, late(300_000, 700_000), null)).isEmpty();
        assertThat(Judge.objections(OPEN, late(90_000, 100_000), null)).as("too little to matter").isEmpty();
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
        return !Judge.objections(OPEN, of(slices), null).isEmpty();
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
    void aMedianOfTooFewMessagesIsNotHeldAgainstTheOneWithoutAServer() {
        NullTest floor = new NullTest(10, 1900, 1, 1, 6_000_000L, 6_000_000L, 1L, 1L);
        assertThat(Judge.remarks(OPEN, withLatency(messages(199, 199, 0, 0), 10_000_000), floor)).isEmpty();
        assertThat(Judge.remarks(OPEN, withLatency(messages(200, 200, 0, 0), 10_000_000), floor))
                .extracting(Reason::code)
                .containsExactly("near-floor");
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
                EncodedHistogram.of(late), null, generator(1), measurement.warmUp(), measurement.slices());
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
        return new GeneratorCost(cpuNanos, cpuNanos, 0, "epoll", 1, 1, 1);
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

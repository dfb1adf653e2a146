package org.echoscale.bench.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import org.HdrHistogram.Histogram;
import org.echoscale.bench.load.Crowd;
import org.echoscale.bench.load.Target;
import org.echoscale.bench.plan.LatencyGoal;
import org.echoscale.core.EchoServer;
import org.echoscale.core.ServerOptions;
import org.echoscale.core.Transports;
import org.echoscale.results.model.Cell;
import org.echoscale.results.model.EncodedHistogram;
import org.echoscale.results.model.Load;
import org.echoscale.results.model.Measurement;
import org.echoscale.results.model.NullTest;
import org.echoscale.results.model.Outcome;
import org.echoscale.results.model.Reason;
import org.echoscale.results.model.RunManifest;
import org.echoscale.results.model.Trial;
import org.echoscale.results.model.Waiting;
import org.jspecify.annotations.NullUnmarked;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@NullUnmarked // what is found is asserted to be there by use
class FindMaxTest {
    private static final Crowd CROWD = new Crowd(4, 4, 64, 1);

    private static final Reason LATE = Reason.of("sent-late", "one was late");
    private static final String IN_BETWEEN = "the machine or the generator itself came in between again and again at ";
    private static final Reason BEHIND = Reason.of("generator-behind", "it was behind");
    private static final Reason MISSED = Reason.of("rate-missed", "the rate was missed");

    private final List<String> said = new ArrayList<>();
    private int made;
    private EchoServer server;

    @BeforeEach
    void start() throws Exception {
        server = Transports.load(getClass().getClassLoader()).get("epoll-lt").start(ServerOptions.loopback());
    }

    @AfterEach
    void close() {
        server.close();
    }

    @Test
    void aRateIsLookedForFromWhatAClosedLoopReachesAndWhatIsFoundWasTriedTwice() throws Exception {
        FindMax.Found found = find("p50=100ms", Duration.ofSeconds(12), null).rate(null, said::add);
        assertThat(said).as("%s", said).first().asString().contains("a closed loop reaches");
        double first = ((Load.Open) found.tries().getFirst().cell().load()).ratePerSecond();
        assertThat(first).isEqualTo(found.closedLoopPerSecond() * FindMax.SHARE_OF_CAPACITY);
        if (found.highest() != null) { // else the machine was too busy to keep any rate twice
            assertThat(found.tries()).extracting(FindMaxTest::rate)
                    .filteredOn(rate -> rate.equals(found.highest()))
                    .hasSizeGreaterThanOrEqualTo(2);
        }
        assertThat(said).hasSize(found.tries().size() + 1);
    }

    @Test
    void aTryAtALowRateThatIsLostEndsAfterAFewOfItsMessages() throws Exception {
        FindMax.Found found = find("p90=1us", Duration.ofSeconds(8), constant(250)).rate(null, said::add,
                (crowd, open, window) -> trial(open, window, List.of()));
        assertThat(found.highest()).isNull();
        assertThat(found.lowestFailing()).isLessThanOrEqualTo(250);
        assertThat(found.tries().getFirst().measurement().messages().intended()).isEqualTo(153); // of 1,020
    }

    @Test
    void aTryDuringWhichTheGeneratorIsLateWithoutNeedIsMadeAgainAndThenNotKnown() throws Exception {
        FindMax.Found found = find("p90=1s", Duration.ofSeconds(8), constant(10_000)).rate(reaches(100_000), said::add,
                (crowd, open, window) -> made(trial(open, window, List.of(LATE))));
        assertThat(made).as("three times more").isEqualTo(4);
        assertThat(found.tries()).hasSize(1);
        assertThat(found.highest()).isNull();
        assertThat(found.lowestFailing()).isNull();
        assertThat(found.disturbance()).isEqualTo(IN_BETWEEN + "10,000 messages/s: one was late");
        assertThat(said.getFirst()).endsWith("each try lasts 2.0 s at least, twice the bound");
        assertThat(said.subList(1, said.size())).singleElement()
                .asString()
                .endsWith("10,000 messages/s: not known, one was late");
    }

    @Test
    void aTryThatIsNotLateTheSecondTimeCounts() throws Exception {
        FindMax.Found found = find("p90=1s", Duration.ofSeconds(8), constant(10_000)).rate(reaches(1e9), said::add,
                (crowd, open, window) -> made(trial(open, window,
                        made == 0 ? List.of(LATE) : open.ratePerSecond() > 60_000 ? List.of(MISSED) : List.of())));
        assertThat(found.highest()).isBetween(60_000 / Search.CLOSE, 60_000.0);
        assertThat(found.why()).isEqualTo("the rate was missed");
    }

    @Test
    void whereTheGeneratorCannotDoMoreItIsNamedAsTheLimit() throws Exception {
        FindMax.Found found = find("p90=1s", Duration.ofSeconds(8), constant(10_000)).rate(reaches(100_000), said::add,
                (crowd, open, window) -> trial(open, window,
                        open.ratePerSecond() > 60_000 ? List.of(MISSED, BEHIND) : List.of()));
        assertThat(found.highest()).isBetween(60_000 / Search.CLOSE, 60_000.0);
        assertThat(found.why()).isEqualTo("the generator, not the server, is the limit: it was behind");
    }

    @Test
    void aNullTestThatWasDisturbedOrIsNotThereDoesNotTellWhatTheGeneratorCannotDo() throws Exception {
        for (NullTest floor : new NullTest[]{null,
            new NullTest(4, 1_000, 1, 1, null, null, null, null, "steal")}) {
            FindMax.Found found = find("p90=1s", Duration.ofSeconds(8), constant(10_000)).rate(floor, said::add,
                    (crowd, open, window) -> trial(open, window, List.of(LATE)));
            assertThat(found.lowestFailing()).isNull();
            assertThat(found.disturbance()).isEqualTo(IN_BETWEEN + "10,000 messages/s: one was late");
        }
    }

    @Test
    void aLookThatTheGeneratorSpoiltDoesNotSendTheSearchFurtherDown() throws Exception {
        FindMax.Found found = find("p90=1us", Duration.ofSeconds(8), constant(250)).rate(reaches(100_000), said::add,
                (crowd, open, window) -> trial(open, window, List.of(LATE)));
        assertThat(found.tries()).extracting(FindMaxTest::rate).containsExactly(250.0);
        assertThat(found.disturbance()).isEqualTo(IN_BETWEEN + "250 messages/s: one was late");
    }

    @Test
    void aTryThatKeepsTheBoundWithTheLatenessOfTheGeneratorInItHasKeptIt() throws Exception {
        FindMax.Found found = find("p90=1s", Duration.ofSeconds(8), constant(10_000)).rate(reaches(1e9), said::add,
                (crowd, open, window) -> open.ratePerSecond() > 60_000
                        ? trial(open, window, List.of(MISSED))
                        : trial(open, window, List.of(LATE), 900_000_000));
        assertThat(found.highest()).isBetween(60_000 / Search.CLOSE, 60_000.0);
        assertThat(found.disturbance()).isNull();
    }

    @Test
    void aGeneratorThatIsLateInTheTailAloneBlursABoundOfTheTail() throws Exception {
        Reason tail = Reason.of(Judge.LATE_TAIL, "late in the tail");
        for (String goal : List.of("p99=1us", "p99.9=1us")) {
            FindMax.Found found = find(goal, Duration.ofSeconds(8), constant(1_000_000)).rate(reaches(1e9), said::add,
                    (crowd, open, window) -> remarked(trial(open, window, List.of()), tail));
            if (goal.startsWith("p99.9")) {
                assertThat(found.disturbance()).endsWith("at 1,000,000 messages/s: late in the tail");
            } else {
                assertThat(found.disturbance()).isNull();
            }
        }
    }

    private static Trial remarked(Trial trial, Reason remark) {
        return new Trial(trial.schema(), trial.sequence(), trial.fork(), trial.cell(), trial.startedAt(),
                trial.outcome(), List.of(remark), trial.measurement());
    }

    @Test
    void aServerThatIsGoneEndsTheSearch() throws Exception {
        FindMax.Found found = find("p90=1s", Duration.ofSeconds(8), constant(10_000)).rate(reaches(1e9), said::add,
                (crowd, open, window) -> made(made == 0
                        ? trial(open, window, List.of())
                        : new Trial(RunManifest.SCHEMA, 1, 1, new Cell("x", 4, 4, 64, open),
                                Instant.parse("2026-01-01T00:00:00Z"),
                                Outcome.FAILED, List.of(new Reason(LoadTest.NOT_OPENED, "0 of 4 could be opened", 0.0,
                                        4.0)),
                                null)));
        assertThat(made).isEqualTo(2);
        assertThat(found.disturbance())
                .isEqualTo("the server went away at 20,000 messages/s: 0 of 4 could be opened");
        assertThat(found.unconfirmed()).isEqualTo(10_000);
    }

    @Test
    void whatAlsoSpeaksAgainstTheServerIsAFailure() throws Exception {
        FindMax.Found found = find("p90=1s", Duration.ofSeconds(8), constant(10_000)).rate(reaches(100_000), said::add,
                (crowd, open, window) -> trial(open, window,
                        open.ratePerSecond() > 5_000 ? List.of(MISSED, LATE) : List.of()));
        assertThat(found.highest()).isBetween(5_000 / Search.CLOSE, 5_000.0);
        assertThat(found.why()).isEqualTo("the rate was missed");
    }

    @Test
    void aTryIsLongEnoughForLatenciesThatTheBoundAllows() throws Exception {
        Reason none = Reason.of("no-replies", "no reply came within the window");
        FindMax.Found found = find("p90=1s", Duration.ofSeconds(8), constant(10_000)).rate(reaches(1e9), said::add,
                (crowd, open, window) -> trial(open, window, window.toMillis() < 1000
                        ? List.of(none)
                        : open.ratePerSecond() > 60_000 ? List.of(MISSED) : List.of()));
        assertThat(found.highest()).isBetween(60_000 / Search.CLOSE, 60_000.0);
        assertThat(found.tries()).extracting(trial -> trial.measurement().durationNanos()).containsOnly(2_000_000_000L);
    }

    private Trial made(Trial trial) {
        made++;
        return trial;
    }

    private static Load.Open constant(double rate) {
        return new Load.Open(rate, Load.Schedule.CONSTANT);
    }

    private static NullTest reaches(double perSecond) {
        return new NullTest(4, perSecond, 1, 1, null, null, null, null);
    }

    /** Each message has taken a millisecond, or two seconds where the generator was late. */
    private static Trial trial(Load.Open open, Duration window, List<Reason> reasons) {
        return trial(open, window, reasons, reasons.contains(LATE) ? 2_000_000_000 : 1_000_000);
    }

    private static Trial trial(Load.Open open, Duration window, List<Reason> reasons, long latencyNanos) {
        long count = Math.round(open.ratePerSecond() * window.toNanos() / 1e9);
        Histogram latency = new Histogram(3);
        latency.recordValueWithCount(latencyNanos, count);
        Measurement measurement = new Measurement(window.toNanos(),
                new Measurement.Messages(count, count, count, count, 0, 0, 0L),
                new Measurement.Connections(4, 4, 4, 0, 1), EncodedHistogram.of(latency), null, null, null,
                new Measurement.GeneratorCost(1, null, null, 1, 0, "spin", 1, 1, 1),
                new Measurement.WarmUp(true, 1, 1, 0, 0), List.of());
        return new Trial(RunManifest.SCHEMA, 1, 1, new Cell("x", 4, 4, 64, open), Instant.parse("2026-01-01T00:00:00Z"),
                reasons.isEmpty() ? Outcome.VALID : Outcome.INVALID, reasons, measurement);
    }

    @Test
    void arrivalsAtRandomAreEnoughForThePercentileHoweverTheyFall() throws Exception {
        for (long seed = 1; seed <= 5; seed++) {
            Load.Open poisson = new Load.Open(2000, Load.Schedule.POISSON);
            FindMax.Found found = new FindMax(new Target(server.address(), OptionalLong.empty()),
                    LatencyGoal.parse("p90=250ms"), new Crowd(4, 4, 64, seed), poisson, Load.Schedule.POISSON, null,
                    Duration.ofMillis(50), Duration.ofMillis(500), Duration.ofMillis(1), Waiting.HYBRID)
                    .rate(null, said::add);
            assertThat(found.tries()).allSatisfy(trial -> assertThat(trial.measurement().messages().intended())
                    .as("of 1,000 that are needed")
                    .isGreaterThanOrEqualTo(1_000));
        }
        assertThat(said).noneMatch(line -> line.contains("too few messages"));
    }

    @Test
    void aRateTooLowForRandomArrivalsIsRefused() {
        LatencyGoal goal = LatencyGoal.parse("p90=10s");
        double least = goal.samples() / (double) FindMax.LONGEST_SECONDS;
        find("p90=10s", Duration.ofSeconds(1), new Load.Open(least, Load.Schedule.CONSTANT));
        assertThatThrownBy(() -> new FindMax(new Target(server.address(), OptionalLong.empty()), goal, CROWD,
                new Load.Open(least, Load.Schedule.POISSON), Load.Schedule.POISSON, null, Duration.ofMillis(100),
                Duration.ofMillis(200), Duration.ofSeconds(1), Waiting.HYBRID))
                .hasMessageContaining("is too low to tell p90: that takes 1,159 messages");
    }

    @Test
    void noTryIsBegunThatWouldEndTooLate() throws Exception {
        Load.Open slow = new Load.Open(250, Load.Schedule.CONSTANT);
        FindMax.Found found = find("p90=1us", Duration.ofSeconds(1), slow).rate(null, said::add);
        assertThat(found.tries()).extracting(FindMaxTest::rate).containsExactly(250.0); // it begins where it was told to
        assertThat(found.highest()).isNull();
    }

    @Test
    void whatIsKnownWhenItIsInterruptedIsKept() throws Exception {
        Load.Open slow = new Load.Open(2000, Load.Schedule.CONSTANT);
        FindMax.Found found = find("p50=100ms", Duration.ofSeconds(12), slow).rate(null, line -> {
            said.add(line);
            Thread.currentThread().interrupt();
        });
        assertThat(Thread.interrupted()).isTrue();
        assertThat(found.interrupted()).isTrue();
        assertThat(found.tries()).hasSize(1);
        assertThat(found.highest()).isNull();
    }

    private static Double rate(Trial trial) {
        return ((Load.Open) trial.cell().load()).ratePerSecond();
    }

    private FindMax find(String goal, Duration atMost, Load.@Nullable Open load) {
        return new FindMax(new Target(server.address(), OptionalLong.empty()), LatencyGoal.parse(goal), CROWD, load,
                Load.Schedule.CONSTANT, null, Duration.ofMillis(100), Duration.ofMillis(200), atMost,
                Waiting.HYBRID);
    }
}

package org.echoscale.bench.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import org.echoscale.bench.load.Crowd;
import org.echoscale.bench.load.Target;
import org.echoscale.bench.plan.LatencyGoal;
import org.echoscale.core.EchoServer;
import org.echoscale.core.ServerOptions;
import org.echoscale.core.Transports;
import org.echoscale.results.model.Load;
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

    private final List<String> said = new ArrayList<>();
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
        FindMax.Found found = find("p50=1s", Duration.ofSeconds(12), null).rate(said::add);
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
        Load.Open slow = new Load.Open(250, Load.Schedule.CONSTANT);
        FindMax.Found found = find("p90=1us", Duration.ofSeconds(8), slow).rate(said::add);
        assertThat(found.highest()).isNull();
        assumeThat(found.disturbance()).as("of nothing is known what it keeps").isNull();
        assertThat(found.lowestFailing()).isLessThanOrEqualTo(250);
        assertThat(found.tries().getFirst().measurement().messages().intended()).isEqualTo(153); // of 1,020
    }

    @Test
    void arrivalsAtRandomAreEnoughForThePercentileHoweverTheyFall() throws Exception {
        for (long seed = 1; seed <= 5; seed++) {
            Load.Open poisson = new Load.Open(2000, Load.Schedule.POISSON);
            FindMax.Found found = new FindMax(new Target(server.address(), OptionalLong.empty()),
                    LatencyGoal.parse("p90=10s"), new Crowd(4, 4, 64, seed), poisson, Load.Schedule.POISSON, null,
                    Duration.ofMillis(50), Duration.ofMillis(500), Duration.ofMillis(1), Waiting.HYBRID)
                    .rate(said::add);
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
        FindMax.Found found = find("p90=1us", Duration.ofSeconds(1), slow).rate(said::add);
        assertThat(found.tries()).extracting(FindMaxTest::rate).containsExactly(250.0); // it begins where it was told to
        assertThat(found.highest()).isNull();
    }

    @Test
    void whatIsKnownWhenItIsInterruptedIsKept() throws Exception {
        Load.Open slow = new Load.Open(2000, Load.Schedule.CONSTANT);
        FindMax.Found found = find("p50=10s", Duration.ofSeconds(12), slow).rate(line -> {
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

package org.echoscale.bench.load;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.echoscale.core.EchoServer;
import org.echoscale.core.ServerOptions;
import org.echoscale.core.Transports;
import org.echoscale.results.model.Load;
import org.echoscale.results.model.Waiting;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How the generator waits is chosen, done and recorded. */
class WaitingTest {
    private static final Duration WINDOW = Duration.ofMillis(200);

    @ParameterizedTest
    @CsvSource({"HYBRID, '2000', 'hybrid, spin below 2 ms'", "SPIN, 2000, spin", "BLOCK, 2000, block",
        "BLOCK, 50, block"})
    void anOpenLoopKeepsItsScheduleHoweverItWaits(Waiting waiting, double rate, String recorded) throws Exception {
        LoadResult result = measure(waiting, new Load.Open(rate, Load.Schedule.CONSTANT));
        assertThat(result.generator().waiting()).isEqualTo(recorded);
        assertThat(result.messages().verified()).isEqualTo((long) (rate * 0.2));
    }

    @Test
    void whereOnlyRepliesAreAwaitedItBlocksHoweverItWasToldTo() throws Exception {
        for (Load load : new Load[]{new Load.Closed(1), new Load.Churn(2)}) {
            for (Waiting waiting : Waiting.values()) {
                assertThat(measure(waiting, load).generator().waiting()).isEqualTo("block");
            }
        }
    }

    /** At a message every 20 ms: whoever spins asks far more often whether there is something. */
    @Test
    void whoBlocksWaitsFewTimesAndWhoSpinsMany() throws Exception {
        Load rare = new Load.Open(50, Load.Schedule.CONSTANT);
        long blocking = measure(Waiting.BLOCK, rare).generator().waits();
        long hybrid = measure(Waiting.HYBRID, rare).generator().waits();
        long spinning = measure(Waiting.SPIN, rare).generator().waits();
        assertThat(blocking).isLessThan(200);
        assertThat(hybrid).isGreaterThan(blocking);
        assertThat(spinning).isGreaterThan(2 * hybrid);
    }

    private static LoadResult measure(Waiting waiting, Load load) throws Exception {
        try (EchoServer server = Transports.load(WaitingTest.class.getClassLoader())
                .get("epoll-lt")
                .start(ServerOptions.loopback());
                LoadGenerator generator = LoadGenerator.start(OptionalInt.empty(), waiting);
                OpenConnections open = generator.open(new Target(server.address(), OptionalLong.empty()),
                        new Crowd(4, 4, 64, 1))) {
            return open.measure(load, WINDOW);
        }
    }
}

package org.echoscale.bench.prove;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.echoscale.bench.server.Catalog;
import org.echoscale.bench.server.ServerLaunch;
import org.echoscale.bench.server.ServerProcess;
import org.junit.jupiter.api.Test;

/** Real processes are stopped. How exact the figures are depends on the machine, and is not tested here. */
class StallRunTest {
    private static final Catalog CATALOG = Catalog.load(List.of());
    private static final Duration DEADLINE = Duration.ofSeconds(20);

    @Test
    void aStopLastsAsLongAsItWasAskedToAndTheServerGoesOn() throws Exception {
        try (ServerProcess server = ServerProcess.start(ServerLaunch.of(CATALOG, "epoll-et"), DEADLINE);
                Stopper stopper = Stopper.of(server.pid(), server.address())) {
            long began = System.nanoTime();
            Stop stop = stopper.stop(began, Duration.ofMillis(200));
            assertThat(stop.afterNanos() - stop.unsureNanos()).isPositive();
            assertThat(stop.overNanos()).isLessThan(System.nanoTime() - began);
            assertThat(stop.stoppedNanos()).isGreaterThanOrEqualTo(200_000_000);
            assertThat(stop.unsureNanos()).isPositive();
            assertThat(stop.confirmedNanos()).isPositive();
            assertThat(stop.reactionNanos()).isPositive();
            assertThat(stop.drainNanos()).isNotNegative();
            assertThat(stop.silentNanos()).isGreaterThan(stop.stoppedNanos());
            assertThat(server.snapshot(DEADLINE)).isNotNull();
            server.stop();
        }
    }

    @Test
    void aProcessThatIsGoneIsSaid() throws Exception {
        try (ServerProcess server = ServerProcess.start(ServerLaunch.of(CATALOG, "epoll-et"), DEADLINE);
                Stopper stopper = Stopper.of(server.pid(), server.address())) {
            server.stop();
            assertThatThrownBy(() -> stopper.stop(System.nanoTime(), Duration.ofMillis(1)))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("ESRCH");
        }
    }

    @Test
    void theStopIsInTheLatencyOfTheOpenLoopAndAllMessagesAreAnswered() throws Exception {
        StallPlan plan = new StallPlan("epoll-et", 10, 64, 1000, Duration.ofSeconds(1), Duration.ofMillis(300),
                Duration.ofMillis(200));
        StallProof proof = StallRun.prove(CATALOG, plan, 1, step -> {});
        // How well the stop is known depends on the machine.
        assertThat(proof.complaints()).filteredOn(said -> !said.contains(", and the proof needs ")).isEmpty();
        StallProof.Percentile longest = proof.percentiles().getLast();
        assertThat(proof.stop().afterNanos() + proof.stop().unsureNanos()).as("in the middle of the window, or later")
                .isGreaterThan(350_000_000);
        assertThat(proof.nullTest()).isNotNull();
        // How exactly is for the proof to say, on a machine that nothing else disturbs.
        assertThat(longest.latency()).isGreaterThan(proof.stop().stoppedNanos() / 10 * 9);
        assertThat(longest.closedLoop()).isGreaterThan(proof.stop().askedNanos() / 10 * 9);
        assertThat(proof.percentiles()).extracting(StallProof.Percentile::percent).startsWith(50.0).endsWith(100.0);
    }
}

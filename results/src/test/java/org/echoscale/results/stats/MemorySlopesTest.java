package org.echoscale.results.stats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import org.echoscale.results.files.RunResults;
import org.echoscale.results.model.KernelGrowth;
import org.echoscale.results.model.KernelMemory;
import org.echoscale.results.model.Trial;
import org.echoscale.results.testdata.SyntheticRun;
import org.echoscale.results.testdata.SyntheticRun.Cost;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.Test;

@NullUnmarked // what is not there fails the test by its use
class MemorySlopesTest {
    /** At 10, 100, 1,000 and 10,000 connections. */
    private final SyntheticRun run = new SyntheticRun().subject("a", Cost.flat(6).resident(2_000)).watched();

    @Test
    void user_and_kernel_memory_are_slopes_of_their_own() {
        MemorySlopes memory = RunFigures.of(run.results()).memory().get("a");

        assertThat(memory.userSizes()).isEqualTo(4);
        assertThat(memory.user().each()).isCloseTo(2_000, within(2.0));
        assertThat(memory.user().rSquared()).isGreaterThan(0.999);
        assertThat(memory.kernelSizes()).isEqualTo(4);
        assertThat(memory.kernel().each()).isCloseTo(9_000, within(1e-6));
        assertThat(memory.kernel().points()).as("a point for each fork and size, whatever the loads").isEqualTo(12);
        assertThat(memory.tcpBuffers().each()).isCloseTo(500, within(1e-6));
    }

    @Test
    void a_server_that_was_already_running_climbs_once_whatever_the_forks() {
        RunFigures figures = RunFigures.of(run.external("a").results());

        assertThat(figures.memory().get("a").user().each()).isCloseTo(2_000, within(2.0));
        assertThat(figures.memory().get("a").user().points()).as("later forks find what the first touched")
                .isEqualTo(4);
        assertThat(figures.at("a", 1_000).orElseThrow().residentBytes().forks()).isEqualTo(1);
        assertThat(figures.at("a", 1_000).orElseThrow().residentBytes().median()).isCloseTo(2_000, within(20.0));
        assertThat(figures.residentBytes().get("a").median()).isCloseTo(2_000, within(20.0));
    }

    @Test
    void three_sizes_give_no_slope() {
        MemorySlopes memory = RunFigures.of(run.ladder(10, 100, 1_000).results()).memory().get("a");

        assertThat(memory.user()).isNull();
        assertThat(memory.kernel()).isNull();
        assertThat(memory.userSizes()).isEqualTo(3);
        assertThat(memory.kernelSizes()).isEqualTo(3);
    }

    @Test
    void a_connection_with_one_end_elsewhere_is_not_taken_for_both() {
        List<Trial> trials = new ArrayList<>();
        for (Trial trial : run.trials()) {
            KernelGrowth growth = trial.measurement().kernel();
            KernelMemory open = growth.open();
            trials.add(new Trial(trial.schema(), trial.sequence(), trial.fork(), trial.cell(), trial.startedAt(),
                    trial.outcome(), trial.reasons(), trial.measurement()
                            .with(new KernelGrowth(growth.before(),
                                    new KernelMemory(open.slabBytes(), null, open.stackBytes(), open.pageTableBytes(),
                                            open.tcpBufferBytes(), open.tcpSockets() / 2, open.sockets())))));
        }
        MemorySlopes memory = RunFigures.of(new RunResults(run.manifest(), trials, List.of())).memory().get("a");

        assertThat(memory.kernel()).isNull();
        assertThat(memory.kernelSizes()).isZero();
        assertThat(memory.user()).isNotNull();
    }
}

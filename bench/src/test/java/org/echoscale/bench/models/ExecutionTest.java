package org.echoscale.bench.models;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.BitSet;
import java.util.List;
import org.echoscale.results.models.Interval;
import org.echoscale.results.models.Model;
import org.echoscale.results.models.ModelRun;
import org.echoscale.results.models.ModelRun.TaskTime;
import org.echoscale.results.models.ModelsPlan;
import org.echoscale.results.models.State;
import org.echoscale.syscalls.Syscalls;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Order and overlap of what tasks did; never how long it took beyond what must be. */
@Timeout(60)
class ExecutionTest {
    private static final long MS = 1_000_000;
    private static final ModelsPlan PLAN = new ModelsPlan(3, 2, 20 * MS, 2 * MS);

    /** The reply takes longer than anything that could keep another task from asking meanwhile. */
    private static final ModelsPlan LONG_WAIT = new ModelsPlan(3, 1, 1_000 * MS, MS);

    private DelayServer server;

    @BeforeEach
    void start() throws Exception {
        server = DelayServer.start();
    }

    @AfterEach
    void close() throws Exception {
        server.close();
    }

    @ParameterizedTest
    @EnumSource
    void everyTaskComputesAndWaitsAsItShould(Model model) throws Exception {
        ModelRun run = Execution.of(model, PLAN, server.address());
        assertThat(run.model()).isEqualTo(model);
        assertThat(run.tasks()).extracting(TaskTime::task).containsExactly(1, 2, 3);
        assertThat(run.tasks()).allSatisfy(task -> {
            assertThat(task.intervals().getFirst().fromNanos()).isZero();
            for (int i = 1; i < task.intervals().size(); i++) {
                assertThat(task.intervals().get(i).fromNanos()).isEqualTo(task.intervals().get(i - 1).toNanos());
                assertThat(task.intervals().get(i).state()).isNotEqualTo(task.intervals().get(i - 1).state());
            }
            assertThat(task.intervals()).filteredOn(interval -> interval.state() == State.WAITING)
                    .hasSize(2)
                    .allSatisfy(wait -> assertThat(wait.nanos()).isGreaterThan(19 * MS));
            assertThat(task.intervals().getLast().state()).isEqualTo(State.COMPUTING);
            // The CPU time is exact; how it falls on the wall clock is known to the length of a standstill.
            assertThat(task.nanos(State.COMPUTING)).isGreaterThan(5 * MS);
        });
        assertThat(run.totalNanos()).isEqualTo(run.tasks().stream().mapToLong(TaskTime::endNanos).max().orElseThrow());
        assertThat(run.cpuNanos()).isGreaterThanOrEqualTo(3 * 3 * 2 * MS);
        assertThat(run.cpus()).isEqualTo(Runtime.getRuntime().availableProcessors());
        assertThat(run.heapBytes()).isPositive();
        assertThat(run.voluntarySwitches()).isPositive();
    }

    @Test
    void oneAtATimeNoTaskComputesOrWaitsBeforeTheOneBeforeItHasEnded() throws Exception {
        ModelRun run = Execution.of(Model.ONE_AT_A_TIME, PLAN, server.address());
        assertThat(run.threads()).isOne();
        for (int i = 1; i < run.tasks().size(); i++) {
            Interval first = run.tasks().get(i).intervals().getFirst();
            assertThat(first.state()).isEqualTo(State.READY);
            assertThat(first.toNanos()).isGreaterThanOrEqualTo(run.tasks().get(i - 1).endNanos());
        }
        assertThat(overlap(run, State.WAITING)).isFalse();
    }

    @Test
    void eventsWaitAtTheSameTimeAndNeverComputeAtTheSameTime() throws Exception {
        ModelRun run = Execution.of(Model.EVENTS, LONG_WAIT, server.address());
        assertThat(run.threads()).isOne();
        assertThat(overlap(run, State.WAITING)).isTrue();
        assertThat(overlap(run, State.COMPUTING)).isFalse();
    }

    @ParameterizedTest
    @EnumSource(names = {"THREADS", "VIRTUAL_THREADS"})
    void threadsWaitAtTheSameTime(Model model) throws Exception {
        ModelRun run = Execution.of(model, LONG_WAIT, server.address());
        assertThat(overlap(run, State.WAITING)).isTrue();
        assertThat(run.threads()).isBetween(1, 3 * 2);
    }

    @Test
    void eachTaskHasAThreadOfItsOwn() throws Exception {
        assertThat(Execution.of(Model.THREADS, new ModelsPlan(10, 1, 20 * MS, 0), server.address()).threads())
                .isEqualTo(10);
    }

    @Test
    void aHundredTasksAreNoDifficulty() throws Exception {
        for (Model model : List.of(Model.THREADS, Model.VIRTUAL_THREADS, Model.EVENTS)) {
            ModelRun run = Execution.of(model, new ModelsPlan(100, 2, 5 * MS, MS / 10), server.address());
            assertThat(run.tasks()).hasSize(100)
                    .allSatisfy(task -> assertThat(task.intervals().getLast().state())
                            .isEqualTo(State.COMPUTING));
        }
    }

    @Test
    void aProcessOfItsOwnIsConfinedToTheCpusItIsGiven() throws Exception {
        BitSet one = new BitSet();
        try (Syscalls calls = Syscalls.open()) {
            one.set(calls.affinity().nextSetBit(0));
        }
        ModelRun run = ModelProcess.run(Model.THREADS, PLAN, server.address(), one);
        assertThat(run.cpus()).isOne();
        assertThat(run.threads()).isEqualTo(3);
        assertThat(run.tasks()).hasSize(3);
    }

    /** Whether two tasks were ever in a state at the same moment. */
    private static boolean overlap(ModelRun run, State state) {
        List<Interval> all = run.tasks()
                .stream()
                .flatMap(task -> task.intervals().stream())
                .filter(interval -> interval.state() == state)
                .toList();
        return all.stream()
                .anyMatch(one -> all.stream()
                        .anyMatch(other -> !other.equals(one) && one.fromNanos() < other.toNanos()
                                && other.fromNanos() < one.toNanos()));
    }
}

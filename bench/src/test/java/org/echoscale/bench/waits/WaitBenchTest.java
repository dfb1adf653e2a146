package org.echoscale.bench.waits;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.echoscale.bench.limits.Limits;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Every mechanism finds what was made ready, no more and no less, and leaves nothing open. */
class WaitBenchTest {
    private static final long OPEN_FILES = Limits.read().openFiles().orElse(1024L);

    static Stream<Arguments> every() {
        List<Arguments> all = new ArrayList<>();
        for (Kind kind : Kind.values()) {
            for (Mechanism mechanism : Mechanism.values()) {
                for (Mode mode : Mode.values()) {
                    if (mode.reasonAgainst(mechanism, kind).isEmpty()) {
                        all.add(Arguments.of(kind, mechanism, mode));
                    }
                }
            }
        }
        return all.stream();
    }

    /** A batch in which another number than those that are ready was found is a failure of the measurement. */
    @ParameterizedTest
    @MethodSource("every")
    void whatIsReadyIsFound(Kind kind, Mechanism mechanism, Mode mode) throws IOException {
        try (WaitBench bench = WaitBench.open(kind, mechanism == Mechanism.SELECTOR, 100, OPEN_FILES)) {
            for (int descriptors : new int[]{1, 70, 100}) {
                for (int ready : new int[]{1, 7, 100}) {
                    if (ready <= descriptors) {
                        Measured found = bench.measure(new Point(mechanism, mode, descriptors, ready), 1, 0.7);
                        assertThat(found.calls()).isPositive();
                        assertThat(found.nanos()).isPositive();
                        assertThat(found.cpuNanos()).isPositive();
                    }
                }
            }
        }
    }

    @ParameterizedTest
    @MethodSource("every")
    void nothingStaysOpen(Kind kind, Mechanism mechanism, Mode mode) throws IOException {
        WaitBench.open(kind, mechanism == Mechanism.SELECTOR, 10, OPEN_FILES).close(); // loads what it needs
        long before = descriptors();
        try (WaitBench bench = WaitBench.open(kind, mechanism == Mechanism.SELECTOR, 200, OPEN_FILES)) {
            bench.measure(new Point(mechanism, mode, 200, 1), 1, 0);
            assertThat(descriptors()).isGreaterThanOrEqualTo(before + 200);
        }
        assertThat(descriptors()).isLessThan(before + 20);
    }

    @Test
    void selectGoesBeyondWhatAnFdSetHolds() throws IOException {
        assumeThat(OPEN_FILES).isGreaterThan(4_000);
        try (WaitBench bench = WaitBench.open(Kind.EVENTFD, false, 2_000, OPEN_FILES)) {
            assertThat(bench.measure(new Point(Mechanism.SELECT_BITMAP, Mode.BLOCKING_LAST, 2_000, 1), 1, 0).calls())
                    .isPositive();
        }
    }

    /** With a limit made up so low that most of the other ends are with the helper. */
    @ParameterizedTest
    @MethodSource("socketMechanisms")
    void socketsWhoseOtherEndsAreInAHelperProcessAreWaitedForToo(Mechanism mechanism) throws IOException {
        long limit = 300 + Wakeable.OWN_DESCRIPTORS + 100;
        try (WaitBench bench = WaitBench.open(Kind.TCP, mechanism == Mechanism.SELECTOR, 300, limit)) {
            assertThat(WaitBench.mostReady(Kind.TCP, 300, 300, limit)).isEqualTo(100);
            assertThat(bench.measure(new Point(mechanism, Mode.ITERATION, 300, 100), 1, 0.2).calls()).isPositive();
            assertThatThrownBy(() -> bench.measure(new Point(mechanism, Mode.ITERATION, 300, 101), 1, 0.2))
                    .hasMessage("of 300 descriptors 100 can be made ready here, not 101");
        }
    }

    static List<Mechanism> socketMechanisms() {
        return List.of(Mechanism.POLL, Mechanism.SELECTOR);
    }

    @Test
    void anEdgeIsNotWaitedForWithoutBeingMadeAgain() throws IOException {
        try (WaitBench bench = WaitBench.open(Kind.EVENTFD, false, 10, OPEN_FILES)) {
            assertThatThrownBy(() -> bench.measure(new Point(Mechanism.EPOLL_ET, Mode.CALL, 10, 1), 1, 0))
                    .hasMessageContaining("an edge is reported once");
        }
    }

    @Test
    void aSelectorReportsAThousandAndTwentyFourAtACallWhichOnlyAnIterationTakesInSeveral() throws IOException {
        assumeThat(OPEN_FILES).isGreaterThan(4_000);
        try (WaitBench bench = WaitBench.open(Kind.PIPE, true, 1_100, OPEN_FILES)) {
            assertThat(bench.measure(new Point(Mechanism.SELECTOR, Mode.CALL, 1_100, 1_024), 1, 0).calls())
                    .isPositive();
            assertThatThrownBy(() -> bench.measure(new Point(Mechanism.SELECTOR, Mode.CALL, 1_100, 1_025), 1, 0))
                    .hasMessageContaining("reports at most 1024 at a call");
            assertThat(bench.measure(new Point(Mechanism.SELECTOR, Mode.ITERATION, 1_100, 1_100), 1, 0).calls())
                    .isPositive();
        }
    }

    @Test
    void moreThanFitAreRefusedWithTheNumberThatDo() {
        assertThatThrownBy(() -> WaitBench.open(Kind.PIPE, false, 1_000, 1_024)).hasMessage(
                "1000 descriptors of kind pipe: a process whose limit of open files is 1024 can wait for 1 to 412");
    }

    private static long descriptors() throws IOException {
        try (Stream<Path> files = Files.list(Path.of("/proc/self/fd"))) {
            return files.count();
        }
    }
}

package org.echoscale.bench.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.HdrHistogram.Histogram;
import org.echoscale.results.model.EncodedHistogram;
import org.echoscale.results.model.Load;
import org.echoscale.results.model.Measurement;
import org.echoscale.results.model.Measurement.Connections;
import org.echoscale.results.model.Measurement.GeneratorCost;
import org.echoscale.results.model.Measurement.Messages;
import org.echoscale.results.model.Measurement.ServerCost;
import org.echoscale.results.model.Measurement.Slice;
import org.echoscale.results.model.Measurement.WarmUp;
import org.echoscale.results.model.Reason;
import org.junit.jupiter.api.Test;

class JudgeTest {
    private static final Load CLOSED = new Load.Closed(1);
    private static final Load OPEN = new Load.Open(1000, Load.Schedule.CONSTANT);
    private static final Connections ALL_ALIVE = new Connections(10, 10, 10, 0, 1);

    @Test
    void aCleanMeasurementHasNoObjectionAndNothingToRemark() {
        Measurement clean = measurement(messages(1000, 1000, 0, 0), ALL_ALIVE, 200, 200, 200, 200, 200);
        assertThat(Judge.objections(CLOSED, clean, null)).isEmpty();
        assertThat(Judge.objections(OPEN, clean, null)).isEmpty();
        assertThat(Judge.remarks(CLOSED, clean)).isEmpty();
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
    void wrongAndMissingRepliesAreObjections() {
        Measurement wrong = measurement(messages(1000, 900, 1, 100), ALL_ALIVE, 200, 200, 200, 200, 100);
        assertThat(Judge.objections(CLOSED, wrong, null)).extracting(Reason::code)
                .containsExactly("corrupt",
                        "missing-replies");
    }

    @Test
    void aRateThatIsFarFromMetHasNoLatency() {
        Measurement slow = measurement(messages(1000, 800, 0, 0), ALL_ALIVE, 160, 160, 160, 160, 160);
        assertThat(Judge.objections(OPEN, slow, null)).singleElement().satisfies(reason -> {
            assertThat(reason.code()).isEqualTo("rate-missed");
            assertThat(reason.message()).contains("1000/s were asked for and 800/s came back");
        });
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
        assertThat(Judge.remarks(CLOSED, restless)).extracting(Reason::code).containsExactly("not-steady");
    }

    @Test
    void aGeneratorThatIsBusyWhileTheServerIsNotSetsThePace() {
        ServerCost idle = new ServerCost(300_000_000, null, null, null, null, null, null, null, null, null, null, null,
                null,
                null, null, null, null);
        Measurement bound = new Measurement(1_000_000_000, messages(1000, 1000, 0, 0), ALL_ALIVE, histogram(), null,
                null,
                idle, generator(990_000_000), new WarmUp(true, 1, 1, 0, 0), slices(200, 200, 200, 200, 200));
        assertThat(Judge.remarks(CLOSED, bound)).extracting(Reason::code).containsExactly("generator-bound");
        assertThat(Judge.remarks(OPEN, bound)).isEmpty();
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

package org.echoscale.bench.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.BitSet;
import java.util.List;
import java.util.OptionalInt;
import org.echoscale.bench.run.FindMax;
import org.echoscale.bench.run.Placement;
import org.echoscale.results.model.Load;
import org.echoscale.results.model.NullTest;
import org.echoscale.results.model.Reason;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class FoundSentenceTest {
    @Test
    void aSearchThatCouldNotGoOnHasNoAnswerAndSaysWhatItKnows() {
        assertThat(
                LoadCommand.sentence(found(1000.0, null, "the server went away at 2,000 messages/s: it ended", false)))
                .isEqualTo("Not known: the server went away at 2,000 messages/s: it ended. "
                        + "1,000 messages/s kept p99 of at most 2 ms once.");
        assertThat(LoadCommand.sentence(found(null, 500.0, "250 messages/s: steal", false)))
                .endsWith("Nothing tried kept p99 of at most 2 ms; 500 did not (p99 3 ms).");
    }

    @Test
    void aSearchThatWasInterruptedSaysWhatItKnows() {
        assertThat(LoadCommand.sentence(found(1000.0, 2000.0, null, true)))
                .isEqualTo("Interrupted, so there is no answer. 1,000 messages/s kept p99 of at most 2 ms once; "
                        + "2,000 did not (p99 3 ms).");
    }

    @Test
    void aFloorThatIsNotKnownIsSaidNotToBe() {
        Load.Open open = new Load.Open(50, Load.Schedule.CONSTANT);
        assertThat(LoadCommand.ruler(new NullTest(4, 420_000, 2_400, 3_750, null, null, null, null), open))
                .isEqualTo(
                        "without a server, with 4 active connections and 1 message out on each: 420,000 messages/s at "
                                + "2.40 µs of generator CPU each; with a single connection a round trip of 3.75 µs; too few messages "
                                + "at this rate for a floor of the latency");
        assertThat(LoadCommand.ruler(new NullTest(1, 420_000, 2_400, 3_750, 3_000L, null, 1L, null), open))
                .contains("with 1 active connection and 1 message out on each: ")
                .endsWith("; at this rate p50 3.00 µs, too few messages for p99");
        assertThat(LoadCommand.ruler(new NullTest(1, 420_000, 2_400, 3_750, null, null, null, null, "steal"),
                new Load.Closed(4)))
                .startsWith(
                        "without a server, with 1 active connection and 4 messages out on each: 420,000 messages/s ")
                .endsWith(
                        "a round trip of 3.75 µs; not certain, as the machine disturbed it each time it was measured: "
                                + "steal");
    }

    @Test
    void aGeneratorThatDidNotHaveItsCpuIsHelped() {
        BitSet first = BitSet.valueOf(new long[]{1});
        Placement two = new Placement(first, OptionalInt.of(3));
        assertThat(LoadCommand.remedy(List.of(Reason.of("rate-missed", "x"), Reason.of("sent-late", "y")), two))
                .contains("what to do: measure again on a quiet machine, with the server, if it is here, kept off the "
                        + "generator's CPU 3: taskset -c 0 your-server");
        assertThat(
                LoadCommand.remedy(List.of(Reason.of("steal", "x")), new Placement(new BitSet(), OptionalInt.empty())))
                .contains("what to do: measure again on a quiet machine; on its only CPU the generator has to wait for "
                        + "the server");
        assertThat(LoadCommand.remedy(List.of(Reason.of("rate-missed", "x")), two)).isEmpty();
    }

    private static FindMax.Found found(@Nullable Double once, @Nullable Double failing, @Nullable String disturbance,
            boolean interrupted) {
        return new FindMax.Found("messages/s", "p99 of at most 2 ms", null, failing,
                failing == null ? null : "p99 3 ms",
                once, disturbance, interrupted, null, 1, List.of());
    }
}

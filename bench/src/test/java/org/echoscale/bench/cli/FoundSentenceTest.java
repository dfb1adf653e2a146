package org.echoscale.bench.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.echoscale.bench.run.FindMax;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class FoundSentenceTest {
    @Test
    void aSearchThatTheMachineDisturbedHasNoAnswerAndSaysWhatItKnows() {
        assertThat(LoadCommand.sentence(found(1000.0, null, "2,000 messages/s: steal", false)))
                .isEqualTo("Not known: the machine was disturbed again and again at 2,000 messages/s: steal. "
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

    private static FindMax.Found found(@Nullable Double once, @Nullable Double failing, @Nullable String disturbance,
            boolean interrupted) {
        return new FindMax.Found("messages/s", "p99 of at most 2 ms", null, failing,
                failing == null ? null : "p99 3 ms",
                once, disturbance, interrupted, null, 1, List.of());
    }
}

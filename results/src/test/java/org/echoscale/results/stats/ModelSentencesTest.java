package org.echoscale.results.stats;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.echoscale.results.models.Model;
import org.echoscale.results.models.ModelsPlan;
import org.echoscale.results.testdata.SyntheticModels;
import org.junit.jupiter.api.Test;

class ModelSentencesTest {
    @Test
    void theVerdictComparesWithOneAtATimeAndSaysHowManyCpusThereWere() {
        assertThat(ModelSentences.of(SyntheticModels.two())).containsExactly(
                "2 tasks: each computes 2 × 20.0 ms and waits 1 × 40.0 ms in between. One at a time 160 ms, a thread per task "
                        + "80.0 ms (2.0× as fast).",
                "One at a time, the only thread waited for 50 % of the time, and all tasks with it.",
                "The processes had 2 CPUs: threads can compute on all of them at the same moment, events on one thread cannot.");
    }

    @Test
    void withoutOneAtATimeNothingIsComparedWithIt() {
        assertThat(ModelSentences.of(SyntheticModels.of(new ModelsPlan(1, 1, 40_000_000, 20_000_000),
                List.of(SyntheticModels.run(Model.EVENTS, 80, 1, null, List.of(SyntheticModels.task(1, 0)))))))
                .hasSize(2)
                .first()
                .isEqualTo("1 task: each computes 2 × 20.0 ms and waits 1 × 40.0 ms in between. Events 80.0 ms.");
    }
}

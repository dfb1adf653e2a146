package org.echoscale.results.models;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class ModelsPlanTest {
    private static final long MS = 1_000_000;

    @Test
    void whatATaskNeedsFollowsFromItsSteps() {
        ModelsPlan plan = new ModelsPlan(3, 2, 100 * MS, 20 * MS);
        assertThat(plan.computingNanosPerTask()).isEqualTo(60 * MS);
        assertThat(plan.waitingNanosPerTask()).isEqualTo(200 * MS);
        assertThat(plan.oneAtATimeNanos()).isEqualTo(780 * MS);
    }

    @Test
    void itIsBounded() {
        assertThatThrownBy(() -> new ModelsPlan(1_001, 1, MS, 0)).hasMessage("tasks: 1001 is not from 1 to 1000");
        assertThatThrownBy(() -> new ModelsPlan(1, 101, MS, 0)).hasMessage("steps: 101 is not from 1 to 100");
        assertThatThrownBy(() -> new ModelsPlan(1, 1, MS / 2, 0)).hasMessage("wait: 0.5 ms is not from 1 ms to 10 s");
        assertThatThrownBy(() -> new ModelsPlan(1, 1, MS, 1_001 * MS))
                .hasMessage("compute: 1001.0 ms is not from 0 ms to 1 s");
        assertThatThrownBy(() -> new ModelsPlan(1_000, 100, 100 * MS, MS))
                .hasMessageStartingWith("tasks: 1000 would take 10101 s one at a time, and at most 600 s are allowed");
    }
}

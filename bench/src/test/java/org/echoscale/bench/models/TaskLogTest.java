package org.echoscale.bench.models;

import static org.assertj.core.api.Assertions.assertThat;

import org.echoscale.results.models.Interval;
import org.echoscale.results.models.State;
import org.junit.jupiter.api.Test;

class TaskLogTest {
    private final TaskLog log = new TaskLog(1_000);

    @Test
    void entriesFollowEachOtherWithoutAGap() {
        log.until(State.READY, 1_010);
        log.until(State.COMPUTING, 1_030);
        log.until(State.WAITING, 1_100);
        assertThat(log.intervals()).containsExactly(new Interval(State.READY, 0, 10),
                new Interval(State.COMPUTING, 10, 30), new Interval(State.WAITING, 30, 100));
    }

    @Test
    void theSameStateTwiceIsOneStretch() {
        log.until(State.COMPUTING, 1_010);
        log.until(State.COMPUTING, 1_015);
        assertThat(log.intervals()).containsExactly(new Interval(State.COMPUTING, 0, 15));
    }

    @Test
    void aMomentThatIsOverAlreadyChangesNothing() {
        log.until(State.COMPUTING, 1_010);
        log.until(State.WAITING, 1_005);
        log.until(State.READY, 1_010);
        log.until(State.COMPUTING, 1_020);
        assertThat(log.intervals()).containsExactly(new Interval(State.COMPUTING, 0, 20));
    }
}

package org.echoscale.bench.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LatencyGoalTest {

    @Test
    void aGoalIsAPercentileAndABound() {
        assertThat(LatencyGoal.parse("p99=2ms")).isEqualTo(new LatencyGoal(99, Duration.ofMillis(2)));
        assertThat(LatencyGoal.parse("p99.9 <= 500us")).isEqualTo(new LatencyGoal(99.9, Duration.ofNanos(500_000)));
        assertThat(LatencyGoal.parse("p99=2ms")).hasToString("p99 ≤ 2.00 ms");
    }

    @Test
    void aPercentileNeedsAHundredMessagesBeyondIt() {
        assertThat(LatencyGoal.parse("p50=1ms").samples()).isEqualTo(200);
        assertThat(LatencyGoal.parse("p99=1ms").samples()).isEqualTo(10_000);
        assertThat(LatencyGoal.parse("p99.9=1ms").samples()).isEqualTo(100_000);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "99=2ms", "p99", "p99=", "p99=2", "p100=2ms", "p0=2ms", "p99=0ms", "p99>2ms"})
    void anythingElseIsRefused(String text) {
        assertThatThrownBy(() -> LatencyGoal.parse(text)).isInstanceOf(IllegalArgumentException.class);
    }
}

package org.echoscale.bench.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.echoscale.bench.run.SideBySide.Sample;
import org.echoscale.bench.run.SideBySide.Settings;
import org.echoscale.bench.server.Catalog;
import org.junit.jupiter.api.Test;

class SideBySideTest {

    @Test
    void everyServerGetsASliceInEveryRoundOfEveryFork() throws Exception {
        Settings settings = new Settings(20, 5, 64, 2, 3, Duration.ofMillis(50), Duration.ofMillis(200), 1);
        List<String> progress = new ArrayList<>();
        List<Sample> samples = new SideBySide(Catalog.load(List.of()), List.of("epoll-et", "poll"), Map.of(), settings,
                progress::add).run();
        assertThat(samples).hasSize(12).allSatisfy(sample -> {
            assertThat(sample.messages()).isPositive();
            assertThat(sample.serverCpuNanos()).isPositive();
            assertThat(sample.generatorCpuNanos()).isPositive();
        });
        assertThat(
                samples.stream().map(sample -> sample.fork() + " " + sample.round() + " " + sample.server()).distinct())
                .hasSize(12);
        assertThat(progress).isNotEmpty();
    }

    @Test
    void theMedianIsTheMiddleOrTheMeanOfTheTwoInTheMiddle() {
        assertThat(SideBySide.median(3, 1, 2)).isEqualTo(2);
        assertThat(SideBySide.median(4, 1, 2, 3)).isEqualTo(2.5);
    }

    @Test
    void moreActiveThanOpenIsRefused() {
        assertThatThrownBy(() -> new Settings(5, 6, 64, 1, 1, Duration.ofMillis(1), Duration.ofMillis(1), 1))
                .hasMessage("active 6 is not from 1 to connections 5");
    }
}

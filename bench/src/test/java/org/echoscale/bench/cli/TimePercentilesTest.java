package org.echoscale.bench.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.HdrHistogram.Histogram;
import org.echoscale.results.model.EncodedHistogram;
import org.junit.jupiter.api.Test;

class TimePercentilesTest {
    @Test
    void eachIsThereFromAHundredSamplesBeyondItOn() {
        assertThat(of(0)).isEqualTo(new TimePercentiles(0, null, null, null, null, null));
        assertThat(of(199)).isEqualTo(new TimePercentiles(199, null, null, null, null, 1000L));
        assertThat(of(200)).isEqualTo(new TimePercentiles(200, 1000L, null, null, null, 1000L));
        assertThat(of(1_000)).isEqualTo(new TimePercentiles(1_000, 1000L, 1000L, null, null, 1000L));
        assertThat(of(99_999)).isEqualTo(new TimePercentiles(99_999, 1000L, 1000L, 1000L, null, 1000L));
        assertThat(of(100_000)).isEqualTo(new TimePercentiles(100_000, 1000L, 1000L, 1000L, 1000L, 1000L));
    }

    @Test
    void forPeopleWhatIsNotKnownIsSaidNotToBe() {
        assertThat(of(1_000).text())
                .isEqualTo(
                        "p50 1.00 µs, p90 1.00 µs, p99 (too few messages), p99.9 (too few messages), longest 1.00 µs");
    }

    private static TimePercentiles of(long samples) {
        Histogram histogram = new Histogram(1, 60_000_000_000L, 3);
        histogram.recordValueWithCount(1000, samples);
        return TimePercentiles.of(EncodedHistogram.of(histogram));
    }
}

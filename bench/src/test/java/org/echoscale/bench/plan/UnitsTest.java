package org.echoscale.bench.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class UnitsTest {

    @ParameterizedTest
    @CsvSource({"64,64", "1k,1000", "10K,10000", "1.5k,1500", "2M,2000000", "' 7 ',7", "2147483647,2147483647"})
    void aCountMayHaveAMultiple(String text, int expected) {
        assertThat(Units.count(text)).isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "0", "-1", "1.5", "10q", "k", "1e3", "0x10", "3000M", "10 000", "1,5", "ten", "1k/s"})
    void whatIsNoCountIsAnErrorWithExamples(String text) {
        assertThatThrownBy(() -> Units.count(text)).isInstanceOf(IllegalArgumentException.class)
                .hasMessage("'" + text + "' is not a count from 1 to 2147483647 (units: k and M; try 10, 1k or 10k)");
    }

    @ParameterizedTest
    @CsvSource({"10%,0.1", "0.5%,0.005", "' 7 % ',0.07", "100%,1"})
    void aShareIsAPartOfAWhole(String text, double expected) {
        assertThat(Units.share(text)).isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "%", "10", "0%", "101%", "-1%", "ten%", "10kB%", "10%%"})
    void whatIsNoShareIsAnErrorWithExamples(String text) {
        assertThatThrownBy(() -> Units.share(text)).isInstanceOf(IllegalArgumentException.class)
                .hasMessage("'" + text + "' is not a share above 0% and up to 100% (try 10%, or a count: 64)");
    }

    @ParameterizedTest
    @CsvSource({"64,1000,64", "64,10,64", "10%,1000,100", "10%,3,1", "100%,3,3"})
    void activeConnectionsAreACountOrAShareOfTheOpenOnes(String text, int open, int expected) {
        assertThat(Units.active(text, open)).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({"500,500", "20k,20000", "20k/s,20000", "0.5/s,0.5", "1M/s,1000000"})
    void aRateIsPerSecond(String text, double expected) {
        assertThat(Units.rate(text)).isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "0", "-5", "/s", "10/m", "NaN", "Infinity", "20kB"})
    void whatIsNoRateIsAnErrorWithExamples(String text) {
        assertThatThrownBy(() -> Units.rate(text)).isInstanceOf(IllegalArgumentException.class)
                .hasMessage("'" + text
                        + "' is not a rate above 0 (units: k and M, with or without /s; try 500, 20k or 20k/s)");
    }

    @ParameterizedTest
    @CsvSource({"2s,PT2S", "500ms,PT0.5S", "250us,PT0.00025S", "1.5s,PT1.5S", "1m,PT1M", "3 s,PT3S",
        "10ns,PT0.00000001S"})
    void aDurationHasAUnit(String text, Duration expected) {
        assertThat(Units.duration(text)).isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "2", "-1s", "1h", "s", "0.1ns", "999999999999999999m"})
    void whatIsNoDurationIsAnErrorWithExamples(String text) {
        assertThatThrownBy(() -> Units.duration(text)).isInstanceOf(IllegalArgumentException.class)
                .hasMessage("'" + text
                        + "' is not a duration with its unit (units: ns, us, ms, s and m (min); try 2s, 500ms or 1m)");
    }

    @Test
    void noTimeAtAllIsToldFromWhatIsNoDuration() {
        assertThatThrownBy(() -> Units.duration("0s")).isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("'0s' is not a duration above 0 (units: ");
    }

    @ParameterizedTest
    @CsvSource({"64,64", "64B,64", "4KiB,4096", "4kB,4000", "1MB,1000000", "1MiB,1048576", "1.5KiB,1536"})
    void aSizeTellsThousandsFromPowersOfTwo(String text, int expected) {
        assertThat(Units.bytes(text)).isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "0", "0B", "4k", "1GB", "4000MiB", "0.5B"})
    void whatIsNoSizeIsAnErrorWithExamples(String text) {
        assertThatThrownBy(() -> Units.bytes(text)).isInstanceOf(IllegalArgumentException.class)
                .hasMessage("'" + text + "' is not a size in bytes from 1 to 2147483647"
                        + " (units: B, kB, MB, KiB and MiB; try 64, 64B, 4KiB or 1MB)");
    }

    @Test
    void aWrongValueIsQuotedWithoutTheBlanksAroundIt() {
        assertThatThrownBy(() -> Units.count(" 10q ")).hasMessageStartingWith("'10q' is");
    }
}

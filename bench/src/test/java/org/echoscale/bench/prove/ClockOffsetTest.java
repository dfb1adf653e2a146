package org.echoscale.bench.prove;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import org.echoscale.syscalls.Syscalls;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ClockOffsetTest {
    private static final ClockOffset BEFORE = new ClockOffset(1_000_000_000, 1_000_000_400);

    @Test
    void ofAClockThatNobodySetsTheBoundsMeet() {
        try (Syscalls calls = Syscalls.open()) {
            ClockOffset offset = ClockOffset.read(calls);
            assertThat(offset.leastNanos()).isLessThanOrEqualTo(offset.mostNanos());
            assertThatCode(() -> BEFORE.requireStillAt(new ClockOffset(1_000_000_400, 1_000_000_900)))
                    .doesNotThrowAnyException();
            assertThatCode(() -> BEFORE.requireStillAt(new ClockOffset(999_999_000, 1_000_000_000)))
                    .doesNotThrowAnyException();
        }
    }

    @Test
    void aTimeOfTheOtherClockIsTakenInTheMiddleOfTheBounds() {
        assertThat(BEFORE.realTime(7)).isEqualTo(1_000_000_207);
    }

    @ParameterizedTest
    @CsvSource({"1005000400, 1005000900, +5.000 ms", "997999000, 998000000, -2.000 ms"})
    void aClockThatWasSetIsSaidWithTheStep(long least, long most, String step) {
        assertThatThrownBy(() -> BEFORE.requireStillAt(new ClockOffset(least, most))).isInstanceOf(IOException.class)
                .hasMessageContaining("the machine's clock was set by " + step)
                .hasMessageContaining("try again");
    }
}

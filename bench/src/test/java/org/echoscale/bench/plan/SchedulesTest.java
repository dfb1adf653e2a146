package org.echoscale.bench.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.echoscale.results.model.Load;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SchedulesTest {

    @Test
    void eachScheduleHasItsWord() {
        assertThat(Schedules.parse(10, "constant")).isEqualTo(new Load.Open(10, Load.Schedule.CONSTANT));
        assertThat(Schedules.parse(10, "poisson")).isEqualTo(new Load.Open(10, Load.Schedule.POISSON));
        assertThat(Schedules.parse(10, "burst:16")).isEqualTo(new Load.Open(10, Load.Schedule.BURST, 16));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "Poisson", "burst", "burst:", "burst:1", "burst:x"})
    void anythingElseIsRefusedWithWhatThereIs(String text) {
        assertThatThrownBy(() -> Schedules.parse(10, text)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void aSlipOfThePenIsToldWhatWasMeant() {
        assertThatThrownBy(() -> Schedules.parse(10, "possion")).hasMessage("'possion' is not a schedule; nearest: "
                + "poisson; known: constant, poisson, burst:16 (16 at a time)");
    }
}

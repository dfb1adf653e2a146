package org.echoscale.bench.prove;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class BeginningTest {
    @Test
    void itIsTakenInTheMiddleAndIsUnsureByHalf() {
        Beginning beginning = new Beginning(1_000, 1_160);
        assertThat(beginning.nanos()).isEqualTo(1_080);
        assertThat(beginning.unsureNanos()).isEqualTo(80);
    }

    @Test
    void anEndBeforeTheBeginningIsRefused() {
        assertThatThrownBy(() -> new Beginning(2, 1)).hasMessage("latest 1 < earliest 2");
    }
}

package org.echoscale.bench.server;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class TailTest {

    @Test
    void keepsTheLastLinesOfManyAndTheBeginningOfLongOnes() {
        Tail tail = new Tail();
        assertThat(tail.text()).isEmpty();
        for (int i = 1; i <= 1_000; i++) {
            tail.add("line " + i);
        }
        tail.add("x".repeat(1_000_000));
        assertThat(tail.text()).startsWith("line 982 | line 983")
                .contains("line 1000 | xxx")
                .endsWith("xxx…")
                .hasSizeLessThan(1_000);
    }
}

package org.echoscale.core;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ServerStatsTest {
    private static final ServerStats ODD = new ServerStats(1, 3, 5, 7, 9, 11, 13, 15, 17, 19, 21, 23);
    private static final ServerStats EVEN = new ServerStats(2, 4, 6, 8, 10, 12, 14, 16, 18, 20, 22, 24);

    @Test
    void addsAndSubtractsFieldByField() {
        assertThat(ODD.plus(EVEN)).isEqualTo(new ServerStats(3, 7, 11, 15, 19, 23, 27, 31, 35, 39, 43, 47));
        assertThat(EVEN.minus(ODD)).isEqualTo(new ServerStats(1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1));
        assertThat(ODD.plus(ServerStats.NONE)).isEqualTo(ODD);
    }

    @Test
    void everyCounterReachesItsField() {
        ServerCounters counters = new ServerCounters();
        counters.accepted();
        counters.accepted();
        counters.closed();
        counters.refused();
        counters.acceptFailed();
        counters.read(100);
        counters.read(0);
        counters.wrote(60);
        counters.discarded(40);
        counters.waited(3);
        counters.registered();
        assertThat(counters.snapshot()).isEqualTo(new ServerStats(2, 1, 1, 1, 100, 60, 40, 1, 3, 2, 1, 1));
        assertThat(counters.snapshot().open()).isEqualTo(1);
    }
}

package org.echoscale.tck;

import static org.assertj.core.api.Assertions.assertThat;

import org.echoscale.core.Support;
import org.junit.jupiter.api.Test;

class ConnectionCountTest {

    @Test
    void bothEndsOfEachConnectionFitBelowALimitOfDescriptors() {
        int count = ConnectionCount.affordableBelow(1000);

        assertThat(2 * count).isLessThan(1000);
        assertThat(count).isEqualTo(Math.min(400, ConnectionCount.affordable()));
    }

    @Test
    void aLowLimitLeavesOneConnectionAndNoLimitAllOfThem() {
        assertThat(ConnectionCount.affordableBelow(10)).isEqualTo(1);
        assertThat(ConnectionCount.affordableBelow(Support.UNLIMITED)).isEqualTo(ConnectionCount.affordable());
    }
}

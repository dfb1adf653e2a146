package org.echoscale.bench.limits;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SourcePortsTest {
    @ParameterizedTest
    @CsvSource({"28232, 5000", "10000, 5000", "100, 50", "1, 1", "0, 1"})
    void oneAddressHasHalfOfItsPortsAndNoMoreThanConnectFindsSoon(int ports, int connections) {
        assertThat(SourcePorts.fromOne(ports)).isEqualTo(connections);
    }

    @ParameterizedTest
    @CsvSource({"1, 28232, 1", "5000, 28232, 1", "5001, 28232, 2", "20000, 28232, 4", "20000, 1000, 40",
        "2000000000, 2, 63999"})
    void thereAreAsManyAddressesAsItTakes(int connections, int ports, int addresses) {
        assertThat(SourcePorts.addresses(connections, ports)).isEqualTo(addresses);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 3, 1_000, 20_000})
    void theMostThatCanBeOpenHaveAnAddressEach(int ports) {
        int most = Math.toIntExact(SourcePorts.most(ports));
        assertThat(SourcePorts.addresses(most, ports)).isEqualTo(SourcePorts.MOST_ADDRESSES);
        assertThat((long) SourcePorts.addresses(most, ports) * SourcePorts.fromOne(ports)).isEqualTo(most);
        assertThat(SourcePorts.most(0)).isZero();
    }
}

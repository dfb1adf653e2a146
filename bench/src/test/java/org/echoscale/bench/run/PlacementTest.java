package org.echoscale.bench.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.BitSet;
import org.junit.jupiter.api.Test;

class PlacementTest {

    @Test
    void serverAndGeneratorGetDifferentCpusWhereThereAreTwo() {
        Placement placement = Placement.on(cpus(3, 5));
        assertThat(placement.serverCpus()).containsExactly(3);
        assertThat(placement.generatorCpus()).containsExactly(5);
    }

    @Test
    void onOneCpuNobodyIsPinned() {
        Placement placement = Placement.on(cpus(2));
        assertThat(placement.serverCpus()).isEmpty();
        assertThat(placement.generatorCpus()).isEmpty();
    }

    private static BitSet cpus(int... numbers) {
        BitSet cpus = new BitSet();
        for (int number : numbers) {
            cpus.set(number);
        }
        return cpus;
    }
}

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

    @Test
    void aServerThatMayUseOtherCpusThanOursIsToldWithWhatChangesIt() {
        long self = ProcessHandle.current().pid(); // may run on some CPU below 1,000
        assertThat(Placement.on(cpus(1_000, 1_001)).unequal("mine", self)).hasValueSatisfying(
                words -> assertThat(words).startsWith("mine may run on CPUs ")
                        .endsWith(
                                ", servers that are started here on CPU 1000 only (to hold them equal: taskset -acp 1000 "
                                        + self + ")"));
        assertThat(Placement.on(cpus(2)).unequal("mine", self)).as("nobody is confined").isEmpty();
        assertThat(Placement.on(cpus(1_000, 1_001)).unequal("mine", Integer.MAX_VALUE)).as("no such process").isEmpty();
    }

    private static BitSet cpus(int... numbers) {
        BitSet cpus = new BitSet();
        for (int number : numbers) {
            cpus.set(number);
        }
        return cpus;
    }
}

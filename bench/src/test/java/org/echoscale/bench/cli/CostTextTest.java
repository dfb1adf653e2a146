package org.echoscale.bench.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.HdrHistogram.Histogram;
import org.echoscale.results.model.EncodedHistogram;
import org.echoscale.results.model.KernelGrowth;
import org.echoscale.results.model.KernelMemory;
import org.echoscale.results.model.Load;
import org.echoscale.results.model.Machine;
import org.echoscale.results.model.Measurement;
import org.echoscale.results.model.Measurement.Connections;
import org.echoscale.results.model.Measurement.GeneratorCost;
import org.echoscale.results.model.Measurement.Messages;
import org.echoscale.results.model.Measurement.ServerCost;
import org.echoscale.results.model.Measurement.Slice;
import org.echoscale.results.model.Measurement.WarmUp;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class CostTextTest {
    private static final Machine MACHINE = new Machine(0.0125, 0L, 0.5, 0.031, 0L, 0L, 0L, 0L);
    private static final KernelGrowth KERNEL = new KernelGrowth(new KernelMemory(100_000, null, 1000, 1000, 0, 10, 20),
            new KernelMemory(100_000 + 9 * 1024 * 1000, null, 1000, 1000, 0, 2010, 2020));

    @Test
    void whatIsKnownOfServerKernelAndMachineIsAFewLines() {
        assertThat(CostText.of(new Load.Closed(1), 1000,
                measurement(server(500_000_000L, 1_500_000_000L), MACHINE, KERNEL)))
                .containsExactly("of the server's: in user mode 5.00 µs, in the kernel 15.0 µs",
                        "CPU of the server ÷ the generator's: 2.00; context switches of the server per message: 0.0200",
                        "memory: 60.0 MiB in the server's process before the connections, 62.5 MiB with them; "
                                + "9.0 KiB per connection in the kernel, both ends",
                        "meanwhile: steal 1.25 % of the CPU that was stolen from most, load average 0.50, other processes 3.10 % of all CPUs");
    }

    @Test
    void aPartThatWasSeenTooSeldomIsToldWithItsReasonAndASpinningGeneratorIsNoMeasure() {
        Machine throttled = new Machine(null, 12_000_000L, null, null, null, null, null, null);
        assertThat(CostText.of(new Load.Open(100, Load.Schedule.CONSTANT), 10,
                measurement(server(90_000_000L, 1_500_000_000L), throttled, KERNEL)))
                .containsExactly(
                        "of the server's: in user mode not told (0.0900 s of it were found, and 0.4 s are needed), "
                                + "in the kernel 15.0 µs",
                        "context switches of the server per message: 0.0200",
                        "memory: 60.0 MiB in the server's process before the connections, 62.5 MiB with them",
                        "meanwhile: throttled for 12.0 ms");
    }

    @Test
    void nothingIsSaidOfWhatIsNotKnown() {
        assertThat(CostText.of(new Load.Closed(1), 10, measurement(null, null, null))).isEmpty();
    }

    @Test
    void nothingIsSaidOfAServerThatIsGoneAlthoughItsCpuWasReadUpToItsEnd() {
        Slice known = new Slice(1_000_000_000, 50_000, 1_000_000_000L, 500_000_000);
        assertThat(CostText.of(new Load.Closed(1), 10, measurement(null, MACHINE, null, known))).singleElement()
                .asString()
                .startsWith("meanwhile: ");
        assertThat(CostText.of(new Load.Closed(1), 10,
                measurement(server(500_000_000L, 1_500_000_000L), null, null, known)))
                .contains(
                        "CPU of the server ÷ the generator's: 2.00; context switches of the server per message: 0.0200");
    }

    private static ServerCost server(long userNanos, long systemNanos) {
        return new ServerCost(2_000_000_000L, userNanos, systemNanos, null, 1_500L, 500L, 1, 60L << 20,
                (62L << 20) + (1 << 19), null, null, null, null, null, null, null, null, null, null);
    }

    private static Measurement measurement(@Nullable ServerCost server, @Nullable Machine machine,
            @Nullable KernelGrowth kernel, Slice... slices) {
        return new Measurement(2_000_000_000L, new Messages(100_000, 100_000, 100_000, 100_000, 0, 0),
                new Connections(10, 10, 10, 0, 1), EncodedHistogram.of(new Histogram(1, 60_000_000_000L, 3)), null,
                null,
                server, new GeneratorCost(1_000_000_000, null, null, 1_000_000_000, 0, "block", 1, 1, 1),
                new WarmUp(true, 1, 1, 0, 0), List.of(slices), null, machine, kernel, null);
    }
}

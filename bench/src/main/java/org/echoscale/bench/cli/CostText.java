package org.echoscale.bench.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.echoscale.results.model.Load;
import org.echoscale.results.model.Machine;
import org.echoscale.results.model.Measurement;
import org.echoscale.results.model.Measurement.ServerCost;
import org.echoscale.results.stats.ClosedFigures;
import org.echoscale.results.stats.MemorySlopes;
import org.echoscale.results.stats.SampledCpu;
import org.echoscale.results.stats.Spread;
import org.echoscale.results.stats.Units;
import org.jspecify.annotations.Nullable;

/** What a single trial took of server and kernel, and what else went on meanwhile, in lines. What is not known is left out. */
final class CostText {
    private CostText() {}

    static List<String> of(Load load, int connections, Measurement measurement) {
        List<String> lines = new ArrayList<>();
        ClosedFigures figures = ClosedFigures.of(List.of(measurement));
        add(lines, "of the server's: ",
                ", ",
                part("in user mode", figures.user()),
                part("in the kernel", figures.system()));
        add(lines, "", "; ",
                // In an open loop the generator spins. Of a server that is gone there are slices up to its end, and no more.
                load instanceof Load.Open || measurement.server() == null
                        ? null
                        : digits("CPU of the server ÷ the generator's: ", figures.cpuQuotient()),
                digits("context switches of the server per message: ", figures.switches()));
        add(lines, "memory: ", "; ", resident(measurement.server()), kernel(measurement, connections));
        Machine machine = measurement.machine();
        if (machine != null) {
            add(lines, "meanwhile: ", ", ",
                    percent("steal ", machine.stealShare(), "of the CPU that was stolen from most"),
                    machine.throttledNanos() == null || machine.throttledNanos() == 0
                            ? null
                            : "throttled for " + Units.micros(machine.throttledNanos() / 1e3),
                    machine.loadAverage() == null
                            ? null
                            : String.format(Locale.ROOT, "load average %.2f", machine.loadAverage()),
                    percent("other processes ", machine.otherCpuShare(), "of all CPUs"));
        }
        return lines;
    }

    private static void add(List<String> lines, String begin, String between, @Nullable String... parts) {
        List<String> known = new ArrayList<>();
        for (String part : parts) {
            if (part != null) {
                known.add(part);
            }
        }
        if (!known.isEmpty()) {
            lines.add(begin + String.join(between, known));
        }
    }

    private static @Nullable String part(String where, @Nullable SampledCpu part) {
        if (part == null) {
            return null;
        }
        String reason = part.reason();
        return where + " " + (reason == null ? Units.micros(part.micros()) : "not told (" + reason + ")");
    }

    private static @Nullable String digits(String what, @Nullable Spread figure) {
        return figure == null ? null : what + Units.digits(figure.median());
    }

    private static @Nullable String resident(@Nullable ServerCost server) {
        return server == null || server.residentBytesBefore() == null || server.residentBytesOpen() == null
                ? null
                : Units.bytes(server.residentBytesBefore()) + " in the server's process before the connections, "
                        + Units.bytes(server.residentBytesOpen()) + " with them";
    }

    private static @Nullable String kernel(Measurement measurement, int connections) {
        Double bytes = measurement.kernel() == null
                ? null
                : MemorySlopes.kernelBytesEach(measurement.kernel(), connections);
        return bytes == null ? null : Units.bytes(bytes) + " per connection in the kernel, both ends";
    }

    private static @Nullable String percent(String what, @Nullable Double share, String whole) {
        return share == null ? null : what + Units.digits(share * 100) + " % " + whole;
    }
}

package org.echoscale.bench.run;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.echoscale.bench.server.ServerEnd;
import org.echoscale.results.model.KernelGrowth;
import org.echoscale.results.model.Measurement.ServerCost;
import org.echoscale.results.model.Measurement.Slice;
import org.jspecify.annotations.Nullable;

/** What a server process spends on one window of load. Its methods are called in this order, once for each window. */
interface Account {

    /** Whether the process is all there is of the server: another that works for it would pass for a stranger. */
    boolean coversServer();

    /** How many CPUs the server's threads can be on at the same time; 1 where that is not known. */
    int cpus();

    /** CPU time of the server's busiest thread between begin and end; 0 where that is not known. */
    long busiestThreadNanos();

    /** Just before the load. */
    void begin() throws IOException;

    /** Just after it, when the last reply is in. */
    void end() throws IOException;

    /**
     * How the server's process has ended; empty when it lives on, or nothing is known of it. A process breaks its connections
     * before it is gone, so its end may be awaited. Afterwards there is no bill.
     *
     * @param patience how long it is awaited
     */
    Optional<ServerEnd> endWithin(Duration patience);

    /**
     * The bill, made while all connections are still open.
     *
     * @param slices of the window, with the CPU time of the server as the generator read it
     * @return null when nothing is known of the process
     */
    @Nullable
    ServerCost settle(List<Slice> slices) throws IOException;

    /** What of the server's work since before the connections were opened is not in the bill, in words. Asked with the bill. */
    Optional<String> uncounted();

    /** The kernel's memory since before the connections were opened; null when it cannot be read. Asked with the bill. */
    @Nullable
    KernelGrowth kernel();

    /** CPU time of the server over all slices; null when it is missing from one, or there is none. */
    static @Nullable Long cpuNanos(List<Slice> slices) {
        long sum = 0;
        for (Slice slice : slices) {
            Long part = slice.serverCpuNanos();
            if (part == null) {
                return null;
            }
            sum += part;
        }
        return slices.isEmpty() ? null : Long.valueOf(sum);
    }
}

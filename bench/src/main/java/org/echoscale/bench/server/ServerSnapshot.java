package org.echoscale.bench.server;

import org.echoscale.core.ServerStats;
import org.jspecify.annotations.Nullable;

/**
 * What a server and its process have done and used since they started: the answer to {@code stats}. A figure that cannot
 * be had on this system is absent.
 *
 * @param server what the server counted
 * @param pid number of the process
 * @param userNanos CPU time of all threads in user mode
 * @param systemNanos CPU time of all threads in the kernel
 * @param voluntarySwitches times a thread gave up its CPU by waiting
 * @param involuntarySwitches times a thread was taken off its CPU
 * @param threads of the process, the JVM's own included
 * @param residentBytes memory in use: what is resident, of the heap (all of which is resident from the start) only the part
 *            in use; ask for a garbage collection before
 * @param allocatedBytes heap bytes allocated by all threads, those that have ended included
 * @param gcCount garbage collections
 * @param gcNanos time spent in them
 * @param compilerNanos time its just-in-time compiler was at work
 * @param safepoints times all of its threads were stopped
 * @param safepointNanos how long they stood still, in all
 */
public record ServerSnapshot(ServerStats server, long pid, @Nullable Long userNanos, @Nullable Long systemNanos,
        @Nullable Long voluntarySwitches, @Nullable Long involuntarySwitches, @Nullable Integer threads,
        @Nullable Long residentBytes, @Nullable Long allocatedBytes, long gcCount, long gcNanos,
        @Nullable Long compilerNanos, @Nullable Long safepoints, @Nullable Long safepointNanos) {}

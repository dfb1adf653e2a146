package org.echoscale.results.model;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The figures of one measured window.
 *
 * @param durationNanos length of the window
 * @param messages what was sent and what came back
 * @param connections what became of the connections
 * @param latency round-trip times in nanoseconds of all messages of the window with a reply, in it or in the drain: in a closed loop
 *            from the send, in an open loop from the intended send
 * @param serviceTime in an open loop, round-trip times from the actual send; absent in a closed loop, where they are the
 *            same
 * @param sendLateness in an open loop, how long after its intended time the generator turned to each message to send it;
 *            absent in a closed loop
 * @param server what the server spent; absent for a server whose process is not known
 * @param generator what the load generator spent
 * @param warmUp how the steady state was reached
 * @param slices the window cut into equal parts, in order
 * @param fairness how evenly the connections were served; absent when it was not watched
 * @param machine what else went on meanwhile; absent when it was not watched
 * @param kernel the kernel's memory without the connections and with them; absent where it cannot be read
 * @param syscalls the server's system calls, counted in a window of their own; absent when they were not
 */
public record Measurement(long durationNanos, Messages messages, Connections connections, EncodedHistogram latency,
        @Nullable EncodedHistogram serviceTime, @Nullable EncodedHistogram sendLateness, @Nullable ServerCost server,
        GeneratorCost generator, WarmUp warmUp, List<Slice> slices, @Nullable Fairness fairness,
        @Nullable Machine machine, @Nullable KernelGrowth kernel, @Nullable SyscallCounts syscalls) {
    public Measurement {
        slices = List.copyOf(slices);
        Range.atLeast(1, "durationNanos", durationNanos);
    }

    /** One in which nothing was watched beside it. */
    public Measurement(long durationNanos, Messages messages, Connections connections, EncodedHistogram latency,
            @Nullable EncodedHistogram serviceTime, @Nullable EncodedHistogram sendLateness,
            @Nullable ServerCost server, GeneratorCost generator, WarmUp warmUp, List<Slice> slices) {
        this(durationNanos, messages, connections, latency, serviceTime, sendLateness, server, generator, warmUp,
                slices,
                null, null, null, null);
    }

    /** The same with what was watched beside it. */
    public Measurement with(@Nullable Fairness watched, @Nullable Machine meanwhile) {
        return new Measurement(durationNanos, messages, connections, latency, serviceTime, sendLateness, server,
                generator, warmUp, slices, watched, meanwhile, kernel, syscalls);
    }

    /** The same with the kernel's memory. */
    public Measurement with(@Nullable KernelGrowth memory) {
        return new Measurement(durationNanos, messages, connections, latency, serviceTime, sendLateness, server,
                generator, warmUp, slices, fairness, machine, memory, syscalls);
    }

    /** The same with system calls that were counted after it. */
    public Measurement with(SyscallCounts counted) {
        return new Measurement(durationNanos, messages, connections, latency, serviceTime, sendLateness, server,
                generator, warmUp, slices, fairness, machine, kernel, counted);
    }

    /** Replies per second of the window. */
    public double messagesPerSecond() {
        return messages.received() * 1e9 / durationNanos;
    }

    /**
     * Counts of messages. Nothing is outstanding when a window begins; after it, replies are awaited in a drain.
     *
     * @param intended in an open loop, what the schedule asked for in the window; in a closed loop the same as {@code sent}
     * @param sent messages sent in the window
     * @param received replies that were complete before the window ended: what the rate and the CPU per message rest on
     * @param verified messages of the window with the right reply, in it or in the drain: length, order, content and
     *            connection
     * @param corrupt connections on which something else came back
     * @param missing messages without a right reply at the end of the drain
     * @param heldBack in an open loop, messages that could not be sent when they were due because the server had not taken
     *            those before them; absent in any other load
     */
    public record Messages(long intended, long sent, long received, long verified, long corrupt, long missing,
            @Nullable Long heldBack) {
        /** Those of a load in which nothing can be held back. */
        public Messages(long intended, long sent, long received, long verified, long corrupt, long missing) {
            this(intended, sent, received, verified, corrupt, missing, null);
        }

        public Messages {
            Range.atLeast(0, "intended", intended);
            Range.atLeast(0, "sent", sent);
            Range.atLeast(0, "received", received);
            Range.atLeast(0, "verified", verified);
            Range.atLeast(0, "corrupt", corrupt);
            Range.atLeast(0, "missing", missing);
            Range.atLeast(0, "heldBack", heldBack);
        }
    }

    /**
     * What became of the connections.
     *
     * @param asked how many were to be opened
     * @param opened how many were: a connection counts once the server has echoed on it
     * @param aliveAtEnd how many still echoed when the window was over, idle ones included
     * @param lost how many failed in between
     * @param openNanos how long opening all of them took
     * @param connectsBegun under churn, connects that began in the window; absent in any other load, like those below
     * @param connectsFailed how many of those failed
     * @param connectsUnfinished how many of those were neither finished nor failed when the wait for the last replies was over
     */
    public record Connections(int asked, int opened, int aliveAtEnd, int lost, long openNanos,
            @Nullable Long connectsBegun, @Nullable Long connectsFailed, @Nullable Long connectsUnfinished) {
        /** Those of a load that opens none in the window. */
        public Connections(int asked, int opened, int aliveAtEnd, int lost, long openNanos) {
            this(asked, opened, aliveAtEnd, lost, openNanos, null, null, null);
        }

        public Connections {
            Range.atLeast(0, "asked", asked);
            Range.atLeast(0, "opened", opened);
            Range.atLeast(0, "aliveAtEnd", aliveAtEnd);
            Range.atLeast(0, "lost", lost);
            Range.atLeast(0, "openNanos", openNanos);
            Range.atLeast(0, "connectsBegun", connectsBegun);
            Range.atLeast(0, "connectsFailed", connectsFailed);
            Range.atLeast(0, "connectsUnfinished", connectsUnfinished);
        }

        /** Connections opened per second. */
        public double openedPerSecond() {
            return opened * 1e9 / Math.max(1, openNanos);
        }
    }

    /**
     * What the server process spent; a figure that could not be had is absent. {@code cpuNanos} is that of the window, to
     * be divided by {@link Messages#received()}; the others cover the window and the drain, to be divided by
     * {@link Messages#verified()}.
     *
     * @param cpuNanos CPU time of all its threads in the window
     * @param userNanos the part in user mode
     * @param systemNanos the part in the kernel
     * @param compilerNanos the time its just-in-time compiler was at work
     * @param voluntarySwitches times a thread gave up its CPU by waiting
     * @param involuntarySwitches times a thread was taken off its CPU
     * @param threads its threads at the end of the window
     * @param residentBytesBefore memory in use before the connections were opened: resident, and of the heap the part that is
     *            used after a collection
     * @param residentBytesOpen the same with all of them open, after the window
     * @param allocatedBytes heap bytes allocated by all of its threads
     * @param gcCount garbage collections
     * @param gcNanos time spent in them
     * @param waits calls that waited for readiness or completion
     * @param ready descriptors that those reported
     * @param reads read calls
     * @param writes write calls
     * @param registrations calls that changed interest in a descriptor
     * @param safepoints times its JVM stopped all of its threads, collections included
     * @param safepointNanos how long they stood still, in all
     */
    public record ServerCost(long cpuNanos, @Nullable Long userNanos, @Nullable Long systemNanos,
            @Nullable Long compilerNanos, @Nullable Long voluntarySwitches, @Nullable Long involuntarySwitches,
            @Nullable Integer threads, @Nullable Long residentBytesBefore, @Nullable Long residentBytesOpen,
            @Nullable Long allocatedBytes, @Nullable Long gcCount, @Nullable Long gcNanos, @Nullable Long waits,
            @Nullable Long ready, @Nullable Long reads, @Nullable Long writes, @Nullable Long registrations,
            @Nullable Long safepoints, @Nullable Long safepointNanos) {
        public ServerCost {
            Range.atLeast(0, "cpuNanos", cpuNanos);
            Range.atLeast(0, "userNanos", userNanos);
            Range.atLeast(0, "systemNanos", systemNanos);
            Range.atLeast(0, "compilerNanos", compilerNanos);
            Range.atLeast(0, "voluntarySwitches", voluntarySwitches);
            Range.atLeast(0, "involuntarySwitches", involuntarySwitches);
            Range.atLeast(0, "threads", threads);
            Range.atLeast(0, "residentBytesBefore", residentBytesBefore);
            Range.atLeast(0, "residentBytesOpen", residentBytesOpen);
            Range.atLeast(0, "allocatedBytes", allocatedBytes);
            Range.atLeast(0, "gcCount", gcCount);
            Range.atLeast(0, "gcNanos", gcNanos);
            Range.atLeast(0, "waits", waits);
            Range.atLeast(0, "ready", ready);
            Range.atLeast(0, "reads", reads);
            Range.atLeast(0, "writes", writes);
            Range.atLeast(0, "registrations", registrations);
            Range.atLeast(0, "safepoints", safepoints);
            Range.atLeast(0, "safepointNanos", safepointNanos);
        }

        /** One of which only the CPU time is known. */
        public static ServerCost of(long cpuNanos) {
            return new ServerCost(cpuNanos, null, null, null, null, null, null, null, null, null, null, null, null,
                    null,
                    null, null, null, null, null);
        }
    }

    /**
     * What the load generator spent in the window.
     *
     * @param threadCpuNanos CPU time of the thread that sends and receives
     * @param userNanos the part of that in user mode; absent in older results
     * @param systemNanos the part in the kernel; absent in older results
     * @param processCpuNanos CPU time of the whole process
     * @param allocatedBytes heap bytes allocated by the thread that sends and receives
     * @param waiting how it waited: {@code "hybrid, spin below 2 ms"}, {@code "spin"} or {@code "block"}; in older results
     *            {@code "epoll"}
     * @param waits calls that waited
     * @param reads read calls
     * @param writes write calls
     */
    public record GeneratorCost(long threadCpuNanos, @Nullable Long userNanos, @Nullable Long systemNanos,
            long processCpuNanos, long allocatedBytes, String waiting, long waits, long reads, long writes) {
        public GeneratorCost {
            Range.atLeast(0, "threadCpuNanos", threadCpuNanos);
            Range.atLeast(0, "userNanos", userNanos);
            Range.atLeast(0, "systemNanos", systemNanos);
            Range.atLeast(0, "processCpuNanos", processCpuNanos);
            Range.atLeast(0, "allocatedBytes", allocatedBytes);
            Range.atLeast(0, "waits", waits);
            Range.atLeast(0, "reads", reads);
            Range.atLeast(0, "writes", writes);
        }
    }

    /**
     * How the steady state was reached.
     *
     * @param steady whether it was, before the cap
     * @param nanos time spent warming up
     * @param messages messages exchanged meanwhile
     * @param lastVariation coefficient of variation of CPU per message over the last slices, as a fraction
     * @param lastSlope change of CPU per message over the last slices, as a fraction of its mean
     * @param sliceCount slices in which replies came, of which the last are tested; absent in older results
     */
    public record WarmUp(boolean steady, long nanos, long messages, double lastVariation, double lastSlope,
            @Nullable Integer sliceCount) {
        /** One whose slices nobody counted. */
        public WarmUp(boolean steady, long nanos, long messages, double lastVariation, double lastSlope) {
            this(steady, nanos, messages, lastVariation, lastSlope, null);
        }

        public WarmUp {
            Range.atLeast(0, "nanos", nanos);
            Range.atLeast(0, "messages", messages);
            Range.atLeast(0, "sliceCount", sliceCount);
        }
    }

    /**
     * A part of the window.
     *
     * @param nanos its length
     * @param messages replies received in it
     * @param serverCpuNanos CPU time of the server process in it; absent when that process is not known
     * @param generatorCpuNanos CPU time of the generator's sending and receiving thread in it
     */
    public record Slice(long nanos, long messages, @Nullable Long serverCpuNanos, long generatorCpuNanos) {
        public Slice {
            Range.atLeast(0, "nanos", nanos);
            Range.atLeast(0, "messages", messages);
            Range.atLeast(0, "serverCpuNanos", serverCpuNanos);
            Range.atLeast(0, "generatorCpuNanos", generatorCpuNanos);
        }
    }
}

package org.echoscale.bench.load;

import java.util.OptionalLong;
import org.echoscale.results.model.Measurement.Slice;
import org.echoscale.syscalls.Syscalls;

/**
 * Cuts a stretch of load into slices of equal length and reads the CPU clocks at each cut: two calls a slice, none a
 * message. Used by the generator's thread.
 */
final class Slicer {
    private final Syscalls calls;
    private final int serverClock;
    private final boolean serverKnown;
    private final long sliceNanos;
    private final Sink sink;
    private long cutAt;
    private long beganAt;
    private long messagesBefore;
    private long serverBefore;
    private long generatorBefore;

    /** Takes slices, in order. */
    interface Sink {
        /** Takes one and says whether there is to be another. */
        boolean take(Slice slice);
    }

    Slicer(Syscalls calls, OptionalLong serverPid, long sliceNanos, Sink sink) {
        this.calls = calls;
        this.serverKnown = serverPid.isPresent();
        this.serverClock = Syscalls.processCpuClock(serverPid.orElse(0));
        this.sliceNanos = sliceNanos;
        this.sink = sink;
    }

    /** Begins the first slice; so many messages were complete before. */
    void begin(long now, long messages) {
        beganAt = now;
        cutAt = now + sliceNanos;
        messagesBefore = messages;
        serverBefore = serverNanos();
        generatorBefore = calls.clockNanos(Syscalls.CLOCK_THREAD_CPUTIME_ID);
    }

    /** When the current slice is over. */
    long cutAt() {
        return cutAt;
    }

    /** Ends the current slice, and begins the next one if the sink wants it. Returns whether it does. */
    boolean cut(long now, long messages) {
        long server = serverNanos();
        long generator = calls.clockNanos(Syscalls.CLOCK_THREAD_CPUTIME_ID);
        // A server process that has ended has no clock any more: its part of this slice is not known.
        Long serverPart = serverKnown && server >= 0 && serverBefore >= 0 ? server - serverBefore : null;
        Slice slice = new Slice(now - beganAt, messages - messagesBefore, serverPart, generator - generatorBefore);
        beganAt = now;
        cutAt += sliceNanos;
        messagesBefore = messages;
        serverBefore = server;
        generatorBefore = generator;
        return sink.take(slice);
    }

    private long serverNanos() {
        return serverKnown ? calls.clockNanos(serverClock) : -1;
    }
}

package org.echoscale.results.model;

import java.time.Instant;
import java.util.List;

/**
 * What wait calls cost: the content of {@code waits.json}, settings and every slice that was measured.
 *
 * @param schema version of the format, {@value RunManifest#SCHEMA}
 * @param version version of the program that measured
 * @param startedAt when the study began
 * @param commandLine the words of the command line, without the program
 * @param seed of the order of the slices and of the choice of the ready descriptors
 * @param rounds how often each slice was to be repeated
 * @param sliceNanos shortest time that a slice took
 * @param environment where it ran
 * @param left what was asked for and not measured, and why
 * @param slices those of complete rounds, in the order in which they were measured
 */
public record WaitCosts(int schema, String version, Instant startedAt, List<String> commandLine, long seed, int rounds,
        long sliceNanos, RunManifest.Environment environment, List<Left> left, List<Slice> slices) {
    public WaitCosts {
        Range.years("startedAt", startedAt);
        commandLine = List.copyOf(commandLine);
        left = List.copyOf(left);
        slices = List.copyOf(slices);
        Range.atLeast(1, "rounds", rounds);
        Range.atLeast(1, "sliceNanos", sliceNanos);
    }

    /**
     * What was asked for and not measured.
     *
     * @param what in words
     * @param reason why
     */
    public record Left(String what, String reason) {}

    /**
     * A mechanism that waited for a while, again and again, on the same descriptors.
     *
     * @param round from 1
     * @param program {@code java} or {@code c}
     * @param kind of descriptors: {@code tcp}, {@code pipe}, {@code eventfd}
     * @param mechanism {@code select-bitmap}, {@code poll}, {@code epoll-lt}, {@code epoll-et}, {@code selector}
     * @param mode what of a wait was timed: a word of the command line
     * @param descriptors registered
     * @param ready of those, the ones that were ready
     * @param calls calls, or iterations, that were timed
     * @param nanos how long they took together
     * @param cpuNanos CPU time of the waiting thread meanwhile
     */
    public record Slice(int round, String program, String kind, String mechanism, String mode, int descriptors,
            int ready, long calls, long nanos, long cpuNanos) {
        public Slice {
            Range.atLeast(1, "round", round);
            Range.atLeast(1, "descriptors", descriptors);
            Range.atLeast(1, "ready", ready);
            Range.atLeast(1, "calls", calls);
            Range.atLeast(1, "nanos", nanos);
            Range.atLeast(1, "cpuNanos", cpuNanos);
            if (ready > descriptors) {
                throw new IllegalArgumentException("ready " + ready + " is not from 1 to descriptors");
            }
        }

        /** CPU time of a call: what others do with the CPU meanwhile is not in it. */
        public double nanosPerCall() {
            return (double) cpuNanos / calls;
        }
    }
}

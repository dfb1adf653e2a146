package org.echoscale.results.model;

import org.jspecify.annotations.Nullable;

/**
 * What else went on while a window was measured; a figure that could not be had is absent. Shares are
 * fractions.
 *
 * @param stealShare part of the time of a CPU that the hypervisor gave to others: of that CPU, among those that generator and
 *            server may use, which lost most; in older results of all CPUs together
 * @param throttledNanos time for which a control group held this program or the server back
 * @param loadAverage of the last minute, when the window began
 * @param otherCpuShare part of the CPU time of all CPUs that processes other than generator and server took
 * @param gcPauses garbage collections of the generator
 * @param longestGcNanos the longest pause of those
 * @param safepointNanos time for which the generator's threads stood still at safepoints, collections included, in all
 * @param safepoints how often they did
 */
public record Machine(@Nullable Double stealShare, @Nullable Long throttledNanos, @Nullable Double loadAverage,
        @Nullable Double otherCpuShare, @Nullable Long gcPauses, @Nullable Long longestGcNanos,
        @Nullable Long safepointNanos, @Nullable Long safepoints) {
    public Machine {
        Range.fraction("stealShare", stealShare);
        Range.atLeast(0, "throttledNanos", throttledNanos);
        if (loadAverage != null && !(loadAverage >= 0 && Double.isFinite(loadAverage))) {
            throw new IllegalArgumentException("loadAverage " + loadAverage + " < 0");
        }
        Range.fraction("otherCpuShare", otherCpuShare);
        Range.atLeast(0, "gcPauses", gcPauses);
        Range.atLeast(0, "longestGcNanos", longestGcNanos);
        Range.atLeast(0, "safepointNanos", safepointNanos);
        Range.atLeast(0, "safepoints", safepoints);
    }
}

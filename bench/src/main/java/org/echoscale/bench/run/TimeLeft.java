package org.echoscale.bench.run;

import java.time.Duration;

/** How long a run will still take: the mean of the cells measured so far, for each that is left. */
final class TimeLeft {
    private final int cells;
    private int left;
    private int measured;
    private long measuredNanos;
    private long beganAt;

    TimeLeft(int cells) {
        this.cells = cells;
        this.left = cells;
    }

    void begins() {
        beganAt = System.nanoTime();
    }

    void ended() {
        measuredNanos += System.nanoTime() - beganAt;
        measured++;
        left--;
    }

    void skipped() {
        left--;
    }

    int cells() {
        return cells;
    }

    /** Zero until the first cell has been measured. */
    Duration estimate() {
        return measured == 0 ? Duration.ZERO : Duration.ofNanos(measuredNanos / measured * left);
    }
}

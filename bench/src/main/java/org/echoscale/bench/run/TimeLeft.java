package org.echoscale.bench.run;

import java.time.Duration;
import java.util.List;

/**
 * How long a run will still take: what was forecast for the cells that are left, made longer or shorter as those measured so
 * far took longer or shorter than forecast. Cells that are skipped are no part of it.
 */
final class TimeLeft {
    /** The forecast counts as much as this many measured cells of ordinary length, so that one odd cell is not all there is. */
    private static final int TRUST_IN_FORECAST = 1;

    private final List<Duration> forecast;
    private final Duration after;
    private long leftNanos;
    private long forecastNanos;
    private long takenNanos;
    private int done;

    /**
     * @param forecast for each cell
     * @param after what follows the last one
     */
    TimeLeft(List<Duration> forecast, Duration after) {
        this.forecast = List.copyOf(forecast);
        this.after = after;
        this.leftNanos = forecast.stream().mapToLong(Duration::toNanos).sum();
        this.forecastNanos = forecast.isEmpty() ? 1 : TRUST_IN_FORECAST * Math.max(1, leftNanos / forecast.size());
        this.takenNanos = forecastNanos;
    }

    /** A cell was measured, or failed, in so much time. */
    void ended(Duration taken) {
        long expected = forecast.get(done++).toNanos();
        leftNanos -= expected;
        forecastNanos += expected;
        takenNanos += taken.toNanos();
    }

    /** Cells behind. */
    int done() {
        return done;
    }

    /** All that are to be measured. */
    int cells() {
        return forecast.size();
    }

    Duration estimate() {
        return Duration.ofNanos((long) ((double) takenNanos / forecastNanos * leftNanos)).plus(after);
    }
}

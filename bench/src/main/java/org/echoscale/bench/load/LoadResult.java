package org.echoscale.bench.load;

import java.util.List;
import org.HdrHistogram.Histogram;
import org.echoscale.results.model.Measurement.GeneratorCost;
import org.echoscale.results.model.Measurement.Messages;
import org.echoscale.results.model.Measurement.Slice;
import org.jspecify.annotations.Nullable;

/**
 * What a stretch of load found.
 *
 * @param durationNanos length of the measured window
 * @param messages counts
 * @param latency times from the send, or in an open loop from the intended send, in nanoseconds
 * @param serviceTime times from the real send; null in a closed loop
 * @param sendLateness from the intended to the real send; null in a closed loop
 * @param generator what it cost the generator
 * @param slices the window in parts
 */
public record LoadResult(long durationNanos, Messages messages, Histogram latency, @Nullable Histogram serviceTime,
        @Nullable Histogram sendLateness, GeneratorCost generator, List<Slice> slices) {
    public LoadResult {
        slices = List.copyOf(slices);
    }
}

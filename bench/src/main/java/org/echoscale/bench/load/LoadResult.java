package org.echoscale.bench.load;

import java.util.List;
import org.HdrHistogram.Histogram;
import org.echoscale.results.model.Fairness;
import org.echoscale.results.model.Measurement.GeneratorCost;
import org.echoscale.results.model.Measurement.Messages;
import org.echoscale.results.model.Measurement.Slice;
import org.jspecify.annotations.Nullable;

/**
 * What a stretch of load found.
 *
 * @param durationNanos length of the measured window
 * @param messages counts
 * @param latency times of all messages that were begun in the window and came back, in it or after it: from the send, in an open loop from the intended send, under churn from before the connect, in
 *            nanoseconds
 * @param serviceTime times from the real send, under churn those of the messages behind the first; null in a closed loop
 * @param sendLateness from the intended time until the generator turned to the message to send it; null unless it was an open
 *            loop
 * @param generator what it cost the generator
 * @param slices the window in parts
 * @param fairness how evenly the active connections were served; null when fewer messages were due than there are
 * @param conversations connections that were opened, used and reset under churn; otherwise 0
 * @param connects what became of the connects of those; null unless it was churn
 * @param outstanding messages out in the window; null unless it was a closed loop in which each could begin at once
 * @param parts the window in twenty equal parts; empty unless it was an open loop
 */
public record LoadResult(long durationNanos, Messages messages, Histogram latency, @Nullable Histogram serviceTime,
        @Nullable Histogram sendLateness, GeneratorCost generator, List<Slice> slices, @Nullable Fairness fairness,
        long conversations, @Nullable Connects connects, @Nullable Outstanding outstanding,
        List<WindowPart> parts) {
    public LoadResult {
        slices = List.copyOf(slices);
        parts = List.copyOf(parts);
    }
}

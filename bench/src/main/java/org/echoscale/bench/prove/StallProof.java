package org.echoscale.bench.prove;

import java.util.List;
import org.echoscale.results.model.NullTest;
import org.jspecify.annotations.Nullable;

/**
 * What became of a stop of known length: each percentile beside the analytic answer.
 *
 * @param plan what was run
 * @param stop the stop as it was
 * @param percentiles in rising order
 * @param nullTest the same load without a server, measured right before: the ruler's own part of the latency; null when there was
 *            none, which the progress told
 * @param sendLatenessP99Nanos how late the generator itself was: what the machine did to the ruler
 * @param complaints what else went wrong, say a message without a reply; empty when nothing did
 * @param proven whether every percentile is within its tolerance, and there are no complaints
 */
public record StallProof(StallPlan plan, Stop stop, List<Percentile> percentiles, @Nullable NullTest nullTest,
        long sendLatenessP99Nanos, List<String> complaints, boolean proven) {
    public StallProof {
        percentiles = List.copyOf(percentiles);
        complaints = List.copyOf(complaints);
    }

    static StallProof of(StallPlan plan, Stop stop, List<Percentile> percentiles, @Nullable NullTest nullTest,
            long sendLatenessP99Nanos, List<String> complaints) {
        return new StallProof(plan, stop, percentiles, nullTest, sendLatenessP99Nanos, complaints,
                complaints.isEmpty() && percentiles.stream().allMatch(Percentile::holds));
    }

    /** The longest latency without a stop: what the machine itself does to a message. */
    public long longestWithoutStop() {
        return percentiles.getLast().withoutStop();
    }

    /**
     * One percentile. Times are in nanoseconds.
     *
     * @param percent 50 for the median, 100 for the longest
     * @param latency measured, from the intended send
     * @param analytic what it must be
     * @param allowed by how much it may differ
     * @param allowance what that rests on
     * @param holds whether it differs by no more
     * @param serviceTime the same messages timed from their real send
     * @param withoutStop latency in the same run without the stop
     * @param closedLoop what a closed loop says of a stop of this length, because it does not ask while it waits
     */
    public record Percentile(double percent, long latency, long analytic, long allowed, Allowance allowance,
            boolean holds, long serviceTime, long withoutStop, long closedLoop) {}

    /** What a tolerance rests on. */
    public enum Allowance {
        /** 2 % of the analytic answer. */
        TWO_PERCENT("2 %"),
        /** Two messages more or fewer: the answer is known no finer than messages follow each other. */
        TWO_MESSAGES("two messages"),
        /** Messages that the stop did not touch: the median without a stop, but no more than two messages. */
        BASE("base latency");

        private final String words;

        Allowance(String words) {
            this.words = words;
        }

        public String words() {
            return words;
        }
    }
}

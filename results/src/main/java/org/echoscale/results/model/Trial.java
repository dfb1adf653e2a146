package org.echoscale.results.model;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One measurement of a cell in one server process: a line of {@code trials.jsonl}.
 *
 * @param schema version of the format, {@value RunManifest#SCHEMA}
 * @param sequence position in the run, from 1: trials were measured in this order
 * @param fork which server process of this subject, from 1; the fork is the unit of evidence
 * @param cell what was measured
 * @param startedAt when the measured window began, or when it was found that there is none
 * @param outcome what became of it
 * @param reasons why it is not valid; on a valid one, what to keep in mind. Never empty unless valid
 * @param measurement the figures; absent when nothing was measured
 */
public record Trial(int schema, int sequence, int fork, Cell cell, Instant startedAt, Outcome outcome,
        List<Reason> reasons,
        @Nullable Measurement measurement) {
    public Trial {
        reasons = List.copyOf(reasons);
        Range.years("startedAt", startedAt);
        Range.atLeast(1, "sequence", sequence);
        Range.atLeast(1, "fork", fork);
        if (outcome != Outcome.VALID && reasons.isEmpty()) {
            throw new IllegalArgumentException("a trial that is " + outcome + " needs a reason");
        }
        if ((outcome == Outcome.VALID || outcome == Outcome.INVALID) && measurement == null) {
            throw new IllegalArgumentException("a trial that is " + outcome + " needs a measurement");
        }
    }
}

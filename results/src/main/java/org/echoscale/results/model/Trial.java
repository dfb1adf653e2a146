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
 * @param serverWarmUps how its server process was warmed up before its first cell, with each of the loads in the order of the
 *            plan; absent when it was not, and in older results
 */
public record Trial(int schema, int sequence, int fork, Cell cell, Instant startedAt, Outcome outcome,
        List<Reason> reasons, @Nullable Measurement measurement, @Nullable List<ServerWarmUp> serverWarmUps) {
    /** One whose server process was not warmed up before. */
    public Trial(int schema, int sequence, int fork, Cell cell, Instant startedAt, Outcome outcome,
            List<Reason> reasons, @Nullable Measurement measurement) {
        this(schema, sequence, fork, cell, startedAt, outcome, reasons, measurement, null);
    }

    public Trial {
        reasons = List.copyOf(reasons);
        serverWarmUps = serverWarmUps == null ? null : List.copyOf(serverWarmUps);
        Range.years("startedAt", startedAt);
        Range.atLeast(1, "sequence", sequence);
        Range.atLeast(1, "fork", fork);
        if (outcome != Outcome.VALID && reasons.isEmpty()) {
            throw new IllegalArgumentException("a trial that is " + outcome + " needs a reason");
        }
        if ((outcome == Outcome.VALID || outcome == Outcome.INVALID) && measurement == null) {
            throw new IllegalArgumentException("a trial that is " + outcome + " needs a measurement");
        }
        if (serverWarmUps != null && serverWarmUps.isEmpty()) {
            throw new IllegalArgumentException("serverWarmUps is empty");
        }
    }

    /** The same in a server process that was warmed up. */
    public Trial with(List<ServerWarmUp> warmUps) {
        return new Trial(schema, sequence, fork, cell, startedAt, outcome, reasons, measurement, warmUps);
    }
}

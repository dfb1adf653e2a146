package org.echoscale.results.stats;

import java.util.List;
import org.echoscale.results.model.Outcome;
import org.jspecify.annotations.Nullable;

/**
 * Why a cell has no figure or one with a caution.
 *
 * @param subject name of the server
 * @param connections connections open
 * @param loads the loads it is about: {@code "closed, open"}
 * @param outcome of the trials; absent when the run ended before them
 * @param trials how many trials
 * @param of how many there should be
 * @param text the reasons, for people: of each kind the first
 * @param causes all of them
 */
public record Remark(String subject, int connections, String loads, @Nullable Outcome outcome, int trials, int of,
        String text, List<Cause> causes) {
    public Remark {
        causes = List.copyOf(causes);
    }

    /** With one reason, which is that of all its trials. */
    public Remark(String subject, int connections, String loads, @Nullable Outcome outcome, int trials, int of,
            String text) {
        this(subject, connections, loads, outcome, trials, of, text, List.of(new Cause("", text, trials)));
    }

    /**
     * A reason, as one of the trials gave it.
     *
     * @param code its stable word; empty where it is no trial's
     * @param trials that gave one of this kind
     */
    public record Cause(String code, String text, int trials) {}

    /** A word for tables: the outcome, or that the trial was never begun. */
    public String word() {
        return outcome == null ? "NOT RUN" : outcome.name();
    }
}

package org.echoscale.bench.run;

import java.io.IOException;
import java.util.function.DoublePredicate;
import org.echoscale.results.model.Trial;
import org.jspecify.annotations.Nullable;

/**
 * Finds the highest value that still works, of a rate or of a number of connections: doubles until it fails, or halves until
 * it works, then narrows down between the two by their geometric mean. A value near the edge may work once by luck, so the
 * answer must work a second time; where it does not, lower ones are tried in growing steps until one works twice.
 */
final class Search {
    /** Where to stop: the lowest that fails is no more than this factor above the highest that works. */
    static final double CLOSE = 1.05;

    private final double least;
    private final double most;
    private final boolean whole;
    private final DoublePredicate affordable;
    private final Attempt attempt;
    private @Nullable Probe works;
    private @Nullable Probe fails;

    /** One try of a value. */
    interface Attempt {
        /**
         * Tries it.
         *
         * @param again whether it worked before, and this is to confirm it
         */
        Probe at(double value, boolean again) throws IOException;
    }

    /**
     * What became of it.
     *
     * @param known whether that can be told; a search ends where it cannot
     * @param why it works or does not, for people
     */
    record Probe(double value, boolean works, boolean known, String why, Trial trial) {
        /** One of which it can be told. */
        Probe(double value, boolean works, String why, Trial trial) {
            this(value, works, true, why, trial);
        }
    }

    /**
     * What was found.
     *
     * @param highest that worked twice; null when nothing did
     * @param lowestFailing null when nothing failed
     * @param unconfirmed worked once, and there was no second try; null otherwise
     * @param unknown where the search ended, because nobody can tell whether that works; null otherwise
     */
    record Found(@Nullable Probe highest, @Nullable Probe lowestFailing, @Nullable Probe unconfirmed,
            @Nullable Probe unknown) {}

    /** The search cannot go on. */
    private static final class UnknownException extends Exception {
        private static final long serialVersionUID = 1;
        private final transient Probe probe;

        UnknownException(Probe probe) {
            super(probe.why());
            this.probe = probe;
        }
    }

    /**
     * @param whole whether only whole numbers make sense
     * @param affordable whether there is still time to try a value; asked before each but the first
     */
    Search(double least, double most, boolean whole, DoublePredicate affordable, Attempt attempt) {
        this.least = least;
        this.most = most;
        this.whole = whole;
        this.affordable = affordable;
        this.attempt = attempt;
    }

    Found from(double start) throws IOException {
        try {
            return search(start);
        } catch (UnknownException e) {
            return new Found(null, fails, works, e.probe);
        }
    }

    /** What is known when it ends before its time: no value has worked twice. */
    Found soFar() {
        return new Found(null, fails, works, null);
    }

    private Found search(double start) throws IOException, UnknownException {
        bracket(Math.clamp(rounded(start), least, most));
        narrow();
        for (double step = CLOSE; works != null;) {
            Probe once = works;
            if (!affordable.test(once.value())) {
                return new Found(null, fails, once, null);
            }
            if (attempt(once.value(), true).works()) {
                return new Found(works, fails, null, null);
            }
            works = null;
            for (double value = once.value(); works == null && value > least; step *= step) {
                value = Math.max(rounded(value / step), least);
                if (!affordable.test(value)) {
                    return new Found(null, fails, null, null);
                }
                attempt(value, false);
            }
        }
        return new Found(null, fails, null, null);
    }

    private void bracket(double start) throws IOException, UnknownException {
        double value = start;
        attempt(value, false);
        while (fails == null && value < most && affordable.test(Math.min(value * 2, most))) {
            value = Math.min(value * 2, most);
            attempt(value, false);
        }
        while (works == null && value > least && affordable.test(Math.max(rounded(value / 2), least))) {
            value = Math.max(rounded(value / 2), least);
            attempt(value, false);
        }
    }

    private void narrow() throws IOException, UnknownException {
        while (works != null && fails != null && fails.value() / works.value() > CLOSE) {
            double middle = rounded(Math.sqrt(works.value() * fails.value()));
            if (middle <= works.value() || middle >= fails.value() || !affordable.test(middle)) {
                return;
            }
            attempt(middle, false);
        }
    }

    private Probe attempt(double value, boolean again) throws IOException, UnknownException {
        Probe probe = attempt.at(value, again);
        if (!probe.known()) {
            throw new UnknownException(probe);
        }
        if (probe.works()) {
            works = probe;
        } else if (fails == null || probe.value() <= fails.value()) {
            fails = probe;
        }
        return probe;
    }

    private double rounded(double value) {
        return whole ? Math.floor(value) : value;
    }
}

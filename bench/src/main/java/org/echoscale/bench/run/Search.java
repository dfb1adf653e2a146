package org.echoscale.bench.run;

import java.io.IOException;
import org.echoscale.results.model.Trial;
import org.jspecify.annotations.Nullable;

/**
 * Finds the highest value that still works, of a rate or of a number of connections: doubles until it fails, or halves until
 * it works, then narrows down between the two by their geometric mean. What it finds is tried a second time, because a
 * value near the edge may work once by luck; if that fails, a lower one is looked for.
 */
final class Search {
    /** Where to stop: the lowest that fails is no more than this factor above the highest that works. */
    static final double CLOSE = 1.05;
    private static final int CONFIRMATIONS = 3;

    private final double least;
    private final double most;
    private final boolean whole;
    private final Attempt attempt;
    private @Nullable Probe works;
    private @Nullable Probe fails;

    /** One try of a value. */
    interface Attempt {
        Probe at(double value) throws IOException;
    }

    /**
     * What became of it.
     *
     * @param why it works or does not, for people
     */
    record Probe(double value, boolean works, String why, Trial trial) {}

    /**
     * What was found.
     *
     * @param highest null when nothing works
     * @param lowestFailing null when nothing fails
     */
    record Found(@Nullable Probe highest, @Nullable Probe lowestFailing) {}

    /**
     * @param whole whether only whole numbers make sense
     */
    Search(double least, double most, boolean whole, Attempt attempt) {
        this.least = least;
        this.most = most;
        this.whole = whole;
        this.attempt = attempt;
    }

    Found from(double start) throws IOException {
        double value = Math.clamp(start, least, most);
        Probe first = attempt(value);
        while (first.works() && fails == null && value < most) {
            value = Math.min(value * 2, most);
            attempt(value);
        }
        while (works == null && value > least) {
            value = Math.max(rounded(value / 2), least);
            attempt(value);
        }
        for (int i = 0; i < CONFIRMATIONS; i++) {
            narrow();
            Probe best = works;
            if (best == null || attempt(best.value()).works()) {
                break;
            }
            works = null;
            double step = CLOSE;
            for (value = best.value(); works == null && value > least; step *= step) {
                value = Math.max(rounded(value / step), least);
                attempt(value);
            }
        }
        return new Found(works, fails);
    }

    private void narrow() throws IOException {
        while (works != null && fails != null && fails.value() / works.value() > CLOSE) {
            double middle = rounded(Math.sqrt(works.value() * fails.value()));
            if (middle <= works.value() || middle >= fails.value()) {
                return;
            }
            attempt(middle);
        }
    }

    private Probe attempt(double value) throws IOException {
        Probe probe = attempt.at(value);
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

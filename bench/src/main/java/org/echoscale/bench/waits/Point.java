package org.echoscale.bench.waits;

import java.util.Optional;

/**
 * What is measured: a mechanism in a mode on so many descriptors.
 *
 * @param descriptors registered
 * @param ready of those, the ones that are ready at each call
 */
public record Point(Mechanism mechanism, Mode mode, int descriptors, int ready) {
    /** NUM_EPOLLEVENTS of the JDK's sun.nio.ch.EPollSelectorImpl. */
    static final int SELECTOR_REPORTS = 1_024;

    public Point {
        if (descriptors < 1 || ready < 1 || ready > descriptors) {
            throw new IllegalArgumentException("ready " + ready + " of descriptors " + descriptors
                    + ": from 1 to all of them must be ready");
        }
    }

    /** Why there is no figure for it on descriptors of a kind; empty when there is one. */
    public Optional<String> reasonAgainst(Kind kind) {
        if (mechanism == Mechanism.SELECTOR && mode != Mode.ITERATION && ready > SELECTOR_REPORTS) {
            return Optional.of("java.nio's selector reports at most " + SELECTOR_REPORTS
                    + " at a call: it takes several; take mode iteration");
        }
        return mode.reasonAgainst(mechanism, kind);
    }
}

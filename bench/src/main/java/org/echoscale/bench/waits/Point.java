package org.echoscale.bench.waits;

/**
 * What is measured: a mechanism in a mode on so many descriptors.
 *
 * @param descriptors registered
 * @param ready of those, the ones that are ready at each call
 */
public record Point(Mechanism mechanism, Mode mode, int descriptors, int ready) {
    public Point {
        if (descriptors < 1 || ready < 1 || ready > descriptors) {
            throw new IllegalArgumentException("ready " + ready + " of descriptors " + descriptors
                    + ": from 1 to all of them must be ready");
        }
    }
}

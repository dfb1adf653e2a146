package org.echoscale.results.model;

import org.echoscale.results.model.Measurement.WarmUp;

/**
 * How a server process was warmed up with one of the loads, before its first cell.
 *
 * @param connections connections open meanwhile, 1 or more
 * @param active of those, the ones that carried messages, 1 to {@code connections}
 * @param load how messages were offered
 * @param warmUp how the steady state was reached
 */
public record ServerWarmUp(int connections, int active, Load load, WarmUp warmUp) {
    public ServerWarmUp {
        Range.atLeast(1, "connections", connections);
        if (active < 1 || active > connections) {
            throw new IllegalArgumentException("active " + active + " is not from 1 to connections " + connections);
        }
    }
}

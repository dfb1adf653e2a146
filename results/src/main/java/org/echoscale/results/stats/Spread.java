package org.echoscale.results.stats;

import java.util.Collections;
import java.util.List;
import org.apache.commons.statistics.descriptive.Median;

/**
 * A figure over the forks of a cell: its median, and the smallest and the largest. The fork is the unit of evidence, so
 * with one fork all three are the same and say nothing about how far to trust them.
 *
 * @param perFork the figure in each fork that has a valid trial, in the order of the forks; at least one
 */
public record Spread(List<Double> perFork) {
    public Spread {
        perFork = List.copyOf(perFork);
        if (perFork.isEmpty()) {
            throw new IllegalArgumentException("a spread of nothing");
        }
    }

    public double median() {
        return Median.withDefaults().evaluate(perFork.stream().mapToDouble(Double::doubleValue).toArray());
    }

    public double min() {
        return Collections.min(perFork);
    }

    public double max() {
        return Collections.max(perFork);
    }

    public int forks() {
        return perFork.size();
    }
}

package org.echoscale.results.jmh;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A figure of one benchmark: the score that JMH gives it, and what it was made from.
 *
 * @param unit as JMH writes it: {@code us/op}
 * @param score what JMH prints
 * @param error half the width of JMH's 99.9 % confidence interval; absent where JMH has none, as with two values or fewer
 * @param forks what each fork found: a value for each iteration, in order; empty when JMH kept none
 */
public record JmhMetric(String unit, double score, @Nullable Double error, List<List<Double>> forks) {
    public JmhMetric {
        forks = forks.stream().map(List::copyOf).toList();
    }
}

package org.echoscale.results.jmh;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * One benchmark with one choice of parameters, as JMH measured it.
 *
 * @param benchmark its full name
 * @param mode in JMH's short form: {@code avgt}, {@code thrpt}, {@code sample}, {@code ss}
 * @param parameters by name; empty when it has none
 * @param threads that ran it
 * @param primary the figure it is about
 * @param secondary further figures by name: CPU time, and what profilers found
 */
public record JmhResult(String benchmark, String mode, SortedMap<String, String> parameters, int threads,
        JmhMetric primary, SortedMap<String, JmhMetric> secondary) {
    public JmhResult {
        parameters = Collections.unmodifiableSortedMap(new TreeMap<>(parameters));
        secondary = Collections.unmodifiableSortedMap(new TreeMap<>(secondary));
    }

    /** {@code RoundTrip.echo}: the name without its package. */
    public String shortName() {
        int method = benchmark.lastIndexOf('.');
        return benchmark.substring(benchmark.lastIndexOf('.', method - 1) + 1);
    }

    /**
     * A trial for each fork, which is the unit of evidence.
     *
     * @param firstSequence number of the first of them
     */
    public List<JmhTrial> trials(int firstSequence) {
        List<JmhTrial> trials = new ArrayList<>();
        for (int fork = 0; fork < primary.forks().size(); fork++) {
            SortedMap<String, JmhTrial.Values> others = new TreeMap<>();
            for (var metric : secondary.entrySet()) {
                if (fork < metric.getValue().forks().size()) {
                    others.put(metric.getKey(),
                            new JmhTrial.Values(metric.getValue().unit(), metric.getValue().forks().get(fork)));
                }
            }
            trials.add(new JmhTrial(JmhTrial.SCHEMA, firstSequence + fork, benchmark, mode, parameters, threads,
                    fork + 1, new JmhTrial.Values(primary.unit(), primary.forks().get(fork)), others));
        }
        return trials;
    }
}

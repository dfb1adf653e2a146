package org.echoscale.results.jmh;

import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * One fork of one benchmark: a line of {@code jmh-trials.jsonl}.
 *
 * @param schema version of the format, {@value #SCHEMA}
 * @param sequence position in the file, from 1
 * @param benchmark its full name
 * @param mode in JMH's short form
 * @param parameters by name; empty when it has none
 * @param threads that ran it
 * @param fork which fork, from 1
 * @param primary the figure it is about
 * @param secondary further figures by name
 */
public record JmhTrial(int schema, int sequence, String benchmark, String mode, SortedMap<String, String> parameters,
        int threads, int fork, Values primary, SortedMap<String, Values> secondary) {
    /** The version of the format that this code writes. */
    public static final int SCHEMA = 1;

    public JmhTrial {
        parameters = Collections.unmodifiableSortedMap(new TreeMap<>(parameters));
        secondary = Collections.unmodifiableSortedMap(new TreeMap<>(secondary));
    }

    /**
     * What the iterations of a fork found.
     *
     * @param unit as JMH writes it
     * @param iterations a value for each, in order
     */
    public record Values(String unit, List<Double> iterations) {
        public Values {
            iterations = List.copyOf(iterations);
        }
    }
}

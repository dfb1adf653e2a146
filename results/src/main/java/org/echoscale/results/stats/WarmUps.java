package org.echoscale.results.stats;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * How the warm-ups of a run ended.
 *
 * @param trials trials of a closed loop that were measured
 * @param unsteady of those, the ones whose warm-up ended before a steady state
 * @param servers server processes that were warmed up before their first cell, and of which it is kept how
 * @param unsteadyServers of those, how many did not become steady under their first load, by name of the server; one without any is
 *            not among them
 */
public record WarmUps(int trials, int unsteady, int servers, Map<String, Integer> unsteadyServers) {
    public WarmUps {
        unsteadyServers = Collections.unmodifiableMap(new LinkedHashMap<>(unsteadyServers));
    }
}

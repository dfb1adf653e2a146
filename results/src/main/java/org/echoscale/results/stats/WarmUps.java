package org.echoscale.results.stats;

/**
 * How the warm-ups of a load ended.
 *
 * @param trials trials that were measured
 * @param unsteady of those, the ones whose warm-up ended before a steady state
 */
public record WarmUps(int trials, int unsteady) {}

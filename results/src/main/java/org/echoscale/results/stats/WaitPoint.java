package org.echoscale.results.stats;

/**
 * What a call cost with so many descriptors.
 *
 * @param descriptors registered
 * @param ready of those, the ones that were ready
 * @param nanos CPU time of a call over the rounds
 */
public record WaitPoint(int descriptors, int ready, Spread nanos) {}

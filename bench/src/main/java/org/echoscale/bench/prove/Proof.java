package org.echoscale.bench.prove;

/**
 * What the ruler proved of itself.
 *
 * @param seed with which the random choices can be repeated
 * @param stall a stop of known length
 * @param faults faults of known kind
 * @param proven whether both hold
 */
public record Proof(long seed, StallProof stall, FaultProof faults, boolean proven) {}

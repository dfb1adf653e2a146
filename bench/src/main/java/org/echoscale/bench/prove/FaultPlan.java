package org.echoscale.bench.prove;

/**
 * When and where a fault is put into the replies, once.
 *
 * @param fault what
 * @param payloadBytes of a message
 * @param delayNanos not before the first reply is so old; then into the next reply that begins
 * @param lastMessage how many messages there will be on all connections together, for a fault at the end
 * @param seed where the bit, the byte or the idle connection comes from
 */
record FaultPlan(Fault fault, int payloadBytes, long delayNanos, long lastMessage, long seed) {}

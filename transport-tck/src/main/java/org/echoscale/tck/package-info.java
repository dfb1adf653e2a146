/**
 * The contract as tests: a class that extends {@link org.echoscale.tck.EchoTransportContract} and names a transport runs
 * every rule of {@link org.echoscale.core.EchoTransport} against it, with real sockets.
 *
 * <p>
 * The rules are grouped by what they are about: {@code LifecycleRules} (R1, R2, R9, R10, R12), {@code StreamRules} (R3,
 * R4, R5), {@code NeighbourRules} (R6, R7, R8), {@code BalanceRules} (R11), {@code ThriftRules} (R13, R14). A test's
 * name begins with the number of its rule.
 */
@NullMarked
package org.echoscale.tck;

import org.jspecify.annotations.NullMarked;

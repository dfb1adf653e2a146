/**
 * The contract: what an echo server must be so that it can be measured beside every other one. It needs the JDK only.
 *
 * <p>
 * A way of doing I/O implements {@link org.echoscale.core.EchoTransport} and is found by {@link java.util.ServiceLoader};
 * {@link org.echoscale.core.Transports} is the set of those found. The rules that every transport keeps are numbered R1
 * to R14 in the documentation of {@code EchoTransport}.
 */
@NullMarked
package org.echoscale.core;

import org.jspecify.annotations.NullMarked;

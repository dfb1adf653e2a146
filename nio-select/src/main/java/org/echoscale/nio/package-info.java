/**
 * The transports on {@link java.nio.channels.Selector}, the language's own readiness API: one loop, and below it whatever
 * the JDK's selector provider uses.
 *
 * <p>
 * How the loop works: {@code select(Consumer)} hands over ready keys without the selected-key set; what a connection sends
 * is read into the loop's one buffer and written back at once; only what the kernel does not take goes into the
 * connection's queue, and only while that is not empty does the connection ask for writability. One thread does all of it,
 * so nothing here is locked but what the JDK locks itself.
 */
@NullMarked
package org.echoscale.nio;

import org.jspecify.annotations.NullMarked;

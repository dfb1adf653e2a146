/**
 * The steps of an event loop, as events of the JDK's Flight Recorder and for whoever listens in the same process.
 *
 * <p>
 * A transport calls {@link org.echoscale.core.trace.LoopTrace} where a step happens. While nobody records, that is nothing
 * once compiled. The events are off unless a recording asks for them by name.
 */
@NullMarked
package org.echoscale.core.trace;

import org.jspecify.annotations.NullMarked;

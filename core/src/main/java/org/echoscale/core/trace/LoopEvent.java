package org.echoscale.core.trace;

import jdk.jfr.Category;
import jdk.jfr.Enabled;
import jdk.jfr.Event;
import jdk.jfr.StackTrace;

/**
 * One step of an event loop. It is made and committed by the loop's thread; afterwards it does not change and any thread
 * may read it.
 *
 * <p>
 * All are off until a recording enables them by name: a busy server takes several steps for each message, and whoever
 * records something else must not pay for them.
 */
@Category({"Echoscale", "Event Loop"})
@Enabled(false)
@StackTrace(false)
public abstract sealed class LoopEvent extends Event permits Waiting, Woken, AcceptFailed, Refused, ConnectionEvent {
    LoopEvent() {}
}

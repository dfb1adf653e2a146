package org.echoscale.bench.trace;

import org.echoscale.core.trace.LoopEvent;

/**
 * A step and when it happened.
 *
 * @param nanos since the trace began
 * @param loop name of the loop's thread
 * @param skippedBefore steps before it that were left out because nobody took them in time
 */
public record Step(long nanos, String loop, LoopEvent event, long skippedBefore) {}

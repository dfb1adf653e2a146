package org.echoscale.bench.load;

/**
 * One of the equal parts of the window of an open loop.
 *
 * @param due messages that the schedule has in it
 * @param answered those of them that came back, in the window or after it
 * @param latencyNanos latencies of those together, in nanoseconds
 * @param replies that came in it, whenever their messages were due
 */
public record WindowPart(long due, long answered, long latencyNanos, long replies) {}

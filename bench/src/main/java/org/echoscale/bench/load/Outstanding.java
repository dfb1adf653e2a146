package org.echoscale.bench.load;

/**
 * Messages that are out in the window of a closed loop, on average over its time: known in two ways, which are the same when
 * every message was timed, and timed right (Little's law).
 *
 * @param kept as many as the loop keeps out: its depth on each active connection, from the first message of that on
 * @param timed what the times of all messages make of it: the parts of them that lie in the window, in all, by its length
 */
public record Outstanding(double kept, double timed) {}

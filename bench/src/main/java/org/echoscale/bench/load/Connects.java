package org.echoscale.bench.load;

/**
 * What became of the connects under churn.
 *
 * @param begun in the window
 * @param failed of those
 * @param unfinished of those, when the wait for the last replies was over
 */
public record Connects(long begun, long failed, long unfinished) {}

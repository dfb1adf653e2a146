package org.echoscale.bench.load;

/**
 * How connections that were open failed.
 *
 * @param byServer how many of them the server's side closed, reset or refused to open again
 * @param firstNanos when the first failed, by {@link System#nanoTime()}
 * @param lastNanos when the last did
 */
public record Losses(int byServer, long firstNanos, long lastNanos) {}

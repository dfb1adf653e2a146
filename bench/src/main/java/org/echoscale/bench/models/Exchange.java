package org.echoscale.bench.models;

/**
 * What goes over the wire: a request is the time until its reply, a reply the moment that it was sent, each a long. The
 * moment is {@link System#nanoTime} of another process, which on Linux is the same clock (CLOCK_MONOTONIC).
 */
final class Exchange {
    static final int BYTES = Long.BYTES;

    private Exchange() {}
}

package org.echoscale.bench.probe;

import org.jspecify.annotations.Nullable;

/**
 * Something that happened during a probe.
 *
 * @param atNanos since the probe began
 * @param connection its number from 1; 0 is the first check, which has a connection of its own
 * @param kind what happened
 * @param message number of the message from 1; null when it was none
 * @param part number of the part that was sent, from 1; null when none was
 * @param bytes that were sent or came; null when there were none
 * @param text the same in words
 */
public record Step(long atNanos, int connection, Kind kind, @Nullable Integer message, @Nullable Integer part,
        @Nullable Integer bytes, String text) {

    public enum Kind {
        CONNECTING, CONNECTED, SENT, RECEIVED,
        /** All of a message has come back, and each byte is right. */
        COMPLETE,
        /** Nothing comes back on this connection while another one is served. */
        WAITING,
        /** The first byte on a connection that had to wait. */
        SERVED, HALF_CLOSED, END_OF_STREAM, CLOSED, PROBLEM
    }
}

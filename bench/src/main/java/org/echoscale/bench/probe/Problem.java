package org.echoscale.bench.probe;

/**
 * Why a server does not echo.
 *
 * @param kind for programs
 * @param connection where it was seen, from 1; 0 is the first check
 * @param text for people
 */
public record Problem(Kind kind, int connection, String text) {

    public enum Kind {
        /** No connection: refused, or no answer. */
        NO_CONNECTION,
        /** Bytes were taken and not one came back in time. */
        NO_REPLY,
        /** Some came back, and then no more in time. */
        INCOMPLETE,
        /** The server ended the connection before all had come back. */
        CLOSED_EARLY,
        /** What was sent right before we closed our sending half did not come back. */
        LOST_AT_HALF_CLOSE,
        /** A byte is another one than was sent. */
        WRONG_BYTE,
        /** What another connection had sent came back. */
        OTHER_CONNECTION,
        /** More came back than was sent. */
        EXTRA_BYTES
    }
}

package org.echoscale.bench.load;

/**
 * The connections to open.
 *
 * @param connections how many, 1 or more
 * @param active how many of them carry messages, 1 to {@code connections}; which ones is random
 * @param payloadBytes bytes a message, 1 to {@value #LARGEST_PAYLOAD}
 * @param seed where the choice of the active ones and the content of messages come from
 */
public record Crowd(int connections, int active, int payloadBytes, long seed) {
    /** The largest message: 16 MiB. */
    public static final int LARGEST_PAYLOAD = 16 * 1024 * 1024;

    public Crowd {
        if (connections < 1) {
            throw new IllegalArgumentException("connections " + connections + " < 1");
        }
        if (active < 1 || active > connections) {
            throw new IllegalArgumentException("active " + active + " is not from 1 to connections " + connections);
        }
        if (payloadBytes < 1 || payloadBytes > LARGEST_PAYLOAD) {
            throw new IllegalArgumentException("payload " + payloadBytes + " is not from 1 to " + LARGEST_PAYLOAD);
        }
    }
}

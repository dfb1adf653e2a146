package org.echoscale.results.model;

/**
 * What is measured: a server under a load with a number of connections open.
 *
 * @param subject name of the server: a transport's name, or that of an external server
 * @param connections connections open, 1 or more
 * @param active of those, the ones that carry messages, 1 to {@code connections}
 * @param payloadBytes bytes a message, 1 or more
 * @param load how messages are offered
 */
public record Cell(String subject, int connections, int active, int payloadBytes, Load load) {
    public Cell {
        if (subject.isBlank()) {
            throw new IllegalArgumentException("subject is blank");
        }
        if (connections < 1) {
            throw new IllegalArgumentException("connections " + connections + " < 1");
        }
        if (active < 1 || active > connections) {
            throw new IllegalArgumentException("active " + active + " is not from 1 to connections " + connections);
        }
        if (payloadBytes < 1) {
            throw new IllegalArgumentException("payloadBytes " + payloadBytes + " < 1");
        }
    }

    /** For people: {@code "epoll-et, 10000 connections, 64 active, 64 B, closed"}. */
    @Override
    public String toString() {
        return subject + ", " + connections + (connections == 1 ? " connection, " : " connections, ") + active
                + " active, " + payloadBytes + " B, "
                + load.text();
    }
}

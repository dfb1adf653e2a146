package org.echoscale.core.trace;

import jdk.jfr.Description;
import jdk.jfr.Label;

/** A step that is about one connection. */
public abstract sealed class ConnectionEvent extends LoopEvent permits Accepted, Received, Queued, Sent, QueueEmpty,
        Closing {
    // Not private: the recorder leaves private fields of a superclass out.
    @Label("Connection")
    @Description("Number of the connection: the first one that the server accepted is 1")
    final long connection;

    @Label("Peer")
    @Description("Address and port of the other end")
    final String peer;

    ConnectionEvent(TracedConnection connection) {
        this.connection = connection.number();
        this.peer = connection.peer();
    }

    /** Its number: the first one that the server accepted is 1. */
    public final long connection() {
        return connection;
    }

    /** The other end: {@code 127.0.0.1:40312}. */
    public final String peer() {
        return peer;
    }
}

package org.echoscale.core.trace;

/** What a trace says of a connection. Asked only while somebody records, in the thread of its loop. */
public interface TracedConnection {

    /** Its number: the first one that the server accepted is 1. */
    long number();

    /** The other end, see {@link LoopTrace#peer}. */
    String peer();
}

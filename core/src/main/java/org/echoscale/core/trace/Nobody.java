package org.echoscale.core.trace;

/** The connection of events that are never committed, but asked whether they would be. */
enum Nobody implements TracedConnection {
    NOBODY;

    @Override
    public long number() {
        return 0;
    }

    @Override
    public String peer() {
        return "";
    }
}

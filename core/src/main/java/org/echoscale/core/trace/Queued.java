package org.echoscale.core.trace;

import jdk.jfr.DataAmount;
import jdk.jfr.Description;
import jdk.jfr.Label;
import jdk.jfr.Name;

/** Bytes for which the socket had no room. From now until the queue is empty, the loop watches for room to write. */
@Name("org.echoscale.Queued")
@Label("Queued")
@Description("Bytes for which the socket had no room; until the queue is empty the loop watches for room to write")
public final class Queued extends ConnectionEvent {
    static final Queued PROBE = new Queued(Nobody.NOBODY, 0, 0, true);

    @Label("Bytes")
    @DataAmount(DataAmount.BYTES)
    private final long bytes;

    @Label("In Queue")
    @Description("All bytes that wait in the connection's queue now")
    @DataAmount(DataAmount.BYTES)
    private final long inQueue;

    @Label("Still Read")
    @Description("Whether the connection is still read from: not while its queue is full")
    private final boolean stillRead;

    Queued(TracedConnection connection, long bytes, long inQueue, boolean stillRead) {
        super(connection);
        this.bytes = bytes;
        this.inQueue = inQueue;
        this.stillRead = stillRead;
    }

    public long bytes() {
        return bytes;
    }

    /** All bytes that wait in the connection's queue now. */
    public long inQueue() {
        return inQueue;
    }

    /** Whether the connection is still read from: not while its queue is full. */
    public boolean stillRead() {
        return stillRead;
    }
}

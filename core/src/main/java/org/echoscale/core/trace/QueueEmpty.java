package org.echoscale.core.trace;

import jdk.jfr.Description;
import jdk.jfr.Label;
import jdk.jfr.Name;

/** All that a connection's peer did not take at once is sent: the loop watches it for reading only. */
@Name("org.echoscale.QueueEmpty")
@Label("Queue Empty")
@Description("All that the peer did not take at once is sent; the connection is watched for reading only")
public final class QueueEmpty extends ConnectionEvent {
    static final QueueEmpty PROBE = new QueueEmpty(Nobody.NOBODY);

    QueueEmpty(TracedConnection connection) {
        super(connection);
    }
}

package org.echoscale.core.trace;

import jdk.jfr.Description;
import jdk.jfr.Label;
import jdk.jfr.Name;

/** A new connection, which is watched for reading from now on. */
@Name("org.echoscale.Accepted")
@Label("Accepted")
@Description("A new connection, which is watched for reading from now on")
public final class Accepted extends ConnectionEvent {
    static final Accepted PROBE = new Accepted(Nobody.NOBODY);

    Accepted(TracedConnection connection) {
        super(connection);
    }
}

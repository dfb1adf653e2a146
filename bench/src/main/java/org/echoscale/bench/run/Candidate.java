package org.echoscale.bench.run;

import java.io.IOException;
import org.echoscale.core.Support;
import org.echoscale.results.model.Subject;

/** A server that takes part in a run, as often as it is started. */
interface Candidate {

    /** What it is, for the results. */
    Subject subject();

    /** Whether and within which limits it can take part. */
    Support support();

    /** Has it ready for connections. */
    Running start() throws IOException;

    /** Whether it is fresh when it was started, so that it has to become warm before the first number of connections. */
    default boolean startsCold() {
        return true;
    }

    /** The most connections that it serves at once. */
    default int connectionLimit() {
        return support() instanceof Support.Supported supported ? supported.connectionLimit() : Support.UNLIMITED;
    }
}

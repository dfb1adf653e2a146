package org.echoscale.bench.run;

import java.io.IOException;
import org.echoscale.bench.load.Target;

/** A server that is ready for connections. */
interface Running {

    /** Where to connect. */
    Target target();

    /** Books to be kept from now on; there are no connections at this moment. */
    Account account() throws IOException;

    /** Waits until it has noticed that all connections are gone, as far as that can be known. */
    void awaitClosed() throws IOException;

    /** What is to be said of its end, behind a semicolon, if it has ended by itself; empty as long as it lives. */
    String lastWords();

    /**
     * Ends it, if it is ours to end. Calling it again does nothing.
     *
     * @throws IOException when it did not end as it should; it is gone all the same
     */
    void stop() throws IOException;

    /** Ends it at once and without a word, if it is ours to end. */
    void kill();
}

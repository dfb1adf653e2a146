package org.echoscale.nio;

import org.echoscale.core.EchoTransport;
import org.echoscale.tck.EchoTransportContract;

/** Runs in a JVM of its own, started with the transport's arguments: see the module's build file. */
class NioPollTransportTest extends EchoTransportContract {
    @Override
    protected EchoTransport transport() {
        return new NioPollTransport();
    }
}

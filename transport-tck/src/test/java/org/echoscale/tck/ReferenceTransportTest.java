package org.echoscale.tck;

import org.echoscale.core.EchoTransport;

class ReferenceTransportTest extends EchoTransportContract {
    @Override
    protected EchoTransport transport() {
        return new ReferenceTransport();
    }
}

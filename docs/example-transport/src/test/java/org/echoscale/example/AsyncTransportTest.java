package org.echoscale.example;

import org.echoscale.core.EchoTransport;
import org.echoscale.tck.EchoTransportContract;

class AsyncTransportTest extends EchoTransportContract {
    @Override
    protected EchoTransport transport() {
        return new AsyncTransport();
    }
}

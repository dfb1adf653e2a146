package org.echoscale.nio;

import org.echoscale.core.EchoTransport;
import org.echoscale.tck.EchoTransportContract;

class NioSelectTransportTest extends EchoTransportContract {
    @Override
    protected EchoTransport transport() {
        return new NioSelectTransport();
    }
}

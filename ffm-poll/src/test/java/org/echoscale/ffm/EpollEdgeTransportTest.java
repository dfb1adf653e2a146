package org.echoscale.ffm;

import org.echoscale.core.EchoTransport;
import org.echoscale.tck.EchoTransportContract;

class EpollEdgeTransportTest extends EchoTransportContract {
    @Override
    protected EchoTransport transport() {
        return new EpollEdgeTransport();
    }
}

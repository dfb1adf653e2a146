package org.echoscale.ffm;

import org.echoscale.core.EchoTransport;
import org.echoscale.tck.EchoTransportContract;

class EpollLevelTransportTest extends EchoTransportContract {
    @Override
    protected EchoTransport transport() {
        return new EpollLevelTransport();
    }
}

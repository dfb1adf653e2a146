package org.echoscale.netty;

import org.echoscale.core.EchoTransport;
import org.echoscale.tck.EchoTransportContract;

class NettyEpollTransportTest extends EchoTransportContract {
    @Override
    protected EchoTransport transport() {
        return new NettyEpollTransport();
    }
}

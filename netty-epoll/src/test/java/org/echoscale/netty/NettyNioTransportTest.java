package org.echoscale.netty;

import org.echoscale.core.EchoTransport;
import org.echoscale.tck.EchoTransportContract;

class NettyNioTransportTest extends EchoTransportContract {
    @Override
    protected EchoTransport transport() {
        return new NettyNioTransport();
    }
}

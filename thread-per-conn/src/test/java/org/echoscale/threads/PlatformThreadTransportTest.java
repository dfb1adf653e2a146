package org.echoscale.threads;

import org.echoscale.core.EchoTransport;
import org.echoscale.tck.EchoTransportContract;

class PlatformThreadTransportTest extends EchoTransportContract {
    @Override
    protected EchoTransport transport() {
        return new PlatformThreadTransport();
    }
}

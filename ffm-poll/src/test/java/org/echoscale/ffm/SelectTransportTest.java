package org.echoscale.ffm;

import org.echoscale.core.EchoTransport;
import org.echoscale.tck.EchoTransportContract;

class SelectTransportTest extends EchoTransportContract {
    @Override
    protected EchoTransport transport() {
        return new SelectTransport();
    }
}

package org.echoscale.tck;

class BrokenLifecyclesTest extends BrokenTransports {
    BrokenLifecyclesTest() {
        super(BrokenLifecycles.class);
    }
}

package org.echoscale.tck;

class BrokenThriftTest extends BrokenTransports {
    BrokenThriftTest() {
        super(BrokenThrift.class);
    }
}

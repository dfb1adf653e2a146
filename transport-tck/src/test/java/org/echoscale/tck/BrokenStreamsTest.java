package org.echoscale.tck;

class BrokenStreamsTest extends BrokenTransports {
    BrokenStreamsTest() {
        super(BrokenStreams.class);
    }
}

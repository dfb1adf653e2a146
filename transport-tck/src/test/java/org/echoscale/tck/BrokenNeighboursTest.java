package org.echoscale.tck;

class BrokenNeighboursTest extends BrokenTransports {
    BrokenNeighboursTest() {
        super(BrokenNeighbours.class);
    }
}

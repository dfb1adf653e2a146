package org.echoscale.results.model;

/**
 * What the kernel of the whole machine held before connections were opened and with them. It covers both ends of a connection
 * over the loopback interface, and whatever else went on meanwhile.
 *
 * @param before the connections were opened
 * @param open with all of them open, after the window
 */
public record KernelGrowth(KernelMemory before, KernelMemory open) {

    /** How much more the kernel holds. */
    public long heldBytes() {
        return open.heldBytes() - before.heldBytes();
    }

    /** How much more TCP has set aside for data. */
    public long tcpBufferBytes() {
        return open.tcpBufferBytes() - before.tcpBufferBytes();
    }

    /** How many more TCP sockets there are: two for each connection when both of its ends are on this machine. */
    public long tcpSockets() {
        return open.tcpSockets() - before.tcpSockets();
    }
}

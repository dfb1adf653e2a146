package org.echoscale.bench.load;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.OptionalLong;

/**
 * The server to measure.
 *
 * @param address where it listens
 * @param pid its process, for its CPU time; empty when it is not known or not on this machine
 */
public record Target(InetSocketAddress address, OptionalLong pid) {
    public Target {
        if (address.isUnresolved()) {
            throw new IllegalArgumentException("host '" + address.getHostString() + "' is unknown");
        }
    }

    /**
     * No server at all: each connection is made from a port of this machine to that same port, so that what it sends is what
     * it receives (a simultaneous open, RFC 9293, 3.5). Nothing that echoes over TCP can be cheaper: what load on this finds
     * is what the generator and the kernel's loopback take by themselves.
     */
    public static Target reflection() {
        return new Target(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), OptionalLong.empty());
    }

    boolean reflects() {
        return address.getPort() == 0;
    }
}

package org.echoscale.bench.load;

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
}

package org.echoscale.tck;

import java.lang.management.ManagementFactory;

import com.sun.management.UnixOperatingSystemMXBean;

/** How many connections a test opens when the transport sets no limit. */
final class ConnectionCount {

    /** The system property that sets the number, within what the process's descriptors allow. */
    static final String PROPERTY = "echoscale.tck.connections";

    private static final int DEFAULT = 2000;

    /** Descriptors to leave alone: classes are still to be loaded, and other servers' loops have some. */
    private static final int SPARE = 100;

    private ConnectionCount() {}

    /** The number asked for, or as many as there are pairs of descriptors, as both ends are in this process. */
    static int affordable() {
        int asked = Integer.getInteger(PROPERTY, DEFAULT);
        if (ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean system) {
            long free = system.getMaxFileDescriptorCount() - system.getOpenFileDescriptorCount() - SPARE;
            return Math.toIntExact(Math.clamp(free / 2, 1, asked));
        }
        return asked;
    }

    /**
     * The same for a transport with a limit that cannot be reached here. Half of it, because what limits may be the number
     * of a descriptor, and the clients in this process take numbers too.
     */
    static int affordableBelow(int limit) {
        return Math.clamp(limit / 2 - SPARE, 1, affordable());
    }
}

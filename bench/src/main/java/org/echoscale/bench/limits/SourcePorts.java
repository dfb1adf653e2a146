package org.echoscale.bench.limits;

/**
 * How connections to a server on the loopback net share out the ports that they come from: over as many addresses of that net as
 * it takes. The one place that knows, for the generator that opens them and for the limit that says how many can be open. Pure.
 */
public final class SourcePorts {
    /** The last byte of an address is below this. */
    public static final int LAST_BYTES = 250;
    /** Addresses that are used at most: all of {@code 127.0.x.y}, but for {@code 127.0.0.0}. */
    public static final int MOST_ADDRESSES = 256 * LAST_BYTES - 1;

    /** Above some 14,000 connections from one address to one port, connect(2) looks for a free port for long. */
    private static final int MOST_FROM_ONE = 5_000;

    private SourcePorts() {}

    /** How many come from one address that has so many ports: half of them, for some are taken, and a full range is slow. */
    public static int fromOne(long ports) {
        return Math.clamp(ports / 2, 1, MOST_FROM_ONE);
    }

    /**
     * From how many addresses so many connections come that are open at the same time.
     *
     * @param connections 1 or more
     * @param ports that each address has
     */
    public static int addresses(int connections, long ports) {
        return Math.min(1 + (connections - 1) / fromOne(ports), MOST_ADDRESSES);
    }

    /** How many can be open at the same time where each address has so many ports. */
    public static long most(long ports) {
        return ports <= 0 ? 0 : (long) fromOne(ports) * MOST_ADDRESSES;
    }
}

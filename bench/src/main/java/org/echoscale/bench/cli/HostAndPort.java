package org.echoscale.bench.cli;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;

/** {@code HOST:PORT} on the command line; an IPv6 address in brackets. */
final class HostAndPort {
    private HostAndPort() {}

    /** The address, looked up. */
    static InetSocketAddress parse(String text) {
        int colon = text.lastIndexOf(':');
        String host = colon < 0 ? "" : text.substring(0, colon);
        if (host.startsWith("[") && host.endsWith("]")) {
            host = host.substring(1, host.length() - 1);
        }
        if (host.isEmpty()) {
            throw new UsageException("'" + text + "' is not HOST:PORT (try 127.0.0.1:7007)");
        }
        try {
            int port = Integer.parseInt(text.substring(colon + 1));
            if (port < 1 || port > 65_535) {
                throw new UsageException(
                        "'" + text + "': port " + port + " is not from 1 to 65535 (try 127.0.0.1:7007)");
            }
            return new InetSocketAddress(InetAddress.getByName(host), port);
        } catch (NumberFormatException e) {
            throw new UsageException(
                    "'" + text + "': '" + text.substring(colon + 1) + "' is not a port (try 127.0.0.1:7007)");
        } catch (UnknownHostException e) {
            throw new UsageException("'" + text + "': host '" + host + "' is unknown (try 127.0.0.1:7007)");
        }
    }
}

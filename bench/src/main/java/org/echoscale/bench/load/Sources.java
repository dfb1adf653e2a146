package org.echoscale.bench.load;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.echoscale.bench.limits.KernelFile;
import org.echoscale.syscalls.SyscallException;
import org.echoscale.syscalls.Syscalls;

/**
 * Addresses of this machine's loopback net that connections come from in turn, so that ports do not run out. None for a server
 * elsewhere, or on IPv6: then the kernel chooses the usual one.
 */
public record Sources(List<InetSocketAddress> addresses) {
    /** Above some 14,000 connections from one address to one port, connect(2) looks for a free port for long. */
    private static final int MOST_FROM_ONE = 5_000;

    public Sources {
        addresses = List.copyOf(addresses);
    }

    /** As many as so many connections need that are open at the same time. */
    public static Sources forOpen(InetAddress server, int connections) {
        return of(server, 1 + (connections - 1) / fromOne(ports()));
    }

    /** So many. */
    static Sources of(InetAddress server, int count) {
        return new Sources(server instanceof Inet4Address && server.isLoopbackAddress()
                ? IntStream.rangeClosed(1, count).mapToObj(Sources::address).toList()
                : List.of());
    }

    private static InetSocketAddress address(int number) {
        try {
            return new InetSocketAddress(
                    InetAddress.getByAddress(new byte[]{127, 0, (byte) (number / 250), (byte) (number % 250)}), 0);
        } catch (UnknownHostException e) {
            throw new IllegalStateException("four bytes are an address", e);
        }
    }

    /** How many come from one address that has so many ports: half of them, for some are taken, and a full range is slow. */
    static int fromOne(int ports) {
        return Math.clamp(ports / 2, 1, MOST_FROM_ONE);
    }

    /** Ports that the kernel chooses from, see ip(7): {@code ip_local_port_range}. Enough where it does not tell. */
    private static int ports() {
        return KernelFile.text(Path.of("/proc/sys/net/ipv4/ip_local_port_range"))
                .map(text -> text.strip().split("\\s+", -1))
                .map(range -> Integer.parseInt(range[1]) - Integer.parseInt(range[0]) + 1)
                .orElse(2 * MOST_FROM_ONE);
    }

    /** Has a socket connect from the address that is the turn of the connection with this number. */
    public void bind(Syscalls calls, int fd, long number) throws SyscallException {
        if (!addresses.isEmpty()) {
            calls.setOption(fd, Syscalls.IPPROTO_IP, Syscalls.IP_BIND_ADDRESS_NO_PORT, 1);
            calls.bind(fd, addresses.get((int) (number % addresses.size())));
        }
    }
}

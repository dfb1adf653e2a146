package org.echoscale.bench.load;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.echoscale.bench.limits.KernelFile;
import org.echoscale.bench.limits.SourcePorts;
import org.echoscale.syscalls.SyscallException;
import org.echoscale.syscalls.Syscalls;

/**
 * Addresses of this machine's loopback net that connections come from in turn, so that ports do not run out. None for a server
 * elsewhere, or on IPv6: then the kernel chooses the usual one.
 */
public record Sources(List<InetSocketAddress> addresses) {
    /** Enough for any number of connections from one address: of a system that does not tell. */
    private static final long MANY_PORTS = 1 << 16;

    public Sources {
        addresses = List.copyOf(addresses);
    }

    /** As many as so many connections need that are open at the same time. */
    public static Sources forOpen(InetAddress server, int connections) {
        return of(server, SourcePorts.addresses(connections, ports()));
    }

    /**
     * So many.
     *
     * @param count at most {@value SourcePorts#MOST_ADDRESSES}
     */
    static Sources of(InetAddress server, int count) {
        return new Sources(server instanceof Inet4Address && server.isLoopbackAddress()
                ? IntStream.rangeClosed(1, count).mapToObj(Sources::address).toList()
                : List.of());
    }

    private static InetSocketAddress address(int number) {
        try {
            return new InetSocketAddress(
                    InetAddress.getByAddress(new byte[]{127, 0, (byte) (number / SourcePorts.LAST_BYTES),
                        (byte) (number % SourcePorts.LAST_BYTES)}),
                    0);
        } catch (UnknownHostException e) {
            throw new IllegalStateException("four bytes are an address", e);
        }
    }

    /** Ports that the kernel chooses from, see ip(7): {@code ip_local_port_range}. */
    private static long ports() {
        return KernelFile.text(Path.of("/proc/sys/net/ipv4/ip_local_port_range"))
                .map(text -> text.strip().split("\\s+", -1))
                .map(range -> Long.parseLong(range[1]) - Long.parseLong(range[0]) + 1)
                .orElse(MANY_PORTS);
    }

    /** Has a socket connect from the address that is the turn of the connection with this number. */
    public void bind(Syscalls calls, int fd, long number) throws SyscallException {
        if (!addresses.isEmpty()) {
            calls.setOption(fd, Syscalls.IPPROTO_IP, Syscalls.IP_BIND_ADDRESS_NO_PORT, 1);
            calls.bind(fd, addresses.get((int) (number % addresses.size())));
        }
    }
}

package org.echoscale.syscalls;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.ByteOrder;

/**
 * {@code struct sockaddr_in} (family, port, 4 bytes of address) and {@code struct sockaddr_in6} (family, port, flow, 16
 * bytes of address, scope), see ip(7) and ipv6(7).
 */
final class SocketAddresses {
    private static final ValueLayout.OfShort NETWORK_SHORT = JAVA_SHORT.withOrder(ByteOrder.BIG_ENDIAN);
    private static final int IN_BYTES = 16;
    private static final int IN6_BYTES = 28;

    private SocketAddresses() {}

    /** Writes an address and returns how many bytes it takes. */
    static int write(InetSocketAddress address, MemorySegment to) {
        byte[] bytes = address.getAddress().getAddress();
        to.set(NETWORK_SHORT, 2, (short) address.getPort());
        if (address.getAddress() instanceof Inet6Address inet6) {
            to.set(JAVA_SHORT, 0, (short) Syscalls.AF_INET6);
            to.set(JAVA_INT, 4, 0);
            MemorySegment.copy(bytes, 0, to, JAVA_BYTE, 8, bytes.length);
            to.set(JAVA_INT, 24, inet6.getScopeId());
            return IN6_BYTES;
        }
        to.set(JAVA_SHORT, 0, (short) Syscalls.AF_INET);
        MemorySegment.copy(bytes, 0, to, JAVA_BYTE, 4, bytes.length);
        to.asSlice(8, 8).fill((byte) 0);
        return IN_BYTES;
    }

    static InetSocketAddress read(MemorySegment from) {
        int family = from.get(JAVA_SHORT, 0);
        int port = from.get(NETWORK_SHORT, 2) & 0xffff;
        try {
            return new InetSocketAddress(family == Syscalls.AF_INET6
                    ? inet6(from.asSlice(8, 16).toArray(JAVA_BYTE), from.get(JAVA_INT, 24))
                    : InetAddress.getByAddress(from.asSlice(4, 4).toArray(JAVA_BYTE)), port);
        } catch (UnknownHostException e) {
            throw new IllegalStateException("an address that is neither of 4 nor of 16 bytes", e);
        }
    }

    /** With a scope, which tells the network of a link-local address, it stays what it is; otherwise Java may shorten it. */
    private static InetAddress inet6(byte[] bytes, int scope) throws UnknownHostException {
        return scope == 0 ? InetAddress.getByAddress(bytes) : Inet6Address.getByAddress(null, bytes, scope);
    }

    /** As people write it: {@code 127.0.0.1:7000}, {@code [::1]:7000}. */
    static String text(InetSocketAddress address) {
        String host = address.getAddress().getHostAddress();
        return (host.indexOf(':') >= 0 ? "[" + host + "]" : host) + ":" + address.getPort();
    }
}

package org.echoscale.bench.server;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The first line that a server prints: {@code listening 127.0.0.1:40001 epoll-et}.
 *
 * @param address where it accepts connections
 * @param transport name of the transport
 */
public record Listening(InetSocketAddress address, String transport) {
    private static final Pattern LINE = Pattern.compile("listening \\[?([0-9a-f.:]+(?:%\\S+)?)\\]?:(\\d{1,5}) (\\S+)");

    /** The line, without its end. */
    public String line() {
        return "listening " + text(address) + " " + transport;
    }

    /** Reads such a line; empty when it is another. */
    static Optional<Listening> parse(String line) {
        Matcher words = LINE.matcher(line);
        return words.matches()
                ? Optional.of(new Listening(
                        new InetSocketAddress(InetAddress.ofLiteral(words.group(1)), Integer.parseInt(words.group(2))),
                        words.group(3)))
                : Optional.empty();
    }

    /** An address as {@code HOST:PORT}, an IPv6 host in brackets. */
    public static String text(InetSocketAddress address) {
        String host = address.getAddress().getHostAddress();
        return (address.getAddress() instanceof Inet6Address ? "[" + host + "]" : host) + ":" + address.getPort();
    }
}

package org.echoscale.bench.probe;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * What is sent to a server to see whether it echoes.
 *
 * @param server where it listens
 * @param connections opened at the same time
 * @param messages sent on each of them; {@value #CONNECTION} in one stands for the number of the connection
 * @param parts that each message is sent in, as far as it has so many bytes
 * @param timeout the longest time without any progress: a connection, a byte back
 * @param halfClose whether one more message is sent, and the sending half closed right behind it
 */
public record ProbePlan(InetSocketAddress server, int connections, List<String> messages, int parts, Duration timeout,
        boolean halfClose) {
    public static final String CONNECTION = "{connection}";
    public static final int MOST_CONNECTIONS = 1_000;
    public static final int MOST_PARTS = 1_000;
    private static final Duration LONGEST = Duration.ofHours(1);

    /** More than a segment carries on any network; on the loopback interface that is 65,483 bytes. */
    private static final int LARGE_LINES = 2_048;
    private static final int LINE_LENGTH = 64;

    public ProbePlan {
        messages = List.copyOf(messages);
        within("connections", connections, MOST_CONNECTIONS);
        within("parts", parts, MOST_PARTS);
        if (messages.isEmpty()) {
            throw new IllegalArgumentException("no message to send");
        }
        if (messages.contains("")) {
            throw new IllegalArgumentException("message: '' has no bytes, so nothing of it could come back");
        }
        if (timeout.compareTo(LONGEST) > 0 || timeout.toMillis() < 1) {
            throw new IllegalArgumentException("timeout: " + timeout.toMillis() + " ms is not from 1 ms to 1 hour");
        }
    }

    /** A line of plain text, one with characters of two, three and four bytes, and 128 KiB of numbered lines. */
    public static List<String> defaultMessages() {
        return List.of("Message 1 on connection " + CONNECTION + " is sent in parts.\n",
                "Message 2 on connection " + CONNECTION + ": Grüße, καλημέρα, 你好, 👋.\n", large());
    }

    private static String large() {
        return IntStream.range(0, LARGE_LINES)
                .mapToObj(line -> {
                    String start = "Line " + line + " of message 3 on connection " + CONNECTION + ' ';
                    return start + ".".repeat(LINE_LENGTH - 1 - start.length() + CONNECTION.length() - 1) + '\n';
                })
                .collect(Collectors.joining());
    }

    private static void within(String name, int value, int most) {
        if (value < 1 || value > most) {
            throw new IllegalArgumentException(name + ": " + value + " is not from 1 to " + most);
        }
    }
}

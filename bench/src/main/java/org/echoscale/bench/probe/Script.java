package org.echoscale.bench.probe;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** All that one connection will send, in order: known beforehand, so every byte that comes back can be checked at once. */
final class Script {
    private final byte[] bytes;
    private final List<Message> messages;
    private final List<Part> parts;

    /**
     * A piece of the stream that is sent at once.
     *
     * @param message its number, from 1
     * @param index from 1
     * @param of how many
     * @param from first byte in the stream
     * @param to behind its last byte
     */
    record Part(int message, int index, int of, int from, int to) {}

    /** A message and its parts; counted from 1. */
    record Message(int number, List<Part> parts) {
        int from() {
            return parts.getFirst().from();
        }

        int to() {
            return parts.getLast().to();
        }

        int length() {
            return to() - from();
        }
    }

    private Script(byte[] bytes, List<Message> messages) {
        this.bytes = bytes;
        this.messages = messages;
        this.parts = messages.stream().flatMap(message -> message.parts().stream()).toList();
    }

    /** These messages on the connection of this number; the last one is what is sent right before the half-close. */
    static Script of(List<String> texts, int parts, int connection) {
        ByteArrayOutputStream stream = new ByteArrayOutputStream();
        List<Message> messages = new ArrayList<>();
        for (String text : texts) {
            byte[] message = text.replace(ProbePlan.CONNECTION, Integer.toString(connection))
                    .getBytes(StandardCharsets.UTF_8);
            int number = messages.size() + 1;
            messages.add(new Message(number, split(number, stream.size(), message.length, parts)));
            stream.writeBytes(message);
        }
        return new Script(stream.toByteArray(), List.copyOf(messages));
    }

    private static List<Part> split(int message, int from, int length, int wanted) {
        int count = Math.min(wanted, length);
        List<Part> parts = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            parts.add(new Part(message, i + 1, count, from + (int) ((long) length * i / count),
                    from + (int) ((long) length * (i + 1) / count)));
        }
        return List.copyOf(parts);
    }

    /** All parts of all messages, in order. */
    List<Part> parts() {
        return parts;
    }

    byte[] bytes() {
        return bytes;
    }

    List<Message> messages() {
        return messages;
    }

    /** The message that has this byte of the stream. */
    Message messageAt(int position) {
        for (Message message : messages) {
            if (position < message.to()) {
                return message;
            }
        }
        throw new IllegalArgumentException("byte " + position + " of a stream of " + bytes.length);
    }
}

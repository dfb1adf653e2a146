package org.echoscale.bench.probe;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.echoscale.results.files.PlainText;

/** Bytes as a person can read them and a terminal cannot obey them: text as text, all else as {@code \n} or {@code \xC3}. */
final class Quoted {
    private static final int LONGEST_CHARACTER = 4;

    private Quoted() {}

    /** In quotes; of more than so many bytes only the first ones, and an ellipsis behind the quotes. */
    static String text(byte[] bytes, int from, int to, int most) {
        int end = Math.min(to, from + most);
        StringBuilder text = new StringBuilder("\"");
        for (int i = from; i < end;) {
            int length = character(bytes, i, to, text);
            i += length;
        }
        return text.append(end < to ? "\"…" : "\"").toString();
    }

    /** A byte with its value, and the character where it is one: {@code 0x61 'a'}. */
    static String one(byte b) {
        String value = String.format("0x%02X", b & 0xff);
        return b > ' ' && b < 0x7f ? value + " '" + (char) b + "'" : value;
    }

    /** Appends what begins at this byte; how many bytes that were. */
    private static int character(byte[] bytes, int at, int to, StringBuilder text) {
        byte b = bytes[at];
        switch (b) {
            case '\n' -> text.append("\\n");
            case '\r' -> text.append("\\r");
            case '\t' -> text.append("\\t");
            case '"' -> text.append("\\\"");
            case '\\' -> text.append("\\\\");
            default -> {
                if (b >= ' ' && b < 0x7f) {
                    text.append((char) b);
                    return 1;
                }
                for (int length = 2; b < 0 && length <= LONGEST_CHARACTER && at + length <= to; length++) {
                    String character = decoded(Arrays.copyOfRange(bytes, at, at + length));
                    if (!character.isEmpty() && character.equals(PlainText.line(character))) {
                        text.append(character);
                        return length;
                    }
                }
                text.append(String.format("\\x%02X", b & 0xff));
            }
        }
        return 1;
    }

    private static String decoded(byte[] bytes) {
        try {
            return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
        } catch (CharacterCodingException e) {
            return "";
        }
    }
}

package org.echoscale.tck;

import java.util.Arrays;
import java.util.SplittableRandom;

/** Bytes that say where they belong: the same for the same seed, different for another, with no period in them. */
final class Payload {

    private Payload() {}

    static byte[] of(long seed, int length) {
        byte[] bytes = new byte[length];
        new SplittableRandom(seed).nextBytes(bytes);
        return bytes;
    }

    /** Fails unless these are the same; names the first byte that is not. */
    static void same(byte[] expected, byte[] actual) {
        int at = Arrays.mismatch(expected, actual);
        if (at >= 0) {
            String got = at < actual.length ? "was " + actual[at] : "is missing";
            String wanted = at < expected.length ? "instead of " + expected[at] : "and is one too many";
            throw new AssertionError("byte " + at + " of " + expected.length + " " + got + " " + wanted);
        }
    }
}

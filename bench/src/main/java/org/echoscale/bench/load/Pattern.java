package org.echoscale.bench.load;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_LONG_UNALIGNED;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.SplittableRandom;

/**
 * What every byte of every connection must be: byte {@code p} of a connection's stream is the byte of a random table at
 * {@code (base + p) mod} {@value #PERIOD}, where the base differs from connection to connection. A reply that is too short
 * or too long, out of order, altered, or another connection's, does not match, whatever the size of a message and however
 * the stream is cut. Messages are sent straight from the table; nothing is built or copied. Used by the thread that the arena
 * belongs to.
 */
public final class Pattern {
    /** A prime, so that no usual message size divides it. */
    static final int PERIOD = 65_521;

    private final MemorySegment table;
    private final int longest;

    /**
     * @param longest the most bytes that are sent or checked at once
     */
    public Pattern(Arena arena, long seed, int longest) {
        this.longest = longest;
        this.table = arena.allocate((long) PERIOD + longest, 64);
        byte[] bytes = new byte[PERIOD];
        new SplittableRandom(seed).nextBytes(bytes);
        for (long at = 0; at < table.byteSize(); at += PERIOD) {
            MemorySegment.copy(bytes, 0, table, JAVA_BYTE, at, (int) Math.min(PERIOD, table.byteSize() - at));
        }
    }

    /** The base of a connection, by its number: spread over the table. */
    public static int base(int connection) {
        return (int) (connection * 40_503L % PERIOD);
    }

    /** The place in the table of the byte at {@code position} of a stream; from there on see {@link #next}. */
    static int place(int base, long position) {
        return (int) ((base + position) % PERIOD);
    }

    /** The place so many bytes further on: no division for each message. */
    static int next(int place, int bytes) {
        int next = place + bytes;
        return next < PERIOD ? next : next % PERIOD;
    }

    /** Where the bytes from a place on lie, {@link #longest} of them at least. */
    long address(int place) {
        return table.address() + place;
    }

    /**
     * Whether bytes received, {@code at} and following, are those from a place on. The usual short message is compared by eight
     * words, of which the last four may overlap the first: a call of {@link MemorySegment#mismatch} costs more than they do.
     */
    boolean matches(int place, MemorySegment received, long at, int length) {
        if (length < 32 || length > 64) {
            return MemorySegment.mismatch(received, at, at + length, table, place, (long) place + length) < 0;
        }
        long tail = length - 32L;
        return (differences(place, received, at) | differences(place + tail, received, at + tail)) == 0;
    }

    /** The bits in which 32 bytes received differ from those at a place, put together; 0 when none does. */
    private long differences(long place, MemorySegment received, long at) {
        return (received.get(JAVA_LONG_UNALIGNED, at) ^ table.get(JAVA_LONG_UNALIGNED, place))
                | (received.get(JAVA_LONG_UNALIGNED, at + 8) ^ table.get(JAVA_LONG_UNALIGNED, place + 8))
                | (received.get(JAVA_LONG_UNALIGNED, at + 16) ^ table.get(JAVA_LONG_UNALIGNED, place + 16))
                | (received.get(JAVA_LONG_UNALIGNED, at + 24) ^ table.get(JAVA_LONG_UNALIGNED, place + 24));
    }

    /** Where the bytes of a stream from {@code position} on lie, {@link #longest} of them at least. */
    public long address(int base, long position) {
        return address(place(base, position));
    }

    /** Whether bytes received at a position of a stream are right. */
    public boolean matches(int base, long position, MemorySegment received, int length) {
        return matches(place(base, position), received, 0, length);
    }

    /** Copies the bytes of a stream from {@code position} on: what a server that echoes would send back. */
    public void copy(int base, long position, MemorySegment to, int length) {
        MemorySegment.copy(table, place(base, position), to, 0, length);
    }

    /** The table: {@value #PERIOD} bytes, and as many again from its beginning as {@link #longest} says. To be read. */
    MemorySegment bytes() {
        return table;
    }

    /** The most bytes that {@link #address} and {@link #matches} are good for. */
    int longest() {
        return longest;
    }
}

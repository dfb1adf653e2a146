package org.echoscale.syscalls;

import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/**
 * glibc's {@code fd_set}: one bit for each of the descriptors 0 to {@value #FD_SETSIZE} - 1, in words of 64. A higher
 * descriptor does not fit; that is a limit of this type, not of the kernel's call, see select(2). Used by the thread that
 * its arena belongs to.
 */
public final class FdSet {
    /** Descriptors that fit: numbers below this. */
    public static final int FD_SETSIZE = 1024;

    private static final int WORDS = FD_SETSIZE / Long.SIZE;

    private final MemorySegment bits;

    public FdSet(Arena arena) {
        this.bits = arena.allocate(FD_SETSIZE / Byte.SIZE, 8);
    }

    /** {@code FD_SET}. */
    public void add(int fd) {
        check(fd);
        long word = wordOf(fd);
        bits.set(JAVA_LONG, word, bits.get(JAVA_LONG, word) | 1L << fd);
    }

    /** {@code FD_CLR}. */
    public void remove(int fd) {
        check(fd);
        long word = wordOf(fd);
        bits.set(JAVA_LONG, word, bits.get(JAVA_LONG, word) & ~(1L << fd));
    }

    /** {@code FD_ISSET}. */
    public boolean contains(int fd) {
        check(fd);
        return (bits.get(JAVA_LONG, wordOf(fd)) >>> fd & 1) != 0;
    }

    /** Copies the bits of descriptors below {@code n} from another set: what a caller does before every call. */
    public void copyFrom(FdSet other, int n) {
        MemorySegment.copy(other.bits, 0, bits, 0, wordsFor(n) * 8L);
    }

    /** The 64 bits of descriptors {@code 64 * index} and up. */
    public long word(int index) {
        return bits.get(JAVA_LONG, index * 8L);
    }

    /** How many words hold the descriptors below {@code n}. */
    public static int wordsFor(int n) {
        return Math.min(WORDS, (n + Long.SIZE - 1) / Long.SIZE);
    }

    public long address() {
        return bits.address();
    }

    private static long wordOf(int fd) {
        return (long) (fd >>> 6) << 3;
    }

    private static void check(int fd) {
        if (fd < 0 || fd >= FD_SETSIZE) {
            throw new IllegalArgumentException("descriptor " + fd + " does not fit an fd_set of " + FD_SETSIZE);
        }
    }
}

package org.echoscale.bench.semantics;

import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import org.echoscale.syscalls.FdSet;
import org.echoscale.syscalls.Syscalls;

/**
 * Where select(2) ends, and why. A glibc {@code fd_set} has 16 words of 64 bits; a descriptor's bit is in word
 * {@code descriptor / 64}, which for 1024 is the seventeenth. The kernel's call takes a number of bits and a pointer, and
 * knows nothing of that type.
 *
 * @param setBytes size of an {@code fd_set}
 * @param lastInside the highest descriptor below 1024 that could be had: 1023
 * @param insideWorks whether select with an {@code fd_set} found it ready
 * @param firstOutside the lowest descriptor from 1024 on that could be had: 1024
 * @param firstOutsideFits whether an {@code fd_set} has a bit for it
 * @param bytesBehindSet bytes behind an {@code fd_set} that the kernel wrote when it was asked about that descriptor all
 *            the same
 * @param ownBitmapWorks whether select with a bitmap that is long enough found it ready
 * @param highest the highest descriptor tried
 * @param highestWorks whether select with a bitmap that is long enough found that one ready
 */
public record SelectEnd(int setBytes, int lastInside, boolean insideWorks, int firstOutside, boolean firstOutsideFits,
        int bytesBehindSet, boolean ownBitmapWorks, int highest, boolean highestWorks) implements Observation {
    private static final int SET_BYTES = FdSet.FD_SETSIZE / Byte.SIZE;
    private static final int BEHIND_BYTES = 64;

    /** Makes it, opening descriptors until one has this number, which is 1024 or more. */
    public static SelectEnd observe(int upTo) throws IOException {
        if (upTo < FdSet.FD_SETSIZE) {
            throw new IllegalArgumentException("upTo " + upTo + " < " + FdSet.FD_SETSIZE);
        }
        try (Lab lab = new Lab(); Arena arena = Arena.ofConfined()) {
            int inside = -1;
            int outside = -1;
            int highest = -1;
            while (highest < upTo) { // the kernel gives the lowest number that is free
                highest = lab.readable();
                if (highest < FdSet.FD_SETSIZE) {
                    inside = highest;
                } else if (outside < 0) {
                    outside = highest;
                }
            }
            if (inside < 0) {
                throw new IOException("all descriptors below " + FdSet.FD_SETSIZE + " are in use");
            }
            FdSet set = new FdSet(arena);
            set.add(inside);
            boolean insideWorks = lab.calls().select(inside + 1, set.address(), 0, 0) == 1 && set.contains(inside);
            return new SelectEnd(SET_BYTES, inside, insideWorks, outside, fits(set, outside),
                    bytesWrittenBehind(lab, outside), works(lab, outside), highest, works(lab, highest));
        }
    }

    private static boolean fits(FdSet set, int fd) {
        try {
            set.add(fd);
            return true;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    private static boolean works(Lab lab, int fd) throws IOException {
        return Watch.of(lab, Mechanism.SELECT, fd, Syscalls.POLLIN).await(0);
    }

    /** What FD_SET and select do in a program that does not check: the bit goes behind the set, and so does the answer. */
    private static int bytesWrittenBehind(Lab lab, int fd) {
        MemorySegment memory = lab.memory(SET_BYTES + BEHIND_BYTES);
        MemorySegment behind = memory.asSlice(SET_BYTES);
        if (fd >= (SET_BYTES + BEHIND_BYTES) * Byte.SIZE) {
            return 0; // another program has those in between
        }
        behind.fill((byte) 0xff); // whatever lies there; also the bit of the descriptor
        lab.calls().select(fd + 1, memory.address(), 0, 0);
        int written = 0;
        for (long at = 0; at < BEHIND_BYTES; at += 8) {
            written += behind.get(JAVA_LONG, at) == -1L ? 0 : 8;
        }
        return written;
    }

    @Override
    public String sentence() {
        return "select with glibc's fd_set of " + setBytes + " bytes " + (insideWorks ? "sees" : "does not see")
                + " descriptor " + lastInside + "; " + firstOutside
                + (firstOutsideFits
                        ? " fits too"
                        : " has no bit in it, and asking for it made the kernel write "
                                + bytesBehindSet + " bytes behind the set")
                + "; with a longer bitmap of one's own the same call " + (ownBitmapWorks ? "sees" : "does not see")
                + " " + firstOutside + " and " + (highestWorks ? "sees" : "does not see") + " " + highest;
    }
}

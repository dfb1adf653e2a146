package org.echoscale.ffm;

import java.lang.foreign.Arena;
import org.echoscale.syscalls.FdSet;
import org.echoscale.syscalls.SyscallException;
import org.echoscale.syscalls.Syscalls;

/**
 * select(2) with glibc's {@code fd_set}: one bit a descriptor, numbers below 1024 only. The sets are copied before every
 * call, because the kernel overwrites them, and it asks each descriptor up to the highest; a wait costs O(highest
 * descriptor), ready or not.
 */
final class SelectPoller implements Poller {
    private final Syscalls calls;
    private final Arena arena = Arena.ofConfined();
    private final FdSet wantRead = new FdSet(arena);
    private final FdSet wantWrite = new FdSet(arena);
    private final FdSet canRead = new FdSet(arena);
    private final FdSet canWrite = new FdSet(arena);
    private final int[] readyFds = new int[FdSet.FD_SETSIZE];
    private final int[] readyEvents = new int[FdSet.FD_SETSIZE];
    private int writers;
    private int highest = -1;

    SelectPoller(Syscalls calls) {
        this.calls = calls;
    }

    @Override
    public boolean accepts(int fd) {
        return fd < FdSet.FD_SETSIZE;
    }

    @Override
    public void add(int fd, int interest) {
        modify(fd, interest);
    }

    @Override
    public void modify(int fd, int interest) {
        highest = Math.max(highest, fd);
        if ((interest & READ) != 0) {
            wantRead.add(fd);
        } else {
            wantRead.remove(fd);
        }
        boolean wanted = wantWrite.contains(fd);
        if ((interest & WRITE) != 0) {
            wantWrite.add(fd);
            writers += wanted ? 0 : 1;
        } else {
            wantWrite.remove(fd);
            writers -= wanted ? 1 : 0;
        }
    }

    @Override
    public void remove(int fd) {
        modify(fd, 0);
        while (highest >= 0 && !wantRead.contains(highest) && !wantWrite.contains(highest)) {
            highest--; // also past one that is watched for nothing just now: modify() raises it again
        }
    }

    @Override
    public int await(int timeoutMillis) throws SyscallException {
        int n = highest + 1;
        canRead.copyFrom(wantRead, n);
        long writeSet = 0;
        if (writers > 0) {
            canWrite.copyFrom(wantWrite, n);
            writeSet = canWrite.address();
        }
        int bits = calls.select(n, canRead.address(), writeSet, timeoutMillis);
        if (bits < 0) {
            throw new SyscallException("select(" + n + ")", -bits);
        }
        return bits == 0 ? 0 : collect(n, writeSet != 0);
    }

    /** Finds the bits that are set: O(highest descriptor), 64 at a time. */
    private int collect(int n, boolean writeToo) {
        int found = 0;
        int words = FdSet.wordsFor(n);
        for (int w = 0; w < words; w++) {
            long reads = canRead.word(w);
            long writes = writeToo ? canWrite.word(w) : 0;
            for (long any = reads | writes; any != 0; any &= any - 1) {
                int bit = Long.numberOfTrailingZeros(any);
                int events = (reads >>> bit & 1) != 0 ? READ : 0;
                events |= (writes >>> bit & 1) != 0 ? WRITE : 0;
                readyFds[found] = w * Long.SIZE + bit;
                readyEvents[found++] = events;
            }
        }
        return found;
    }

    @Override
    public int fd(int index) {
        return readyFds[index];
    }

    @Override
    public int events(int index) {
        return readyEvents[index];
    }

    @Override
    public boolean edgeTriggered() {
        return false;
    }

    @Override
    public void close() {
        arena.close();
    }
}

package org.echoscale.bench.waits;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import org.echoscale.syscalls.Syscalls;

/**
 * select(2) on a bitmap of our own: the kernel takes one of any length; 1,024 is the limit of glibc's {@code fd_set}. The
 * call overwrites its argument, so each wait copies the bitmap first: O(highest descriptor / 64), beside the kernel's
 * O(registered).
 */
final class SelectWaiter implements Waiter {
    private final Syscalls calls;
    private final Arena arena = Arena.ofConfined();
    private final int n;
    private final int words;
    private final MemorySegment interest;
    private final MemorySegment found;

    SelectWaiter(Syscalls calls, int[] fds, int count) {
        this.calls = calls;
        int highest = 0;
        for (int i = 0; i < count; i++) {
            highest = Math.max(highest, fds[i]);
        }
        n = highest + 1;
        words = (n + Long.SIZE - 1) / Long.SIZE;
        interest = arena.allocate(words * 8L, 64);
        found = arena.allocate(words * 8L, 64);
        for (int i = 0; i < count; i++) {
            long at = (fds[i] >>> 6) * 8L;
            interest.set(ValueLayout.JAVA_LONG, at, interest.get(ValueLayout.JAVA_LONG, at) | 1L << fds[i]);
        }
    }

    @Override
    public int await(int timeoutMillis) {
        MemorySegment.copy(interest, 0, found, 0, words * 8L);
        return calls.select(n, found.address(), 0, timeoutMillis);
    }

    @Override
    public long awaitAgain(int times, int timeoutMillis) {
        long sum = 0;
        for (int i = 0; i < times; i++) {
            sum += await(timeoutMillis);
        }
        return sum;
    }

    @Override
    public void consumeFound() {
        for (int i = 0; i < words; i++) {
            long word = found.get(ValueLayout.JAVA_LONG, i * 8L);
            while (word != 0) {
                calls.drain(i * Long.SIZE + Long.numberOfTrailingZeros(word));
                word &= word - 1;
            }
        }
    }

    @Override
    public void close() {
        arena.close();
    }
}

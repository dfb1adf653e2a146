package org.echoscale.bench.waits;

import org.echoscale.syscalls.PollFds;
import org.echoscale.syscalls.Syscalls;

/** poll(2): O(registered) in the kernel at each call, and again up to the last one that is ready in finding it. */
final class PollWaiter implements Waiter {
    private final Syscalls calls;
    private final PollFds fds;
    private final int count;
    private int found;

    PollWaiter(Syscalls calls, int[] fds, int count) {
        this.calls = calls;
        this.fds = new PollFds(count);
        this.count = count;
        for (int i = 0; i < count; i++) {
            this.fds.set(i, fds[i], Syscalls.POLLIN);
        }
    }

    @Override
    public int await(int timeoutMillis) {
        found = calls.poll(fds.address(), count, timeoutMillis);
        return found;
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
        int left = found;
        for (int i = 0; left > 0; i++) {
            if (fds.returned(i) != 0) {
                calls.drain(fds.fd(i));
                left--;
            }
        }
    }

    @Override
    public void close() {
        fds.close();
    }
}

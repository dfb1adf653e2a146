package org.echoscale.bench.waits;

import java.io.UncheckedIOException;
import java.lang.foreign.Arena;
import org.echoscale.syscalls.EpollEvents;
import org.echoscale.syscalls.SyscallException;
import org.echoscale.syscalls.Syscalls;

/** epoll(7): registered once, O(ready) at each call. */
final class EpollWaiter implements Waiter {
    private final Syscalls calls;
    private final Arena arena = Arena.ofConfined();
    private final EpollEvents events;
    private final int epoll;
    private int found;

    /** @param events what is asked for: EPOLLIN, with EPOLLET or without */
    EpollWaiter(Syscalls calls, int[] fds, int count, int events) {
        this.calls = calls;
        this.events = new EpollEvents(arena, count);
        try {
            epoll = calls.epollCreate();
        } catch (SyscallException e) {
            arena.close();
            throw new UncheckedIOException(e);
        }
        for (int i = 0; i < count; i++) {
            int error = calls.epollControl(epoll, Syscalls.EPOLL_CTL_ADD, fds[i], events, fds[i]);
            if (error < 0) {
                close();
                throw new UncheckedIOException(
                        new SyscallException("epoll_ctl(" + epoll + ", EPOLL_CTL_ADD, " + fds[i] + ")", -error));
            }
        }
    }

    @Override
    public int await(int timeoutMillis) {
        found = calls.epollWait(epoll, events, timeoutMillis);
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
        for (int i = 0; i < found; i++) {
            calls.drain((int) events.data(i));
        }
    }

    @Override
    public void close() {
        calls.close(epoll);
        arena.close();
    }
}

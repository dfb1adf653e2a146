package org.echoscale.ffm;

import java.lang.foreign.Arena;
import org.echoscale.core.ServerCounters;
import org.echoscale.syscalls.EpollEvents;
import org.echoscale.syscalls.SyscallException;
import org.echoscale.syscalls.Syscalls;

/** epoll(7): interest is registered once and kept by the kernel; a wait costs O(ready), not O(registered). */
final class EpollPoller implements Poller {
    private static final int MAX_EVENTS = 1024;

    private final Syscalls calls;
    private final ServerCounters counters;
    private final Arena arena = Arena.ofConfined();
    private final EpollEvents events = new EpollEvents(arena, MAX_EVENTS);
    private final int epoll;
    private final int mode;

    static EpollPoller levelTriggered(Syscalls calls, ServerCounters counters) throws SyscallException {
        return new EpollPoller(calls, counters, 0);
    }

    static EpollPoller edgeTriggered(Syscalls calls, ServerCounters counters) throws SyscallException {
        return new EpollPoller(calls, counters, Syscalls.EPOLLET | Syscalls.EPOLLRDHUP | Syscalls.EPOLLPRI);
    }

    private EpollPoller(Syscalls calls, ServerCounters counters, int mode) throws SyscallException {
        this.calls = calls;
        this.counters = counters;
        this.mode = mode;
        try {
            this.epoll = calls.epollCreate();
        } catch (SyscallException e) {
            arena.close();
            throw e;
        }
    }

    @Override
    public boolean accepts(int fd) {
        return true;
    }

    @Override
    public void add(int fd, int interest) throws SyscallException {
        control(Syscalls.EPOLL_CTL_ADD, fd, interest);
    }

    @Override
    public void modify(int fd, int interest) throws SyscallException {
        control(Syscalls.EPOLL_CTL_MOD, fd, interest);
    }

    @Override
    public void remove(int fd) {
        // Closing the descriptor takes it out of the set: nothing else refers to the same open file, see epoll(7) Q6.
    }

    @Override
    public int await(int timeoutMillis) throws SyscallException {
        int ready = calls.epollWait(epoll, events, timeoutMillis);
        if (ready < 0) {
            throw new SyscallException("epoll_wait(" + epoll + ")", -ready);
        }
        return ready;
    }

    @Override
    public int fd(int index) {
        return (int) events.data(index);
    }

    @Override
    public int events(int index) {
        return events.events(index);
    }

    @Override
    public boolean edgeTriggered() {
        return mode != 0;
    }

    @Override
    public void close() {
        calls.close(epoll);
        arena.close();
    }

    private void control(int operation, int fd, int interest) throws SyscallException {
        counters.registered();
        int result = calls.epollControl(epoll, operation, fd, interest | mode, fd);
        if (result < 0) {
            throw new SyscallException("epoll_ctl(" + epoll + ", " + operation + ", " + fd + ")", -result);
        }
    }
}

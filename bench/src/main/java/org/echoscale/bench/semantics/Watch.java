package org.echoscale.bench.semantics;

import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.MemorySegment;
import org.echoscale.syscalls.EpollEvents;
import org.echoscale.syscalls.PollFds;
import org.echoscale.syscalls.SyscallException;
import org.echoscale.syscalls.Syscalls;

/** One descriptor, watched for reading ({@code POLLIN}) or for writing ({@code POLLOUT}) in one way. */
interface Watch {

    /** Waits until it is ready, for so many milliseconds at most, and tells whether it is. */
    boolean await(int timeoutMillis) throws SyscallException;

    static Watch of(Lab lab, Mechanism mechanism, int fd, int interest) throws SyscallException {
        return switch (mechanism) {
            case SELECT -> select(lab, fd, interest);
            case POLL -> poll(lab, fd, interest);
            case EPOLL_LT -> epoll(lab, fd, interest);
            case EPOLL_ET -> epoll(lab, fd, interest | Syscalls.EPOLLET);
        };
    }

    /** With a bitmap that is as long as it has to be, see {@link SelectEnd}. */
    private static Watch select(Lab lab, int fd, int interest) {
        MemorySegment set = lab.memory((fd / Long.SIZE + 1) * 8L);
        long read = interest == Syscalls.POLLIN ? set.address() : 0;
        long write = interest == Syscalls.POLLOUT ? set.address() : 0;
        return timeoutMillis -> {
            set.fill((byte) 0);
            set.setAtIndex(JAVA_LONG, fd / Long.SIZE, 1L << fd);
            return isReady("select", lab.calls().select(fd + 1, read, write, timeoutMillis));
        };
    }

    private static Watch poll(Lab lab, int fd, int interest) {
        return timeoutMillis -> {
            try (PollFds fds = new PollFds(1)) {
                fds.set(0, fd, interest);
                return isReady("poll", lab.calls().poll(fds.address(), 1, timeoutMillis));
            }
        };
    }

    private static Watch epoll(Lab lab, int fd, int events) throws SyscallException {
        int epoll = lab.epoll();
        lab.register(epoll, fd, events);
        EpollEvents ready = lab.events(1);
        return timeoutMillis -> isReady("epoll_wait", lab.calls().epollWait(epoll, ready, timeoutMillis));
    }

    private static boolean isReady(String call, int result) throws SyscallException {
        if (result < 0) {
            throw new SyscallException(call, -result);
        }
        return result > 0;
    }
}

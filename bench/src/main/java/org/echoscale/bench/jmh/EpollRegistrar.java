package org.echoscale.bench.jmh;

import static org.echoscale.syscalls.Syscalls.EPOLLIN;
import static org.echoscale.syscalls.Syscalls.EPOLL_CTL_ADD;
import static org.echoscale.syscalls.Syscalls.EPOLL_CTL_DEL;
import static org.echoscale.syscalls.Syscalls.EPOLL_CTL_MOD;

import java.lang.foreign.Arena;
import org.echoscale.syscalls.EpollEvents;
import org.echoscale.syscalls.SyscallException;
import org.echoscale.syscalls.Syscalls;

/** epoll: a system call, epoll_ctl(2), for each descriptor and change. */
final class EpollRegistrar implements Registrar {
    /** Urgent data: an event that never comes here, so that asking for it changes nothing else. */
    private static final int EPOLLPRI = 0x2;

    private final Syscalls calls = Syscalls.open();
    private final EventFds descriptors;
    private final int epoll;
    private boolean more;

    EpollRegistrar() throws SyscallException {
        descriptors = EventFds.open(calls, DESCRIPTORS);
        epoll = calls.epollCreate();
    }

    @Override
    public void add() throws SyscallException {
        control(EPOLL_CTL_ADD, EPOLLIN);
        more = false;
    }

    @Override
    public void modify() throws SyscallException {
        more = !more;
        control(EPOLL_CTL_MOD, more ? EPOLLIN | EPOLLPRI : EPOLLIN);
    }

    @Override
    public void remove() throws SyscallException {
        control(EPOLL_CTL_DEL, 0);
    }

    private void control(int operation, int events) throws SyscallException {
        for (int i = 0; i < DESCRIPTORS; i++) {
            int result = calls.epollControl(epoll, operation, descriptors.get(i), events, i);
            if (result < 0) {
                throw new SyscallException("epoll_ctl(" + epoll + ", " + operation + ")", -result);
            }
        }
    }

    @Override
    public int readyOfOne() {
        descriptors.signalOne();
        try (Arena arena = Arena.ofConfined()) {
            return calls.epollWait(epoll, new EpollEvents(arena, DESCRIPTORS), 0);
        }
    }

    @Override
    public void close() {
        calls.close(epoll);
        descriptors.close();
        calls.close();
    }
}

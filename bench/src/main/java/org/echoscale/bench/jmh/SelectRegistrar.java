package org.echoscale.bench.jmh;

import java.lang.foreign.Arena;
import org.echoscale.syscalls.FdSet;
import org.echoscale.syscalls.SyscallException;
import org.echoscale.syscalls.Syscalls;

/** select: a bit in a set of one's own, without any system call. What is registered is told anew at each wait. */
final class SelectRegistrar implements Registrar {
    private final Syscalls calls = Syscalls.open();
    private final Arena arena = Arena.ofConfined();
    private final FdSet toRead = new FdSet(arena);
    private final FdSet toWrite = new FdSet(arena);
    private final EventFds descriptors;
    private boolean more;

    SelectRegistrar() throws SyscallException {
        descriptors = EventFds.open(calls, DESCRIPTORS);
        if (descriptors.bound() > FdSet.FD_SETSIZE) {
            int highest = descriptors.bound() - 1;
            close();
            throw new IllegalStateException("descriptor " + highest + " does not fit an fd_set of " + FdSet.FD_SETSIZE);
        }
    }

    @Override
    public void add() {
        more = false;
        for (int i = 0; i < DESCRIPTORS; i++) {
            toRead.add(descriptors.get(i));
        }
    }

    @Override
    public void modify() {
        more = !more;
        for (int i = 0; i < DESCRIPTORS; i++) {
            if (more) {
                toWrite.add(descriptors.get(i));
            } else {
                toWrite.remove(descriptors.get(i));
            }
        }
    }

    /** From both sets: which of them a descriptor is in is not known otherwise. */
    @Override
    public void remove() {
        for (int i = 0; i < DESCRIPTORS; i++) {
            toRead.remove(descriptors.get(i));
            toWrite.remove(descriptors.get(i));
        }
    }

    @Override
    public int readyOfOne() {
        if (more) {
            modify();
        }
        descriptors.signalOne();
        return calls.select(descriptors.bound(), toRead.address(), toWrite.address(), 0);
    }

    @Override
    public void close() {
        descriptors.close();
        arena.close();
        calls.close();
    }
}

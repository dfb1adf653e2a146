package org.echoscale.bench.jmh;

import static org.echoscale.syscalls.Syscalls.POLLIN;
import static org.echoscale.syscalls.Syscalls.POLLOUT;

import java.util.Arrays;
import org.echoscale.syscalls.PollFds;
import org.echoscale.syscalls.SyscallException;
import org.echoscale.syscalls.Syscalls;

/** poll: an entry in an array of one's own, without any system call. What is registered is told anew at each wait. */
final class PollRegistrar implements Registrar {
    private static final int ABSENT = -1;

    private final Syscalls calls = Syscalls.open();
    private final EventFds descriptors;
    private final PollFds array = new PollFds(DESCRIPTORS);
    /** Where a descriptor's entry is, by descriptor. */
    private final int[] places;
    private int registered;
    private boolean more;

    PollRegistrar() throws SyscallException {
        descriptors = EventFds.open(calls, DESCRIPTORS);
        places = new int[descriptors.bound()];
        Arrays.fill(places, ABSENT);
    }

    @Override
    public void add() {
        more = false;
        for (int i = 0; i < DESCRIPTORS; i++) {
            int fd = descriptors.get(i);
            places[fd] = registered;
            array.set(registered++, fd, POLLIN);
        }
    }

    @Override
    public void modify() {
        more = !more;
        for (int i = 0; i < DESCRIPTORS; i++) {
            int fd = descriptors.get(i);
            array.set(places[fd], fd, more ? POLLIN | POLLOUT : POLLIN);
        }
    }

    /** The last entry moves to the place that becomes free. */
    @Override
    public void remove() {
        for (int i = 0; i < DESCRIPTORS; i++) {
            int fd = descriptors.get(i);
            int last = --registered;
            int moved = array.fd(last);
            array.set(places[fd], moved, array.events(last));
            places[moved] = places[fd];
            places[fd] = ABSENT;
        }
    }

    @Override
    public int readyOfOne() {
        if (more && registered > 0) {
            modify();
        }
        descriptors.signalOne();
        return calls.poll(array.address(), registered, 0);
    }

    @Override
    public void close() {
        array.close();
        descriptors.close();
        calls.close();
    }
}

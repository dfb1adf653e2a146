package org.echoscale.ffm;

import java.util.Arrays;
import org.echoscale.syscalls.PollFds;
import org.echoscale.syscalls.SyscallException;
import org.echoscale.syscalls.Syscalls;

/**
 * poll(2): the whole list of descriptors is handed to the kernel at every call, which copies and asks each one; a wait
 * costs O(registered), ready or not. The list is kept dense: the last entry fills a hole.
 */
final class PollPoller implements Poller {
    private static final int NOT_WATCHED = -1;

    private final Syscalls calls;
    private final PollFds list = new PollFds(64);
    private int size;
    private int[] places = new int[64];
    private int[] readyFds = new int[64];
    private int[] readyEvents = new int[64];

    PollPoller(Syscalls calls) {
        this.calls = calls;
        Arrays.fill(places, NOT_WATCHED);
    }

    @Override
    public boolean accepts(int fd) {
        return true;
    }

    @Override
    public void add(int fd, int interest) {
        if (fd >= places.length) {
            int old = places.length;
            places = Arrays.copyOf(places, Math.max(fd + 1, old * 2));
            Arrays.fill(places, old, places.length, NOT_WATCHED);
        }
        places[fd] = size;
        list.set(size++, fd, interest);
    }

    @Override
    public void modify(int fd, int interest) {
        list.set(places[fd], fd, interest);
    }

    @Override
    public void remove(int fd) {
        int hole = places[fd];
        places[fd] = NOT_WATCHED;
        size--;
        if (hole != size) {
            int moved = list.fd(size);
            list.set(hole, moved, list.events(size));
            places[moved] = hole;
        }
    }

    @Override
    public int await(int timeoutMillis) throws SyscallException {
        int ready = calls.poll(list.address(), size, timeoutMillis);
        if (ready < 0) {
            throw new SyscallException("poll(" + size + " descriptors)", -ready);
        }
        if (ready > readyFds.length) {
            readyFds = new int[ready * 2];
            readyEvents = new int[ready * 2];
        }
        int found = 0;
        for (int i = 0; found < ready; i++) { // O(registered), as the kernel's own scan was
            int events = list.returned(i);
            if (events != 0) {
                readyFds[found] = list.fd(i);
                readyEvents[found++] = events;
            }
        }
        return ready;
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
        list.close();
    }
}

package org.echoscale.bench.jmh;

import java.util.Arrays;
import org.echoscale.syscalls.SyscallException;
import org.echoscale.syscalls.Syscalls;

/** Descriptors that are cheap, can be waited for by every call, and are not ready until told. For one thread. */
final class EventFds implements AutoCloseable {
    private final Syscalls calls;
    private final int[] descriptors;

    private EventFds(Syscalls calls, int[] descriptors) {
        this.calls = calls;
        this.descriptors = descriptors;
    }

    static EventFds open(Syscalls calls, int count) throws SyscallException {
        EventFds opened = new EventFds(calls, new int[count]);
        Arrays.fill(opened.descriptors, -1);
        try {
            for (int i = 0; i < count; i++) {
                opened.descriptors[i] = calls.eventfd();
            }
            return opened;
        } catch (SyscallException e) {
            opened.close();
            throw e;
        }
    }

    int get(int index) {
        return descriptors[index];
    }

    int size() {
        return descriptors.length;
    }

    /** The highest of them, plus one: select(2) wants to know. */
    int bound() {
        return Arrays.stream(descriptors).max().orElse(-1) + 1;
    }

    /** Makes the one in the middle readable. */
    void signalOne() {
        calls.signal(descriptors[descriptors.length / 2]);
    }

    @Override
    public void close() {
        for (int fd : descriptors) {
            if (fd >= 0) {
                calls.close(fd);
            }
        }
    }
}

package org.echoscale.ffm;

import org.echoscale.syscalls.SyscallException;
import org.echoscale.syscalls.Syscalls;

/**
 * A readiness mechanism: which descriptors are watched, and which of them are ready. Used by one thread. Descriptors found
 * by {@link #await} stay readable through {@link #fd} and {@link #events} until the next call of it, also when interest
 * changes in between.
 */
interface Poller extends AutoCloseable {
    /** Interest in reading, and an event: there is something to read, or the end of the stream. */
    int READ = Syscalls.EPOLLIN;
    /** Interest in writing, and an event: there is room to write. */
    int WRITE = Syscalls.EPOLLOUT;
    /** Events that come unasked: the connection is broken, or the peer sends no more. */
    int BROKEN_OR_ENDED = Syscalls.EPOLLERR | Syscalls.EPOLLHUP | Syscalls.EPOLLRDHUP;

    /** An event that comes unasked when edge-triggered: a read may end before urgent data though there is more behind. */
    int URGENT = Syscalls.EPOLLPRI;

    /** Whether a descriptor can be watched: {@code select} cannot watch high ones. */
    boolean accepts(int fd);

    /** Starts to watch a descriptor. */
    void add(int fd, int interest) throws SyscallException;

    /** Watches it for something else; 0 for nothing but a broken connection. */
    void modify(int fd, int interest) throws SyscallException;

    /** Stops watching a descriptor that is about to be closed. */
    void remove(int fd);

    /**
     * Waits until something is ready, for at most so many milliseconds; -1 for ever, 0 not at all. Returns how many
     * descriptors are.
     */
    int await(int timeoutMillis) throws SyscallException;

    /** The descriptor at this place among the ready ones. */
    int fd(int index);

    /** Its events. */
    int events(int index);

    /** Whether a descriptor is reported once per change, and so must be drained when it is. */
    boolean edgeTriggered();

    @Override
    void close();
}

package org.echoscale.ffm;

import org.echoscale.core.trace.LoopTrace;
import org.echoscale.core.trace.TracedConnection;
import org.echoscale.syscalls.SyscallException;
import org.echoscale.syscalls.Syscalls;
import org.jspecify.annotations.Nullable;

/**
 * What a loop remembers of one connection. There is one object for each descriptor number, used again for the next
 * connection that gets the number. Used by the loop's thread.
 *
 * <pre>
 *              queue full                queue empty
 *   reading  ------------>  paused   ------------------>  reading
 *      |                      |
 *      | end of stream        | (not read, so the end is seen after the pause)
 *      v
 *   ended: what is queued is sent, then closed
 * </pre>
 */
final class Connection implements TracedConnection {
    private final Syscalls calls;
    final int fd;
    /** Bytes read that wait for room in the socket. While there are none, write interest is off. */
    final ByteQueue queue;
    /** Whether a connection has this descriptor now. */
    boolean open;
    /** What the poller was told. */
    int interest;
    /** Whether it is read from: not while its queue is full, and not after the end of its stream. */
    boolean reading;
    /** Whether the peer sends no more: once the queue is empty, it is closed. */
    boolean ended;
    /** Whether it is on the list of those that had more to read when their turn was over. */
    boolean unfinished;
    private long number;
    private @Nullable String peer;

    Connection(Syscalls calls, int fd, ByteQueue queue) {
        this.calls = calls;
        this.fd = fd;
        this.queue = queue;
    }

    /** Makes it stand for a new connection. */
    void reset(long newNumber) {
        number = newNumber;
        peer = null;
        open = true;
        interest = Poller.READ;
        reading = true;
        ended = false;
        unfinished = false;
    }

    @Override
    public long number() {
        return number;
    }

    /** Asked of the kernel when it is needed first: while nobody records, nothing is. */
    @Override
    public String peer() {
        if (peer == null) {
            try {
                peer = LoopTrace.peer(calls.peerAddress(fd));
            } catch (SyscallException e) { // it is gone already
                peer = LoopTrace.peer(null);
            }
        }
        return peer;
    }
}

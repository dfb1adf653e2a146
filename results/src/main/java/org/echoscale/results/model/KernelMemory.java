package org.echoscale.results.model;

import org.jspecify.annotations.Nullable;

/**
 * What the kernel of the whole machine holds at a moment. It does not tell whose memory it is: a connection over the loopback
 * interface has both of its ends in these figures, and so has everything else that runs.
 *
 * @param slabBytes memory of the kernel's objects: sockets, inodes, directory entries, descriptors, buffers
 * @param socketObjectBytes the part in use for TCP sockets, their inodes, files, directory entries, ports and registrations with
 *            epoll; absent for users that may not read it
 * @param stackBytes kernel stacks of all threads
 * @param pageTableBytes page tables of all processes
 * @param tcpBufferBytes what TCP has set aside for data in its sockets; small buffers are in the slab too
 * @param tcpSockets TCP sockets in use
 * @param sockets sockets of all kinds
 */
public record KernelMemory(long slabBytes, @Nullable Long socketObjectBytes, long stackBytes, long pageTableBytes,
        long tcpBufferBytes, long tcpSockets, long sockets) {
    public KernelMemory {
        Range.atLeast(0, "slabBytes", slabBytes);
        Range.atLeast(0, "socketObjectBytes", socketObjectBytes);
        Range.atLeast(0, "stackBytes", stackBytes);
        Range.atLeast(0, "pageTableBytes", pageTableBytes);
        Range.atLeast(0, "tcpBufferBytes", tcpBufferBytes);
        Range.atLeast(0, "tcpSockets", tcpSockets);
        Range.atLeast(0, "sockets", sockets);
    }

    /** Objects, stacks and page tables. Buffers are not added: their small ones would count twice. */
    public long heldBytes() {
        return slabBytes + stackBytes + pageTableBytes;
    }
}

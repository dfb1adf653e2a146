package org.echoscale.syscalls;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/**
 * What {@link Syscalls#recvMessage} fills: {@code struct msghdr} with one {@code struct iovec} that points to memory of the
 * caller's, and room for control messages, of which the time stamp of the kernel is read. See recvmsg(2), cmsg(3),
 * socket(7); the same layout wherever a pointer has 64 bits. Used by the thread that its arena belongs to.
 */
public final class ReceivedMessage {
    /** Instead of a time: the kernel gave none. */
    public static final long NO_STAMP = -1;

    // struct msghdr: name 0, its length 8, iovec 16, their number 24, control 32, its length 40, flags 48
    private static final int MSGHDR_BYTES = 56;
    private static final int MSG_IOV = 16;
    private static final int MSG_IOVLEN = 24;
    private static final int MSG_CONTROL = 32;
    private static final int MSG_CONTROLLEN = 40;
    private static final int IOVEC_BYTES = 16;
    // struct cmsghdr: length with the header 0, level 8, type 12; the data follow, then a gap up to the next 8 bytes
    private static final int CMSGHDR_BYTES = 16;
    private static final int CMSG_LEVEL = 8;
    private static final int CMSG_TYPE = 12;
    /** A struct timespec takes 32 with its header; there may be others beside it. */
    private static final int CONTROL_BYTES = 128;

    private final MemorySegment header;
    private final MemorySegment control;

    /** Receives into this memory, which must live as long as it does. */
    public ReceivedMessage(Arena arena, MemorySegment buffer) {
        MemorySegment all = arena.allocate(MSGHDR_BYTES + IOVEC_BYTES + CONTROL_BYTES, 8);
        this.header = all.asSlice(0, MSGHDR_BYTES);
        MemorySegment iovec = all.asSlice(MSGHDR_BYTES, IOVEC_BYTES);
        this.control = all.asSlice(MSGHDR_BYTES + IOVEC_BYTES, CONTROL_BYTES);
        iovec.set(JAVA_LONG, 0, buffer.address());
        iovec.set(JAVA_LONG, 8, buffer.byteSize());
        header.set(JAVA_LONG, MSG_IOV, iovec.address());
        header.set(JAVA_LONG, MSG_IOVLEN, 1);
        header.set(JAVA_LONG, MSG_CONTROL, control.address());
    }

    /**
     * When the kernel received the last segment of what was read, by {@link Syscalls#CLOCK_REALTIME}; {@link #NO_STAMP} when
     * it does not say. Segments that nobody had read when the next one came may have become one, with the time of the last.
     */
    public long arrivalNanos() {
        long end = header.get(JAVA_LONG, MSG_CONTROLLEN);
        for (long at = 0; at + CMSGHDR_BYTES <= end;) {
            long length = control.get(JAVA_LONG, at);
            if (length < CMSGHDR_BYTES) {
                break; // no control message: the call failed
            }
            if (control.get(JAVA_INT, at + CMSG_LEVEL) == Syscalls.SOL_SOCKET
                    && control.get(JAVA_INT, at + CMSG_TYPE) == Syscalls.SO_TIMESTAMPNS) {
                return control.get(JAVA_LONG, at + CMSGHDR_BYTES) * 1_000_000_000L
                        + control.get(JAVA_LONG, at + CMSGHDR_BYTES + 8);
            }
            at += (length + 7) & ~7L;
        }
        return NO_STAMP;
    }

    /** The kernel has written over the length; a call that fails leaves all of it as it was. */
    long prepared() {
        control.fill((byte) 0);
        header.set(JAVA_LONG, MSG_CONTROLLEN, CONTROL_BYTES);
        return header.address();
    }
}

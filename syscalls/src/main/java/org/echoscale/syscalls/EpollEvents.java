package org.echoscale.syscalls;

import static java.lang.foreign.ValueLayout.JAVA_INT_UNALIGNED;
import static java.lang.foreign.ValueLayout.JAVA_LONG_UNALIGNED;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/**
 * An array of {@code struct epoll_event}: 32 bits of events and 64 bits of data. On x86-64 it is packed to 12 bytes, so
 * that 32-bit programs have the same layout (sys/epoll.h); elsewhere it is 16 bytes, with the data at 8. Used by the
 * thread that its arena belongs to.
 */
public final class EpollEvents {
    private static final boolean PACKED = isPacked(System.getProperty("os.arch"));
    private static final long SIZE = PACKED ? 12 : 16;
    private static final long DATA = PACKED ? 4 : 8;

    private final MemorySegment array;
    private final int capacity;

    public EpollEvents(Arena arena, int capacity) {
        this(arena.allocate(SIZE * capacity, 8));
    }

    /** As many as fit into memory of the caller's. */
    public EpollEvents(MemorySegment array) {
        this.array = array;
        this.capacity = (int) (array.byteSize() / SIZE);
        if (capacity < 1) {
            throw new IllegalArgumentException("capacity " + capacity + " < 1");
        }
    }

    /** The size of one, in bytes. */
    public static int eventBytes() {
        return (int) SIZE;
    }

    /** Which events are ready at this place of the last wait. */
    public int events(int index) {
        return array.get(JAVA_INT_UNALIGNED, index * SIZE);
    }

    /** What the descriptor that is ready there was registered with. */
    public long data(int index) {
        return array.get(JAVA_LONG_UNALIGNED, index * SIZE + DATA);
    }

    /** The most that one wait reports. */
    public int capacity() {
        return capacity;
    }

    long address() {
        return array.address();
    }

    static void write(MemorySegment to, int events, long data) {
        to.set(JAVA_INT_UNALIGNED, 0, events);
        to.set(JAVA_LONG_UNALIGNED, DATA, data);
    }

    static boolean isPacked(String architecture) {
        return architecture.equals("amd64") || architecture.equals("x86_64");
    }
}

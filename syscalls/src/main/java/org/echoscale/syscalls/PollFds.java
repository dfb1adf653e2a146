package org.echoscale.syscalls;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/**
 * An array of {@code struct pollfd}: a descriptor (32 bits), the events asked for and those returned (16 bits each), see
 * poll(2). It grows as needed. Used by the thread that opened it.
 */
public final class PollFds implements AutoCloseable {
    private static final int SIZE = 8;

    private Arena arena = Arena.ofConfined();
    private MemorySegment array;
    private int capacity;

    public PollFds(int capacity) {
        this.capacity = Math.max(1, capacity);
        this.array = arena.allocate((long) SIZE * this.capacity, 8);
    }

    /** Writes the entry at an index; the array is made longer when it ends before. */
    public void set(int index, int fd, int events) {
        if (index >= capacity) {
            grow(index + 1);
        }
        long at = (long) index * SIZE;
        array.set(JAVA_INT, at, fd);
        array.set(JAVA_SHORT, at + 4, (short) events);
        array.set(JAVA_SHORT, at + 6, (short) 0);
    }

    public int fd(int index) {
        return array.get(JAVA_INT, (long) index * SIZE);
    }

    /** The events that the last call found. */
    public int returned(int index) {
        return array.get(JAVA_SHORT, (long) index * SIZE + 6);
    }

    public int events(int index) {
        return array.get(JAVA_SHORT, (long) index * SIZE + 4);
    }

    public long address() {
        return array.address();
    }

    @SuppressWarnings("MustBeClosed") // it lives until the array grows again, or close()
    private void grow(int atLeast) {
        int newCapacity = Math.max(atLeast, capacity * 2);
        Arena newArena = Arena.ofConfined();
        MemorySegment newArray = newArena.allocate((long) SIZE * newCapacity, 8);
        MemorySegment.copy(array, 0, newArray, 0, (long) SIZE * capacity);
        arena.close();
        arena = newArena;
        array = newArray;
        capacity = newCapacity;
    }

    @Override
    public void close() {
        arena.close();
    }
}

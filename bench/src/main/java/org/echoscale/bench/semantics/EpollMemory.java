package org.echoscale.bench.semantics;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.echoscale.syscalls.Errno;
import org.echoscale.syscalls.EpollEvents;
import org.echoscale.syscalls.SyscallException;
import org.echoscale.syscalls.Syscalls;

/**
 * How ready descriptors get from the kernel to the program: copied into memory of the program's, or seen in memory that both
 * share.
 *
 * @param ready descriptors that were ready and reported
 * @param eventBytes size of {@code struct epoll_event} here: 12 on x86-64, 16 elsewhere
 * @param bytesWritten bytes of the program's buffer that epoll_wait wrote
 * @param bytesBeyond those of them that lie behind the events reported
 * @param descriptorIs what the kernel calls the epoll descriptor
 * @param mappings mappings of an epoll descriptor in this process while it was in use
 * @param mapErrno what mmap answered when the epoll descriptor was to be mapped; 0 when it was mapped
 */
public record EpollMemory(int ready, int eventBytes, int bytesWritten, int bytesBeyond, String descriptorIs,
        long mappings, int mapErrno) implements Observation {
    private static final int READY = 3;
    private static final int ROOM = 64;
    private static final int BEHIND = 4096;

    public static EpollMemory observe() throws IOException {
        try (Lab lab = new Lab()) {
            int epoll = lab.epoll();
            for (int i = 0; i < READY; i++) {
                lab.register(epoll, lab.readable(), Syscalls.EPOLLIN);
            }
            long all = (long) ROOM * EpollEvents.eventBytes() + BEHIND;
            // A byte that is written has the same value both times, so it differs from one of the two backgrounds.
            MemorySegment onZeros = waitOn(lab, epoll, lab.memory(all).fill((byte) 0));
            MemorySegment onOnes = waitOn(lab, epoll, lab.memory(all).fill((byte) 0xff));
            int written = 0;
            int beyond = 0;
            for (long at = 0; at < all; at++) {
                if (onZeros.get(JAVA_BYTE, at) != 0 || onOnes.get(JAVA_BYTE, at) != (byte) 0xff) {
                    written++;
                    beyond += at < (long) READY * EpollEvents.eventBytes() ? 0 : 1;
                }
            }
            return new EpollMemory(READY, EpollEvents.eventBytes(), written, beyond,
                    Files.readSymbolicLink(Path.of("/proc/self/fd/" + epoll)).toString(), mappingsNow(),
                    mapErrno(lab.calls(), epoll));
        }
    }

    private static MemorySegment waitOn(Lab lab, int epoll, MemorySegment memory) throws SyscallException {
        EpollEvents room = new EpollEvents(memory.asSlice(0, (long) ROOM * EpollEvents.eventBytes()));
        int found = lab.calls().epollWait(epoll, room, Lab.LONG_MILLIS);
        if (found != READY) {
            throw new SyscallException("epoll_wait(" + epoll + ") with " + READY + " ready found " + found,
                    Errno.EINTR);
        }
        return memory;
    }

    private static long mappingsNow() throws IOException {
        try (Stream<String> lines = Files.lines(Path.of("/proc/self/maps"))) {
            return lines.filter(line -> line.contains("eventpoll")).count();
        }
    }

    private static int mapErrno(Syscalls calls, int epoll) {
        long address = calls.mapShared(epoll, BEHIND);
        if (address > 0) {
            calls.unmap(address, BEHIND);
            return 0;
        }
        return (int) -address;
    }

    @Override
    public String sentence() {
        return "epoll_wait copied " + bytesWritten + " bytes for " + ready + " ready descriptors (" + eventBytes
                + " each) into the caller's buffer and " + bytesBeyond + " beyond; the process had " + mappings
                + " mappings of an epoll descriptor (" + descriptorIs + "), and mapping one "
                + (mapErrno == 0 ? "works" : "fails with " + Errno.describe(mapErrno));
    }
}

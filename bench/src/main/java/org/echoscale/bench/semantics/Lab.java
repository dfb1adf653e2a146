package org.echoscale.bench.semantics;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.BitSet;
import org.echoscale.syscalls.EpollEvents;
import org.echoscale.syscalls.SyscallException;
import org.echoscale.syscalls.Syscalls;

/** The descriptors and the memory of one probe, all given back by {@link #close}. Used by the thread that made it. */
final class Lab implements AutoCloseable {
    /** For something that is certain to come. */
    static final int LONG_MILLIS = 5_000;
    /** For something that is not expected to come: once it is over, it did not. */
    static final int SHORT_MILLIS = 100;

    private final Syscalls calls = Syscalls.open();
    private final Arena arena = Arena.ofConfined();
    private final BitSet open = new BitSet();

    /** Two ends of a TCP connection over the loopback interface. */
    record Connection(int near, int far) {}

    Syscalls calls() {
        return calls;
    }

    MemorySegment memory(long bytes) {
        return arena.allocate(bytes, 8);
    }

    EpollEvents events(int room) {
        return new EpollEvents(arena, room);
    }

    int epoll() throws SyscallException {
        return keep(calls.epollCreate());
    }

    /** A descriptor that has something to read, and goes on having it. */
    int readable() throws SyscallException {
        int fd = keep(calls.eventfd());
        calls.signal(fd);
        return fd;
    }

    Connection connect() throws IOException {
        InetSocketAddress any = new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 0);
        int listener = keep(calls.tcpSocket(Syscalls.AF_INET));
        calls.bind(listener, any);
        calls.listen(listener, 1);
        int far = keep(calls.tcpSocket(Syscalls.AF_INET));
        calls.connect(far, calls.localAddress(listener));
        Watch.of(this, Mechanism.POLL, listener, Syscalls.POLLIN).await(LONG_MILLIS);
        int near = calls.accept(listener);
        if (near < 0) {
            throw new SyscallException("accept4(" + listener + ")", -near);
        }
        keep(near);
        calls.setOption(far, Syscalls.IPPROTO_TCP, Syscalls.TCP_NODELAY, 1);
        return new Connection(near, far);
    }

    /** Sends so many bytes at once. */
    void send(int fd, int bytes) throws SyscallException {
        int sent = calls.send(fd, memory(bytes).address(), bytes);
        if (sent != bytes) {
            throw new SyscallException("send(" + fd + ", " + bytes + " bytes)", Math.max(1, -sent));
        }
    }

    /** Sends until there is no room, and returns how much that was. Nobody reads the other end. */
    long fill(int fd) {
        MemorySegment buffer = memory(1 << 20);
        long total = 0;
        int sent;
        while ((sent = calls.send(fd, buffer.address(), (int) buffer.byteSize())) > 0) {
            total += sent;
        }
        return total;
    }

    /** Adds a descriptor to an epoll instance, with itself as the data. */
    void register(int epoll, int fd, int events) throws SyscallException {
        int result = calls.epollControl(epoll, Syscalls.EPOLL_CTL_ADD, fd, events, fd);
        if (result < 0) {
            throw new SyscallException("epoll_ctl(" + epoll + ", EPOLL_CTL_ADD, " + fd + ")", -result);
        }
    }

    private int keep(int fd) {
        open.set(fd);
        return fd;
    }

    @Override
    public void close() {
        open.stream().forEach(calls::close);
        arena.close();
        calls.close();
    }
}

package org.echoscale.bench.prove;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.net.Inet6Address;
import java.net.InetSocketAddress;
import java.time.Duration;
import org.echoscale.syscalls.Errno;
import org.echoscale.syscalls.PollFds;
import org.echoscale.syscalls.ReceivedMessage;
import org.echoscale.syscalls.SyscallException;
import org.echoscale.syscalls.Syscalls;

/**
 * A connection to an echo server that carries single bytes, of whose echoes the kernel says when they came: however late the
 * thread that reads them gets a CPU. For the thread that owns the calls.
 */
final class StampedConnection implements AutoCloseable {
    /** How long one wait lasts, until the time is looked at. */
    private static final int LOOK_MILLIS = 100;

    private final Syscalls calls;
    private final InetSocketAddress address;
    private final int fd;
    private final Arena arena = Arena.ofConfined();
    private final MemorySegment sent = arena.allocate(1);
    /** One byte, so that each echo that came in a segment of its own has a stamp of its own. */
    private final ReceivedMessage received = new ReceivedMessage(arena, arena.allocate(1));

    private StampedConnection(Syscalls calls, InetSocketAddress address, int fd) {
        this.calls = calls;
        this.address = address;
        this.fd = fd;
    }

    /** Connects, asks the kernel for stamps and waits until an echo has one, so that the server is known to serve it too. */
    static StampedConnection open(Syscalls calls, InetSocketAddress address, Duration patience) throws IOException {
        StampedConnection connection = connect(calls, address, patience);
        try {
            calls.setOption(connection.fd, Syscalls.SOL_SOCKET, Syscalls.SO_TIMESTAMPNS, 1);
            connection.awaitStamp(patience);
            return connection;
        } catch (IOException | RuntimeException e) {
            connection.close();
            throw e;
        }
    }

    /** Without stamps. */
    static StampedConnection connect(Syscalls calls, InetSocketAddress address, Duration patience) throws IOException {
        int family = address.getAddress() instanceof Inet6Address ? Syscalls.AF_INET6 : Syscalls.AF_INET;
        StampedConnection connection = new StampedConnection(calls, address, calls.tcpSocket(family));
        try {
            calls.setOption(connection.fd, Syscalls.IPPROTO_TCP, Syscalls.TCP_NODELAY, 1);
            int result = calls.connect(connection.fd, address);
            if (result == -Errno.EINPROGRESS) {
                connection.await(Syscalls.POLLOUT, System.nanoTime() + patience.toNanos());
                result = -calls.socketError(connection.fd);
            }
            if (result < 0) {
                throw new SyscallException("connect(" + connection.fd + ", " + address + ")", -result);
            }
            return connection;
        } catch (IOException | RuntimeException e) {
            connection.close();
            throw e;
        }
    }

    /** The kernel begins to stamp a moment after it was asked to, so the first echoes may have none. */
    void awaitStamp(Duration patience) throws IOException {
        long deadline = System.nanoTime() + patience.toNanos();
        do {
            if (System.nanoTime() - deadline > 0) {
                throw new IOException(
                        "the kernel gives no time stamps of what it receives (SO_TIMESTAMPNS of a connection to "
                                + address
                                + "), and without them the proof has no witness; use a Linux kernel that does");
            }
            exchange(patience);
        } while (received.arrivalNanos() == ReceivedMessage.NO_STAMP);
    }

    /** Sends a byte and sleeps until its echo is there. */
    void exchange(Duration patience) throws IOException {
        long deadline = System.nanoTime() + patience.toNanos();
        send();
        while (!read()) {
            await(Syscalls.POLLIN, deadline);
        }
    }

    /** Sends one byte and does not wait. */
    void send() throws IOException {
        int result = calls.send(fd, sent.address(), 1);
        if (result != 1) {
            throw new SyscallException("send(" + fd + ", 1 byte)", -result);
        }
    }

    /** Reads the next byte; false when none is there. */
    boolean read() throws IOException {
        int result = calls.recvMessage(fd, received);
        if (result == -Errno.EAGAIN) {
            return false;
        }
        if (result < 0) {
            throw new SyscallException("recvmsg(" + fd + ")", -result);
        }
        if (result == 0) {
            throw new IOException(address + " closed a connection instead of sending an echo");
        }
        return true;
    }

    /** When the byte that was read last came, by the real-time clock. */
    long arrivalNanos() throws IOException {
        long arrival = received.arrivalNanos();
        if (arrival == ReceivedMessage.NO_STAMP) {
            throw new IOException("the kernel gave no time stamp of an echo from " + address + "; try again");
        }
        return arrival;
    }

    /** Sleeps until the next byte is there: a thread that spins could keep the server from its CPU. */
    void awaitByte(long deadline) throws IOException {
        await(Syscalls.POLLIN, deadline);
    }

    private void await(int event, long deadline) throws IOException {
        try (PollFds fds = new PollFds(1)) {
            fds.set(0, fd, event);
            while (calls.poll(fds.address(), 1, LOOK_MILLIS) == 0) {
                if (System.nanoTime() - deadline > 0) {
                    throw new IOException("the server at " + address + " did not answer in time");
                }
            }
        }
    }

    @Override
    public void close() {
        calls.close(fd);
        arena.close();
    }
}

package org.echoscale.bench.load;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.net.Inet6Address;
import java.net.InetSocketAddress;
import org.echoscale.syscalls.Errno;
import org.echoscale.syscalls.PollFds;
import org.echoscale.syscalls.SyscallException;
import org.echoscale.syscalls.Syscalls;

/**
 * Short conversations with a server, one after the other: connect, one message, its reply, reset. For the thread that
 * opened it, which does the sending and receiving itself.
 *
 * <p>
 * The reset leaves no port in TIME_WAIT on either side, and the connections come from {@value #SOURCES} addresses in turn,
 * so that connect(2) finds a free port at once, however many conversations there were.
 */
public final class Conversations implements AutoCloseable {
    /** Addresses of the loopback net that are connected from. */
    static final int SOURCES = 8;
    private static final int PATIENCE_MILLIS = 1000;

    private final Syscalls calls = Syscalls.open();
    private final Arena arena = Arena.ofConfined();
    private final PollFds poll = new PollFds(1);
    private final MemorySegment buffer;
    private final Pattern pattern;
    private final int bytes;
    private final InetSocketAddress server;
    private final Sources sources;
    private long conversations;

    private Conversations(InetSocketAddress server, Sources sources, int bytes, long seed) {
        this.server = server;
        this.sources = sources;
        this.bytes = bytes;
        this.buffer = arena.allocate(bytes, 64);
        this.pattern = new Pattern(arena, seed, bytes);
    }

    /**
     * With this server.
     *
     * @param bytes length of each message, 1 or more
     * @param seed where its content comes from
     */
    public static Conversations with(InetSocketAddress server, int bytes, long seed) throws IOException {
        if (bytes < 1) {
            throw new IllegalArgumentException("bytes " + bytes + " < 1");
        }
        return new Conversations(server, Sources.of(server.getAddress(), SOURCES), bytes, seed);
    }

    /**
     * One conversation.
     *
     * @return the bytes that came back, each of them right
     * @throws IOException when it cannot be had, or something else comes back
     */
    public int converse() throws IOException {
        int fd = calls.tcpSocket(
                server.getAddress() instanceof Inet6Address ? Syscalls.AF_INET6 : Syscalls.AF_INET);
        try {
            calls.setOption(fd, Syscalls.IPPROTO_TCP, Syscalls.TCP_NODELAY, 1);
            sources.bind(calls, fd, conversations);
            int result = calls.connect(fd, server);
            if (result < 0 && result != -Errno.EINPROGRESS) {
                throw new SyscallException("connect(" + fd + ")", -result);
            }
            return exchange(fd, Pattern.base((int) (conversations & 0xFFFF)));
        } finally {
            conversations++;
            calls.resetOnClose(fd);
            calls.close(fd);
        }
    }

    private int exchange(int fd, int base) throws IOException {
        int sent = send(fd, base, 0); // on loopback the handshake is over when connect(2) returns
        int received = 0;
        long givenUpAt = 0;
        while (received < bytes) {
            poll.set(0, fd, sent < bytes ? Syscalls.POLLIN | Syscalls.POLLOUT : Syscalls.POLLIN);
            int ready = calls.poll(poll.address(), 1, PATIENCE_MILLIS);
            if (ready < 0) {
                throw new SyscallException("poll(1)", -ready);
            }
            if (ready == 0) { // also when a signal came, as a profiler sends them
                givenUpAt = checkPatience(givenUpAt);
                continue;
            }
            givenUpAt = 0;
            if ((poll.returned(0) & ~Syscalls.POLLOUT) != 0) {
                received += receive(fd, base, received);
            }
            if (sent < bytes) {
                sent += send(fd, base, sent);
            }
        }
        return received;
    }

    /** Nothing happens: since when is known from the second time on. */
    private static long checkPatience(long givenUpAt) throws IOException {
        if (Thread.currentThread().isInterrupted()) {
            throw new InterruptedIOException("interrupted in a conversation");
        }
        long now = System.nanoTime();
        if (givenUpAt != 0 && now - givenUpAt > 0) {
            throw new IOException("no reply within " + LoadGenerator.PATIENCE_NANOS / 1_000_000_000 + " s");
        }
        return givenUpAt == 0 ? now + LoadGenerator.PATIENCE_NANOS : givenUpAt;
    }

    private int send(int fd, int base, int sent) throws SyscallException {
        int taken = calls.send(fd, pattern.address(base, sent), bytes - sent);
        if (taken < 0 && taken != -Errno.EAGAIN) {
            throw new SyscallException("send(" + fd + ")", -taken);
        }
        return Math.max(0, taken);
    }

    private int receive(int fd, int base, int received) throws IOException {
        int read = calls.recv(fd, buffer.address(), bytes - received);
        if (read < 0 && read != -Errno.EAGAIN) {
            throw new SyscallException("recv(" + fd + ")", -read);
        }
        if (read == 0) {
            throw new IOException("closed by the server after " + received + " of " + bytes + " bytes");
        }
        if (read > 0 && !pattern.matches(base, received, buffer, read)) {
            throw new IOException("other bytes came back than were sent");
        }
        return Math.max(0, read);
    }

    @Override
    public void close() {
        poll.close();
        arena.close();
        calls.close();
    }
}

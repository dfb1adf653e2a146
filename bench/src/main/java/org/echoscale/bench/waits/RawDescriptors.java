package org.echoscale.bench.waits;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Arrays;
import java.util.BitSet;
import org.echoscale.syscalls.Errno;
import org.echoscale.syscalls.PollFds;
import org.echoscale.syscalls.SyscallException;
import org.echoscale.syscalls.Syscalls;
import org.jspecify.annotations.Nullable;

/** Descriptors that are waited for by the system's own calls. */
final class RawDescriptors implements Waitables {
    private static final int BACKLOG = 4096;
    private static final int ACCEPT_PATIENCE_MILLIS = 60_000;
    private static final int CLOSED = -1;

    private final Syscalls calls;
    private final int[] fds;
    private final int[] wakers;
    private final BitSet wakeable;
    private @Nullable PeerProcess peers;

    private RawDescriptors(Syscalls calls, BitSet wakeable, int size) {
        this.calls = calls;
        this.wakeable = wakeable;
        this.fds = new int[size];
        this.wakers = new int[size];
        Arrays.fill(fds, CLOSED);
        Arrays.fill(wakers, CLOSED);
    }

    /** Opens them. */
    static RawDescriptors open(Syscalls calls, Kind kind, int size, long openFiles) throws IOException {
        BitSet wakeable = new BitSet(size);
        wakeable.set(0, size);
        RawDescriptors all = new RawDescriptors(calls,
                kind == Kind.TCP ? Wakeable.sockets(size, openFiles) : wakeable, size);
        try {
            switch (kind) {
                case TCP -> all.openSockets();
                case PIPE -> all.openPipes();
                case EVENTFD -> all.openEventfds();
            }
            return all;
        } catch (IOException | RuntimeException e) {
            all.close();
            throw e;
        }
    }

    private void openEventfds() throws SyscallException {
        for (int i = 0; i < fds.length; i++) {
            fds[i] = calls.eventfd();
            wakers[i] = fds[i];
        }
    }

    private void openPipes() throws SyscallException {
        for (int i = 0; i < fds.length; i++) {
            Syscalls.Pipe pipe = calls.pipe();
            fds[i] = pipe.readEnd();
            wakers[i] = pipe.writeEnd();
        }
    }

    private void openSockets() throws IOException {
        int here = calls.tcpSocket(Syscalls.AF_INET);
        try {
            InetSocketAddress hereAddress = listen(here);
            int elsewhere = calls.tcpSocket(Syscalls.AF_INET);
            try {
                InetSocketAddress elsewhereAddress = listen(elsewhere);
                int others = fds.length - wakeable.cardinality();
                if (others > 0) {
                    peers = PeerProcess.start(elsewhereAddress, others);
                }
                for (int i = 0; i < fds.length; i++) {
                    if (wakeable.get(i)) {
                        wakers[i] = connect(hereAddress);
                        fds[i] = accept(here);
                    } else {
                        fds[i] = accept(elsewhere);
                    }
                }
            } finally {
                calls.close(elsewhere);
            }
        } finally {
            calls.close(here);
        }
    }

    private InetSocketAddress listen(int listener) throws IOException {
        calls.bind(listener, new InetSocketAddress(InetAddress.getByAddress(new byte[]{127, 0, 0, 1}), 0));
        calls.listen(listener, BACKLOG);
        return calls.localAddress(listener);
    }

    private int connect(InetSocketAddress address) throws SyscallException {
        int fd = calls.tcpSocket(Syscalls.AF_INET);
        try {
            // Else what makes ready waits for the acknowledgement of what did so before.
            calls.setOption(fd, Syscalls.IPPROTO_TCP, Syscalls.TCP_NODELAY, 1);
            int result = calls.connect(fd, address);
            if (result < 0 && result != -Errno.EINPROGRESS) {
                throw new SyscallException("connect(" + fd + ", " + address + ")", -result);
            }
            return fd;
        } catch (SyscallException e) {
            calls.close(fd);
            throw e;
        }
    }

    private int accept(int listener) throws IOException {
        while (true) {
            int fd = calls.accept(listener);
            if (fd >= 0) {
                return fd;
            }
            if (fd != -Errno.EAGAIN) {
                throw new SyscallException("accept4(" + listener + ")", -fd);
            }
            try (PollFds one = new PollFds(1)) {
                one.set(0, listener, Syscalls.POLLIN);
                if (calls.poll(one.address(), 1, ACCEPT_PATIENCE_MILLIS) <= 0) {
                    throw new IOException("no connection came within " + ACCEPT_PATIENCE_MILLIS / 1000 + " s"
                            + (peers == null ? "" : "; the helper process said: " + peers.said()));
                }
            }
        }
    }

    @Override
    public BitSet wakeable() {
        return wakeable;
    }

    @Override
    public void makeReady(int index) {
        check(calls.signal(wakers[index]), "write", wakers[index]);
    }

    @Override
    public void consume(int index) {
        check(calls.drain(fds[index]), "read", fds[index]);
    }

    private static void check(int result, String call, int fd) {
        if (result < 0) {
            throw new UncheckedIOException(new SyscallException(call + "(" + fd + ")", -result));
        }
    }

    @Override
    public Waiter arm(Mechanism mechanism, int descriptors) {
        return switch (mechanism) {
            case SELECT_BITMAP -> new SelectWaiter(calls, fds, descriptors);
            case POLL -> new PollWaiter(calls, fds, descriptors);
            case EPOLL_LT -> new EpollWaiter(calls, fds, descriptors, Syscalls.EPOLLIN);
            case EPOLL_ET -> new EpollWaiter(calls, fds, descriptors, Syscalls.EPOLLIN | Syscalls.EPOLLET);
            case SELECTOR -> throw new IllegalArgumentException("selector waits for channels");
        };
    }

    /** Connections are reset, so that no port stays in TIME_WAIT. */
    @Override
    public void close() {
        if (peers != null) {
            peers.close();
        }
        for (int i = 0; i < fds.length; i++) {
            if (wakers[i] != CLOSED && wakers[i] != fds[i]) {
                calls.resetOnClose(wakers[i]);
                calls.close(wakers[i]);
            }
            if (fds[i] != CLOSED) {
                calls.resetOnClose(fds[i]);
                calls.close(fds[i]);
            }
        }
        Arrays.fill(fds, CLOSED);
        Arrays.fill(wakers, CLOSED);
        peers = null;
    }
}

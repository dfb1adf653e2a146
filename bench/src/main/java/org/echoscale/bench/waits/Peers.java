package org.echoscale.bench.waits;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Arrays;
import org.echoscale.syscalls.Errno;
import org.echoscale.syscalls.SyscallException;
import org.echoscale.syscalls.Syscalls;

/** Connections that nobody talks on, in the helper process. For the thread that opened them. */
public final class Peers implements AutoCloseable {
    /** Above some 14,000 connections from one address to one port, connect(2) looks for a free port for long. */
    private static final int CONNECTIONS_A_SOURCE = 5_000;

    private final Syscalls calls = Syscalls.open();
    private final int[] fds;
    private int opened;

    private Peers(int connections) {
        fds = new int[connections];
    }

    /** Opens them to a listener on the loopback interface. */
    public static Peers open(InetSocketAddress listener, int connections) throws IOException {
        Peers peers = new Peers(connections);
        try {
            while (peers.opened < connections) {
                peers.connect(listener);
            }
            return peers;
        } catch (IOException | RuntimeException e) {
            peers.close();
            throw e;
        }
    }

    private void connect(InetSocketAddress listener) throws IOException {
        int fd = calls.tcpSocket(Syscalls.AF_INET);
        fds[opened] = fd;
        InetAddress source = InetAddress.getByAddress(
                new byte[]{127, 0, 0, (byte) (2 + opened / CONNECTIONS_A_SOURCE)});
        opened++;
        calls.setOption(fd, Syscalls.IPPROTO_IP, Syscalls.IP_BIND_ADDRESS_NO_PORT, 1);
        calls.bind(fd, new InetSocketAddress(source, 0));
        int result = calls.connect(fd, listener);
        if (result < 0 && result != -Errno.EINPROGRESS) {
            throw new SyscallException("connect(" + fd + ", " + listener + ")", -result);
        }
    }

    /** How many there are. */
    public int opened() {
        return opened;
    }

    /** Resets them, which leaves no port in TIME_WAIT. */
    @Override
    public void close() {
        Arrays.stream(fds, 0, opened).forEach(fd -> {
            calls.resetOnClose(fd);
            calls.close(fd);
        });
        opened = 0;
        calls.close();
    }
}

package org.echoscale.bench.waits;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.Arrays;
import org.echoscale.bench.load.Sources;
import org.echoscale.syscalls.Errno;
import org.echoscale.syscalls.SyscallException;
import org.echoscale.syscalls.Syscalls;

/** Connections that nobody talks on, in the helper process. For the thread that opened them. */
public final class Peers implements AutoCloseable {
    private final Syscalls calls = Syscalls.open();
    private final Sources sources;
    private final int[] fds;
    private int opened;

    private Peers(Sources sources, int connections) {
        this.sources = sources;
        fds = new int[connections];
    }

    /** Opens them to a listener on the loopback interface. */
    public static Peers open(InetSocketAddress listener, int connections) throws IOException {
        Peers peers = new Peers(Sources.forOpen(listener.getAddress(), connections), connections);
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
        int number = opened++;
        sources.bind(calls, fd, number);
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

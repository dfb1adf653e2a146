package org.echoscale.ffm;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.echoscale.core.ServerCounters;
import org.echoscale.core.ServerOptions;
import org.echoscale.core.trace.LoopTrace;
import org.echoscale.core.trace.Woken;
import org.echoscale.syscalls.Errno;
import org.echoscale.syscalls.SyscallException;
import org.echoscale.syscalls.Syscalls;
import org.jspecify.annotations.Nullable;

/**
 * The event loop: waits for what is ready, and for each ready connection reads, and writes back at once. One thread runs
 * it and owns all of its fields except the queue of newcomers, the counters and the flag that ends it.
 *
 * <p>
 * Level-triggered, a connection is read once per report: what is left is reported again. Edge-triggered, it is read until
 * nothing is left, because it is not reported again; a read that does not fill the buffer has drained the socket, as
 * epoll(7) says for streams, unless the end, an error or urgent data was reported too. To stay fair, a turn ends after
 * {@value #READS_A_TURN} reads; the rest is read in the next round, which then does not wait.
 *
 * <p>
 * Connections are accepted at the end of a round: until then no descriptor closed in the round can come back as another
 * connection, so that no event is taken for another's.
 */
final class EventLoop {
    private static final int READS_A_TURN = 16;
    private static final int ACCEPTS_A_ROUND = 128;
    /** How long accepting rests when it fails, say without descriptors, and none of ours is closed meanwhile. */
    private static final int ACCEPT_PAUSE_MILLIS = 50;

    private static final int NO_TIMEOUT = -1;
    /** Instead of an errno: a connection that ends as it should. */
    private static final int END_OF_STREAM = 0;

    private final Syscalls calls;
    private final Poller poller;
    private final ServerCounters counters;
    private final FfmServer server;
    private final int listener;
    private final int wakeup;
    private final Arena arena = Arena.ofConfined();
    private final MemorySegment buffer;
    private final long bufferAddress;
    private final int bufferBytes;
    private final int maxQueuedBytes;
    private final boolean tcpNoDelay;
    private final boolean edgeTriggered;
    private final ChunkPool chunks;
    private @Nullable Connection[] connections = new Connection[64];
    private Connection[] unfinished = new Connection[64];
    private int unfinishedCount;
    /** Descriptors that the poller has been given: the connections, the wakeup and the listener. */
    private int watched;
    private boolean acceptMore;
    private boolean acceptPaused;
    private long acceptPausedUntil;

    private final ConcurrentLinkedQueue<Integer> newcomers = new ConcurrentLinkedQueue<>();
    private volatile boolean closing;
    /** Whether nobody takes newcomers in any more. */
    private volatile boolean ended;

    /**
     * A loop with its poller, which it closes in the end. Called by the thread that runs it.
     *
     * @param server decides which loop serves a connection that this one accepts
     * @param listener the listening socket, or -1 when another loop accepts
     * @param wakeup an eventfd, signalled after {@link #adopt} and {@link #stop}
     */
    static EventLoop open(Syscalls calls, Poller poller, ServerCounters counters, FfmServer server, int listener,
            int wakeup, ServerOptions options) throws SyscallException {
        EventLoop loop;
        try {
            loop = new EventLoop(calls, poller, counters, server, listener, wakeup, options);
        } catch (OutOfMemoryError e) {
            poller.close();
            throw e;
        }
        try {
            loop.watch(wakeup);
            if (listener >= 0) {
                loop.watch(listener);
            }
            return loop;
        } catch (SyscallException e) {
            loop.release();
            throw e;
        }
    }

    private EventLoop(Syscalls calls, Poller poller, ServerCounters counters, FfmServer server, int listener,
            int wakeup,
            ServerOptions options) {
        this.calls = calls;
        this.poller = poller;
        this.counters = counters;
        this.server = server;
        this.listener = listener;
        this.wakeup = wakeup;
        this.bufferBytes = options.bufferBytes();
        this.maxQueuedBytes = options.maxQueuedBytes();
        this.tcpNoDelay = options.tcpNoDelay();
        this.buffer = allocateOrClose(arena, bufferBytes);
        this.bufferAddress = buffer.address();
        this.edgeTriggered = poller.edgeTriggered();
        this.chunks = server.newPool();
    }

    private static MemorySegment allocateOrClose(Arena arena, int bytes) {
        try {
            return arena.allocate(bytes, 64);
        } catch (OutOfMemoryError e) {
            arena.close();
            throw e;
        }
    }

    private void watch(int fd) throws SyscallException {
        if (!poller.accepts(fd)) {
            throw new SyscallException("watching descriptor " + fd + " with a set of 1024", Errno.EINVAL);
        }
        poller.add(fd, Poller.READ);
        watched++;
    }

    // ---- from any thread ----

    /**
     * Gives the loop a connection that another one accepted; signal its wakeup afterwards. A loop that has ended closes it.
     *
     * @param callers the calls of the thread that calls this
     */
    void adopt(Syscalls callers, int fd) {
        newcomers.add(fd);
        if (ended) {
            closeNewcomers(callers);
        }
    }

    /** Makes the loop end at its next round; signal its wakeup afterwards. */
    void stop() {
        closing = true;
    }

    // ---- the loop ----

    /** Serves until it is stopped; then all of its connections are closed. */
    void run() throws SyscallException {
        try {
            while (!closing) {
                round();
            }
        } finally {
            release();
        }
    }

    private void round() throws SyscallException {
        int timeoutMillis = timeoutMillis();
        Woken wait = LoopTrace.waiting(watched, timeoutMillis);
        int ready = poller.await(timeoutMillis);
        LoopTrace.woken(wait, ready);
        counters.waited(ready);
        boolean accept = acceptMore;
        boolean woken = false;
        serveUnfinished();
        for (int i = 0; i < ready; i++) {
            int fd = poller.fd(i);
            if (fd == listener) {
                accept = true;
            } else if (fd == wakeup) {
                woken = true;
            } else {
                serve(fd, poller.events(i));
            }
        }
        if (woken) {
            calls.drain(wakeup);
            takeNewcomersIn();
        }
        if (acceptPaused && System.nanoTime() - acceptPausedUntil >= 0) {
            resumeAccepting();
        }
        if (accept && !acceptPaused) {
            accept();
        }
    }

    private int timeoutMillis() {
        if (unfinishedCount > 0 || acceptMore) {
            return 0;
        }
        return acceptPaused ? ACCEPT_PAUSE_MILLIS : NO_TIMEOUT;
    }

    private void serve(int fd, int events) throws SyscallException {
        Connection connection = connections[fd];
        if (connection == null || !connection.open) {
            return; // closed earlier in this round
        }
        if ((events & (Poller.WRITE | Poller.BROKEN_OR_ENDED)) != 0 && connection.queue.size() > 0) {
            writeQueued(connection);
        }
        if ((events & (Poller.READ | Poller.BROKEN_OR_ENDED)) != 0 && connection.open && connection.reading) {
            if (edgeTriggered) {
                readAll(connection, (events & (Poller.BROKEN_OR_ENDED | Poller.URGENT)) != 0);
            } else {
                echoOnce(connection);
            }
        }
    }

    /** Reads until nothing is left or the turn is over. */
    private void readAll(Connection connection, boolean untilEnd) throws SyscallException {
        for (int reads = 0; reads < READS_A_TURN; reads++) {
            int read = echoOnce(connection);
            if (read <= 0 || !connection.reading || (read < bufferBytes && !untilEnd)) {
                return;
            }
        }
        if (!connection.unfinished) {
            connection.unfinished = true;
            if (unfinishedCount == unfinished.length) {
                unfinished = Arrays.copyOf(unfinished, unfinishedCount * 2);
            }
            unfinished[unfinishedCount++] = connection;
        }
    }

    /** Gives each connection whose turn ended too early another one; those that need yet another are put on the list anew. */
    private void serveUnfinished() throws SyscallException {
        int count = unfinishedCount;
        unfinishedCount = 0;
        for (int i = 0; i < count; i++) {
            Connection connection = unfinished[i];
            if (connection.unfinished) { // a connection closed since has this off
                connection.unfinished = false;
                if (connection.reading) {
                    readAll(connection, true); // whether the end was reported is forgotten: read until it says so
                }
            }
        }
    }

    /** Reads once and writes it back; what finds no room is queued. Returns the bytes read, 0 or less for none. */
    private int echoOnce(Connection connection) throws SyscallException {
        int read = calls.recv(connection.fd, bufferAddress, bufferBytes);
        if (read > 0) {
            counters.read(read);
            LoopTrace.received(connection, read);
            echo(connection, read);
        } else if (read == 0) {
            counters.read(0);
            endOfStream(connection);
        } else if (read == -Errno.EAGAIN) {
            counters.read(0);
        } else {
            close(connection, 0, -read);
        }
        return read;
    }

    private void echo(Connection connection, int length) throws SyscallException {
        int sent = 0;
        if (connection.queue.size() == 0) {
            sent = calls.send(connection.fd, bufferAddress, length);
            if (sent == length) {
                counters.wrote(length);
                LoopTrace.sent(connection, length, 0);
                return;
            }
            if (sent < 0) {
                if (sent != -Errno.EAGAIN) {
                    close(connection, length, -sent);
                    return;
                }
                sent = 0;
            }
            counters.wrote(sent);
            LoopTrace.sent(connection, sent, 0);
        }
        try {
            connection.queue.add(buffer, sent, length - sent);
        } catch (OutOfMemoryError e) {
            close(connection, 0, Errno.ENOMEM); // no memory for this one's queue; the others have theirs
            return;
        }
        connection.reading = connection.queue.size() < maxQueuedBytes;
        LoopTrace.queued(connection, length - sent, connection.queue.size(), connection.reading);
        updateInterest(connection);
    }

    private void writeQueued(Connection connection) throws SyscallException {
        ByteQueue queue = connection.queue;
        while (queue.size() > 0) {
            int length = queue.firstLength();
            int sent = calls.send(connection.fd, queue.firstAddress(), length);
            if (sent < 0) {
                if (sent != -Errno.EAGAIN) {
                    close(connection, 0, -sent);
                    return;
                }
                sent = 0;
            }
            counters.wrote(sent);
            queue.remove(sent);
            LoopTrace.sent(connection, sent, queue.size());
            if (sent < length) {
                return; // no more room: write interest stays on
            }
        }
        LoopTrace.queueEmpty(connection);
        if (connection.ended) {
            close(connection, 0, END_OF_STREAM);
        } else {
            connection.reading = true;
            updateInterest(connection); // edge-triggered, this reports again what came while it was not read
        }
    }

    private void endOfStream(Connection connection) throws SyscallException {
        if (connection.queue.size() == 0) {
            close(connection, 0, END_OF_STREAM);
        } else {
            connection.ended = true;
            connection.reading = false;
            updateInterest(connection);
        }
    }

    private void updateInterest(Connection connection) throws SyscallException {
        int interest = (connection.reading ? Poller.READ : 0) | (connection.queue.size() > 0 ? Poller.WRITE : 0);
        if (interest != connection.interest) {
            connection.interest = interest;
            poller.modify(connection.fd, interest);
        }
    }

    /** Closes a connection whose queue, and so many bytes more, will never be sent; for an error, or at its end. */
    private void close(Connection connection, int unechoed, int errno) throws SyscallException {
        long unsent = connection.queue.size() + (long) unechoed;
        counters.discarded(unsent);
        LoopTrace.closing(connection, errno == END_OF_STREAM ? LoopTrace.END_OF_STREAM : Errno.describe(errno), unsent);
        connection.queue.clear();
        connection.open = false;
        connection.reading = false;
        connection.unfinished = false;
        poller.remove(connection.fd);
        watched--;
        calls.close(connection.fd);
        counters.closed();
        if (acceptPaused) {
            resumeAccepting(); // there is a descriptor again
        }
    }

    // ---- accepting ----

    private void accept() throws SyscallException {
        acceptMore = false;
        for (int i = 0; i < ACCEPTS_A_ROUND; i++) {
            int fd = calls.accept(listener);
            if (fd >= 0) {
                server.assign(this, calls, fd);
            } else if (fd == -Errno.EAGAIN) {
                return;
            } else if (fd == -Errno.EBADF || fd == -Errno.EINVAL || fd == -Errno.ENOTSOCK) {
                throw new SyscallException("accept4(" + listener + ")", -fd);
            } else {
                counters.acceptFailed();
                LoopTrace.acceptFailed(Errno.describe(-fd));
                if (!isOfOneConnection(-fd)) {
                    pauseAccepting();
                    return;
                }
            }
        }
        acceptMore = true;
    }

    /**
     * Whether accept(2) reports with it that one connection was gone before it was accepted, so that the next one can be
     * accepted at once. Anything else, a shortage above all, would come again at once.
     */
    static boolean isOfOneConnection(int errno) {
        return switch (errno) {
            case Errno.ECONNABORTED, Errno.ENETDOWN, Errno.EPROTO, Errno.ENOPROTOOPT, Errno.EHOSTDOWN, Errno.ENONET,
                    Errno.EHOSTUNREACH, Errno.EOPNOTSUPP, Errno.ENETUNREACH ->
                true;
            default -> false;
        };
    }

    private void pauseAccepting() throws SyscallException {
        acceptPaused = true;
        acceptPausedUntil = System.nanoTime() + ACCEPT_PAUSE_MILLIS * 1_000_000L;
        poller.modify(listener, 0);
    }

    private void resumeAccepting() throws SyscallException {
        acceptPaused = false;
        poller.modify(listener, Poller.READ); // edge-triggered, this reports again those who wait
    }

    private void takeNewcomersIn() throws SyscallException {
        for (Integer fd = newcomers.poll(); fd != null; fd = newcomers.poll()) {
            takeIn(fd);
        }
    }

    /** Takes a new connection in, or refuses it when the poller cannot watch its descriptor. */
    void takeIn(int fd) throws SyscallException {
        if (!poller.accepts(fd)) {
            refuse(fd, "too high to be watched");
            return;
        }
        if (fd >= connections.length) {
            connections = Arrays.copyOf(connections, Math.max(fd + 1, connections.length * 2));
        }
        Connection connection = connections[fd];
        if (connection == null) {
            connection = new Connection(calls, fd, new ByteQueue(chunks));
            connections[fd] = connection;
        }
        try {
            if (tcpNoDelay) {
                calls.setOption(fd, Syscalls.IPPROTO_TCP, Syscalls.TCP_NODELAY, 1);
            }
            poller.add(fd, Poller.READ);
        } catch (SyscallException e) { // say, fs.epoll.max_user_watches is reached: this one cannot be served
            refuse(fd, Errno.describe(e.errno()));
            return;
        }
        watched++;
        connection.reset(server.nextNumber());
        counters.accepted();
        LoopTrace.accepted(connection);
    }

    private void refuse(int fd, String reason) {
        counters.refused();
        LoopTrace.refused(fd, reason);
        calls.resetOnClose(fd);
        calls.close(fd);
    }

    private void closeNewcomers(Syscalls callers) {
        for (Integer fd = newcomers.poll(); fd != null; fd = newcomers.poll()) {
            callers.close(fd);
        }
    }

    private void release() {
        ended = true; // before it looks, so that of two threads at least one finds what comes meanwhile
        closeNewcomers(calls);
        for (Connection connection : connections) {
            if (connection != null && connection.open) {
                counters.discarded(connection.queue.size());
                LoopTrace.closing(connection, LoopTrace.SERVER_ENDS, connection.queue.size());
                connection.queue.clear();
                connection.open = false;
                calls.close(connection.fd);
                counters.closed();
            }
        }
        chunks.close();
        poller.close();
        arena.close();
    }
}

package org.echoscale.bench.load;

import static org.echoscale.syscalls.Syscalls.EPOLLET;
import static org.echoscale.syscalls.Syscalls.EPOLLIN;
import static org.echoscale.syscalls.Syscalls.EPOLLOUT;
import static org.echoscale.syscalls.Syscalls.EPOLLRDHUP;
import static org.echoscale.syscalls.Syscalls.EPOLL_CTL_ADD;
import static org.echoscale.syscalls.Syscalls.EPOLL_CTL_MOD;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.net.Inet6Address;
import java.net.InetSocketAddress;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.BooleanSupplier;
import org.echoscale.syscalls.EpollEvents;
import org.echoscale.syscalls.Errno;
import org.echoscale.syscalls.SyscallException;
import org.echoscale.syscalls.Syscalls;
import org.jspecify.annotations.Nullable;

/**
 * Open connections to one server, numbered: the active ones are 0 to {@code active - 1}, the idle ones follow, and which
 * descriptor got which number is random. A connection counts as open only after the server has echoed a greeting of
 * {@value #GREETING} bytes on it: a connect alone succeeds also when nobody ever accepts. Used by the generator's thread.
 *
 * <p>
 * An idle connection costs four bytes here and an entry in the kernel's epoll set. It is watched level-triggered; an active
 * one edge-triggered, which spares the kernel a second look at each socket whose message was taken.
 */
final class Connections implements AutoCloseable {
    /** Bytes that open each stream; messages begin behind them. */
    static final int GREETING = 16;
    /** Below half of the backlog of our servers and of the usual {@code net.core.somaxconn}: no SYN is ever dropped. */
    private static final int MOST_IN_FLIGHT = 1024;
    private static final int CONNECTS_A_ROUND = 32;
    private static final int CLOSED = -1;
    /** What is watched of an active connection: a change is reported once, and the end of the stream with what came before it. */
    private static final int EDGES = EPOLLIN | EPOLLRDHUP | EPOLLET;

    private final Syscalls calls;
    private final int epoll;
    private final EpollEvents events;
    private final Pattern pattern;
    private final MemorySegment buffer;
    private final BooleanSupplier cancelled;
    private final int[] descriptors;
    private final Target target;
    private final Sources sources;
    private int opened;
    private int failed;
    private int lost;
    private int lostByServer;
    private long firstLostNanos;
    private long lastLostNanos;
    private long openNanos;
    private @Nullable String firstFailure;

    private Connections(Syscalls calls, EpollEvents events, Pattern pattern, MemorySegment buffer,
            BooleanSupplier cancelled, Target target, int size) throws SyscallException {
        this.calls = calls;
        this.epoll = calls.epollCreate();
        this.events = events;
        this.pattern = pattern;
        this.buffer = buffer;
        this.cancelled = cancelled;
        this.target = target;
        this.sources = target.reflects()
                ? new Sources(List.of())
                : Sources.forOpen(target.address().getAddress(), size);
        this.descriptors = new int[size];
        Arrays.fill(descriptors, CLOSED);
    }

    /**
     * Opens them. Those that fail are counted, and the first cause is kept.
     *
     * @param cancelled asked before each wait: whether to stop at once
     * @param patienceNanos time without any progress after which the rest is given up
     * @throws IOException when this side cannot go on: no descriptor left
     */
    static Connections open(Syscalls calls, EpollEvents events, Pattern pattern, MemorySegment buffer, Target target,
            Crowd crowd, BooleanSupplier cancelled, long patienceNanos) throws IOException {
        Connections connections = new Connections(calls, events, pattern, buffer, cancelled, target,
                crowd.connections());
        try {
            connections.connectAll(numbers(crowd), patienceNanos);
            connections.watchEdges(crowd.active());
            return connections;
        } catch (IOException | RuntimeException e) {
            connections.close();
            throw e;
        }
    }

    /** The numbers 0 to n - 1 in random order: the connection that is opened k-th gets the k-th of them. */
    private static int[] numbers(Crowd crowd) {
        SplittableRandom random = new SplittableRandom(crowd.seed());
        int[] numbers = new int[crowd.connections()];
        for (int i = 0; i < numbers.length; i++) {
            int j = random.nextInt(i + 1);
            numbers[i] = numbers[j];
            numbers[j] = i;
        }
        return numbers;
    }

    // ---- opening ----

    private void connectAll(int[] numbers, long patienceNanos) throws IOException {
        byte[] greeted = new byte[numbers.length];
        long begin = System.nanoTime();
        long progressAt = begin;
        int next = 0;
        while (opened + failed < numbers.length) {
            int before = opened + failed;
            for (int i = 0; i < CONNECTS_A_ROUND && next < numbers.length
                    && next - opened - failed < MOST_IN_FLIGHT; i++) {
                connect(numbers[next]);
                next++;
            }
            boolean more = next < numbers.length && next - opened - failed < MOST_IN_FLIGHT;
            opened += awaitGreetings(greeted, 0, more ? 0 : 100, true, 0);
            long now = System.nanoTime();
            if (opened + failed > before) {
                progressAt = now;
            } else if (now - progressAt > patienceNanos) {
                giveUp(numbers, next, greeted, "no echo within " + patienceNanos / 1_000_000 + " ms of connecting");
            }
        }
        openNanos = System.nanoTime() - begin;
    }

    private void giveUp(int[] numbers, int next, byte[] greeted, String cause) {
        for (int i = 0; i < next; i++) {
            if (descriptors[numbers[i]] != CLOSED && greeted[numbers[i]] < GREETING) {
                fail(numbers[i], cause);
            }
        }
        failed += numbers.length - next;
    }

    private void connect(int number) throws IOException {
        int fd = socket(number);
        InetSocketAddress server = target.address();
        if (target.reflects()) {
            calls.bind(fd, new InetSocketAddress(server.getAddress(), 0));
            server = calls.localAddress(fd);
        } else {
            sources.bind(calls, fd, number);
        }
        int result = calls.connect(fd, server);
        if (result < 0 && result != -Errno.EINPROGRESS) {
            fail(number, "connect: " + Errno.describe(-result));
            return;
        }
        // On loopback the handshake is over when connect() returns, although it says that it is under way.
        int sent = calls.send(fd, pattern.address(Pattern.base(number), 0), GREETING);
        if (sent < 0 && sent != -Errno.EAGAIN) {
            fail(number, "connect: " + Errno.describe(-sent));
            return;
        }
        watch(EPOLL_CTL_ADD, fd, number, sent == GREETING ? EPOLLIN : EPOLLIN | EPOLLOUT);
    }

    private int socket(int number) throws SyscallException {
        int fd = calls.tcpSocket(
                target.address().getAddress() instanceof Inet6Address ? Syscalls.AF_INET6 : Syscalls.AF_INET);
        descriptors[number] = fd;
        calls.setOption(fd, Syscalls.IPPROTO_TCP, Syscalls.TCP_NODELAY, 1);
        return fd;
    }

    /**
     * Waits once for echoes of the greeting at this position of the streams, and returns how many are now complete.
     *
     * @param echoed bytes of it that each connection has echoed so far
     * @param opening whether a connection that breaks before it has echoed was never open
     * @param firstIdle connections below this number are let be
     */
    private int awaitGreetings(byte[] echoed, long position, int timeoutMillis, boolean opening, int firstIdle)
            throws SyscallException {
        int complete = 0;
        int ready = await(timeoutMillis);
        for (int i = 0; i < ready; i++) {
            int number = (int) events.data(i);
            int fd = descriptors[number];
            if (fd == CLOSED || number < firstIdle) {
                continue; // what an active one has to say is the exchange's affair
            }
            String trouble = null;
            boolean byServer = false;
            if ((events.events(i) & EPOLLOUT) != 0) { // connected, so that the greeting can be sent now
                int sent = calls.send(fd, pattern.address(Pattern.base(number), position), GREETING);
                trouble = sent == GREETING ? null : "connect: " + Errno.describe(-sent);
                byServer = isByServer(sent);
                watch(EPOLL_CTL_MOD, fd, number, EPOLLIN);
            } else {
                int read = calls.recv(fd, buffer.address(), GREETING - echoed[number]);
                if (read > 0 && pattern.matches(Pattern.base(number), position + echoed[number], buffer, read)) {
                    echoed[number] += (byte) read;
                    complete += echoed[number] == GREETING ? 1 : 0;
                } else if (read != -Errno.EAGAIN) {
                    trouble = read > 0
                            ? "something other than the greeting came back"
                            : read == 0 ? "closed by the server" : Errno.describe(-read);
                    byServer = isByServer(read);
                }
            }
            if (trouble != null) {
                if (opening && echoed[number] < GREETING) {
                    fail(number, trouble);
                } else {
                    lose(number, trouble, byServer);
                }
            }
        }
        return complete;
    }

    // ---- at work ----

    int descriptor(int number) {
        return descriptors[number];
    }

    /** Waits until something is ready; see {@link #events()}. */
    int await(int timeoutMillis) throws SyscallException {
        throwIfCancelled();
        int ready = calls.epollWait(epoll, events, timeoutMillis);
        if (ready < 0) {
            throw new SyscallException("epoll_wait(" + epoll + ")", -ready);
        }
        return ready;
    }

    /** The same with a finer clock, which Linux has since 5.11. */
    int awaitNanos(long nanos) throws SyscallException {
        throwIfCancelled();
        int ready = calls.epollWaitNanos(epoll, events, nanos);
        if (ready < 0) {
            throw new SyscallException("epoll_pwait2(" + epoll + ")", -ready);
        }
        return ready;
    }

    private void throwIfCancelled() throws SyscallException {
        if (cancelled.getAsBoolean()) {
            throw new SyscallException("the load was called off: epoll_wait(" + epoll + ")", Errno.EINTR);
        }
    }

    /** What the last wait found; the data of an event is the number of the connection. */
    EpollEvents events() {
        return events;
    }

    /** From now on the first ones are reported once for each change; whoever handles them takes all there is. */
    private void watchEdges(int active) throws SyscallException {
        for (int number = 0; number < active; number++) {
            if (descriptors[number] != CLOSED) {
                watch(EPOLL_CTL_MOD, descriptors[number], number, EDGES);
            }
        }
    }

    /** Whether room to write is waited for on an active one, beside something to read. */
    void watchForRoom(int number, boolean wanted) throws SyscallException {
        watch(EPOLL_CTL_MOD, descriptors[number], number, wanted ? EDGES | EPOLLOUT : EDGES);
    }

    /**
     * Resets a connection and opens it anew, without a greeting, from the address that its number stands for: those that come
     * and go run out of ports as those that stay do. Returns whether that began well; if not, it is lost.
     */
    boolean reopen(int number) throws SyscallException {
        if (descriptors[number] == CLOSED) {
            return false;
        }
        reset(number);
        int fd = socket(number);
        sources.bind(calls, fd, number);
        int result = calls.connect(fd, target.address());
        if (result < 0 && result != -Errno.EINPROGRESS) {
            lose(number, "connect: " + Errno.describe(-result), isByServer(result));
            return false;
        }
        watch(EPOLL_CTL_ADD, fd, number, EDGES);
        return true;
    }

    /** An idle connection has something to say, which it must not: it is lost. */
    void idleIsReady(int number) {
        if (descriptors[number] != CLOSED) {
            int read = calls.recv(descriptors[number], buffer.address(), GREETING);
            lose(number, read > 0
                    ? "an idle connection received " + read + " bytes"
                    : read == 0
                            ? "an idle connection was closed by the server"
                            : "an idle connection broke: " + Errno.describe(-read),
                    isByServer(read));
        }
    }

    /**
     * Closes a connection that was open and has failed.
     *
     * @param byServer whether the server's side ended it
     */
    void lose(int number, String cause, boolean byServer) {
        if (descriptors[number] == CLOSED) {
            return;
        }
        lastLostNanos = System.nanoTime();
        firstLostNanos = lost == 0 ? lastLostNanos : firstLostNanos;
        lost++;
        lostByServer += byServer ? 1 : 0;
        shut(number, cause);
    }

    /**
     * Lets every idle connection echo a greeting once more; those that do not are lost.
     *
     * @param firstIdle the number of the first idle one
     */
    void verifyIdle(int firstIdle, long patienceNanos) throws SyscallException {
        byte[] echoed = new byte[descriptors.length];
        Arrays.fill(echoed, 0, firstIdle, (byte) GREETING);
        int expected = 0;
        int complete = 0;
        int lostBefore = lost;
        long progressAt = System.nanoTime();
        for (int number = firstIdle; number < descriptors.length || complete + lost - lostBefore < expected;) {
            int before = complete + lost;
            for (int i = 0; i < CONNECTS_A_ROUND && number < descriptors.length
                    && expected - complete - (lost - lostBefore) < MOST_IN_FLIGHT; i++, number++) {
                if (descriptors[number] != CLOSED) {
                    expected++;
                    int sent = calls.send(descriptors[number], pattern.address(Pattern.base(number), GREETING),
                            GREETING);
                    if (sent != GREETING) {
                        lose(number, "an idle connection cannot be written to: " + Errno.describe(-sent),
                                isByServer(sent));
                    }
                }
            }
            complete += awaitGreetings(echoed, GREETING, number < descriptors.length ? 0 : 100, false, firstIdle);
            long now = System.nanoTime();
            if (complete + lost > before) {
                progressAt = now;
            } else if (now - progressAt > patienceNanos) {
                for (int i = firstIdle; i < number; i++) {
                    if (descriptors[i] != CLOSED && echoed[i] < GREETING) {
                        lose(i, "an idle connection no longer echoes", false);
                    }
                }
            }
        }
    }

    // ---- counts ----

    int size() {
        return descriptors.length;
    }

    /** How many echoed the greeting. */
    int opened() {
        return opened;
    }

    /** How many of those broke since. */
    int lost() {
        return lost;
    }

    int alive() {
        return opened - lost;
    }

    /** How long opening took. */
    long openNanos() {
        return openNanos;
    }

    /** How those that broke did; null when none has. */
    @Nullable
    Losses losses() {
        return lost == 0 ? null : new Losses(lostByServer, firstLostNanos, lastLostNanos);
    }

    /** Why the first one that failed or was lost did; null when none was. */
    @Nullable
    String firstFailure() {
        return firstFailure;
    }

    // ---- closing ----

    /** Resets all of them, which leaves nothing behind in the kernel, and no port in TIME_WAIT. */
    @Override
    public void close() {
        for (int number = 0; number < descriptors.length; number++) {
            if (descriptors[number] != CLOSED) {
                reset(number);
            }
        }
        calls.close(epoll);
    }

    /** Whether what a call on a connection returned says that the server's side has ended it, or takes no other. */
    static boolean isByServer(int result) {
        return result == 0 || result == -Errno.ECONNRESET || result == -Errno.EPIPE || result == -Errno.ECONNREFUSED;
    }

    private void fail(int number, String cause) {
        failed++;
        shut(number, cause);
    }

    private void shut(int number, String cause) {
        if (firstFailure == null) {
            firstFailure = cause;
        }
        reset(number);
    }

    private void reset(int number) {
        calls.resetOnClose(descriptors[number]);
        calls.close(descriptors[number]);
        descriptors[number] = CLOSED;
    }

    private void watch(int operation, int fd, int number, int interest) throws SyscallException {
        int result = calls.epollControl(epoll, operation, fd, interest, number);
        if (result < 0) {
            throw new SyscallException("epoll_ctl(" + epoll + ", " + operation + ", " + fd + ")", -result);
        }
    }
}

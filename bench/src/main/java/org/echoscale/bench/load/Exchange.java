package org.echoscale.bench.load;

import static org.echoscale.syscalls.Syscalls.EPOLLERR;
import static org.echoscale.syscalls.Syscalls.EPOLLHUP;
import static org.echoscale.syscalls.Syscalls.EPOLLOUT;
import static org.echoscale.syscalls.Syscalls.EPOLLRDHUP;

import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import org.echoscale.syscalls.Errno;
import org.echoscale.syscalls.SyscallException;
import org.echoscale.syscalls.Syscalls;

/**
 * The traffic of the active connections: how far each stream has been sent and received, and when each message that is
 * still out was begun. Sends what is allowed as far as there is room, and checks every byte that comes back. Used by the
 * generator's thread; allocates nothing once made.
 */
final class Exchange {
    /** A result of {@link #receive}: the connection has failed and is closed. */
    static final int BROKEN = -1;
    /** The peer has ended its stream, or something is wrong: a read says which, behind what came before. */
    private static final int ENDED = EPOLLRDHUP | EPOLLHUP | EPOLLERR;

    private final Syscalls calls;
    private final Connections connections;
    private final Pattern pattern;
    private final MemorySegment buffer;
    private final long bufferAddress;
    private final int bufferBytes;
    private final int payloadBytes;
    private final int active;
    private final int ringMask;
    private final int ringBits;

    // By connection. Positions count from the beginning of the stream, the greeting included.
    private final int[] descriptors;
    /** Where in the pattern the next byte to send lies, and the next to come back. */
    private final int[] sendPlace;
    private final int[] receivePlace;
    private final long[] allowed;
    private final long[] sent;
    private final long[] received;
    private final long[] nextBegin;
    private final long[] nextEnd;
    private final long[] begun;
    private final long[] ended;
    private final boolean[] awaitsRoom;
    /** When message m of connection c was begun, at {@code c << ringBits | m & ringMask}. */
    private final long[] beginTimes;

    private long messagesBegun;
    private long messagesEnded;
    private long messagesAbandoned;
    private long reads;
    private long writes;
    private long waitsToBegin;
    private int corrupt;
    /** What the last call that read returned: bytes, 0 at the end, or minus errno. */
    private int lastRead;

    /**
     * @param mostOutstanding messages that may be out on one connection at a time, rounded up to a power of two
     */
    Exchange(Syscalls calls, Connections connections, Pattern pattern, MemorySegment buffer, Crowd crowd,
            int mostOutstanding) {
        this.calls = calls;
        this.connections = connections;
        this.pattern = pattern;
        this.buffer = buffer;
        this.bufferAddress = buffer.address();
        this.bufferBytes = Math.toIntExact(Math.min(buffer.byteSize(), pattern.longest()));
        this.payloadBytes = crowd.payloadBytes();
        this.active = crowd.active();
        this.ringBits = Integer.SIZE - Integer.numberOfLeadingZeros(Math.max(1, mostOutstanding) - 1);
        this.ringMask = (1 << ringBits) - 1;
        this.descriptors = new int[active];
        this.sendPlace = new int[active];
        this.receivePlace = new int[active];
        this.allowed = filled(Connections.GREETING);
        this.sent = filled(Connections.GREETING);
        this.received = filled(Connections.GREETING);
        this.nextBegin = filled(Connections.GREETING);
        this.nextEnd = filled(Connections.GREETING + (long) payloadBytes);
        this.begun = new long[active];
        this.ended = new long[active];
        this.awaitsRoom = new boolean[active];
        this.beginTimes = new long[active << ringBits];
        for (int c = 0; c < active; c++) {
            descriptors[c] = connections.descriptor(c);
            beginAt(c, Connections.GREETING);
        }
    }

    private void beginAt(int connection, long position) {
        sendPlace[connection] = Pattern.place(Pattern.base(connection), position);
        receivePlace[connection] = sendPlace[connection];
    }

    private long[] filled(long value) {
        long[] values = new long[active];
        Arrays.fill(values, value);
        return values;
    }

    /** Lets one more message of a connection be sent. */
    void allow(int connection) {
        allowed[connection] += payloadBytes;
    }

    /** Whether one more message may be out on a connection, as far as this object can remember. */
    boolean hasPlace(int connection) {
        return (allowed[connection] - nextEnd[connection]) / payloadBytes < ringMask;
    }

    /** Whether a connection is open and has not failed. */
    boolean lives(int connection) {
        return descriptors[connection] >= 0;
    }

    /** Whether each message that is allowed on a connection has begun to go. */
    boolean allBegun(int connection) {
        return nextBegin[connection] >= allowed[connection];
    }

    /**
     * Sends what is allowed, as far as there is room.
     *
     * @param now the time at which messages that begin with this call are noted to have begun
     * @return how many messages began
     */
    int send(int connection, long now) throws SyscallException {
        int fd = descriptors[connection];
        if (fd < 0) {
            return 0;
        }
        int begins = 0;
        while (sent[connection] < allowed[connection]) {
            int length = (int) Math.min(allowed[connection] - sent[connection], bufferBytes);
            int taken = calls.send(fd, pattern.address(sendPlace[connection]), length);
            writes++;
            if (taken < 0) {
                if (taken != -Errno.EAGAIN) {
                    breakOff(connection, "send: " + Errno.describe(-taken), Connections.isByServer(taken));
                    return begins;
                }
                taken = 0;
            }
            begins += sent(connection, taken, now);
            if (taken < length) {
                awaitRoom(connection, true);
                waitsToBegin += allBegun(connection) ? 0 : 1;
                return begins;
            }
        }
        if (awaitsRoom[connection]) {
            awaitRoom(connection, false);
        }
        return begins;
    }

    /** So many bytes of a connection were taken from us. Returns how many messages began with them. */
    int sent(int connection, int taken, long now) {
        sent[connection] += taken;
        sendPlace[connection] = Pattern.next(sendPlace[connection], taken);
        int begins = 0;
        while (nextBegin[connection] < sent[connection]) {
            nextBegin[connection] += payloadBytes;
            beginTimes[connection << ringBits | (int) (begun[connection]++ & ringMask)] = now;
            begins++;
        }
        messagesBegun += begins;
        return begins;
    }

    /** Reads once what is there and checks it. Returns how many messages are now complete, or {@link #BROKEN}. */
    int receive(int connection) {
        int fd = descriptors[connection];
        if (fd < 0) {
            return BROKEN;
        }
        int read = calls.recv(fd, bufferAddress, bufferBytes);
        lastRead = read;
        reads++;
        if (read <= 0) {
            if (read == -Errno.EAGAIN) {
                return 0;
            }
            return breakOff(connection, read == 0 ? "closed by the server" : "recv: " + Errno.describe(-read),
                    Connections.isByServer(read));
        }
        return received(connection, 0, read);
    }

    /**
     * Whether {@link #receive} has to be called again before the next wait, since the connection is reported once for each change:
     * the last read filled the buffer, or found something before the end of which the same event tells.
     *
     * @param events what was reported of the connection
     */
    boolean hasMore(int connection, int events) {
        return events != EPOLLOUT && descriptors[connection] >= 0
                && (lastRead == bufferBytes || (lastRead > 0 && (events & ENDED) != 0));
    }

    /** So many bytes came and are in the buffer from {@code at} on: checks them. Returns the same as {@link #receive}. */
    int received(int connection, long at, int read) {
        long position = received[connection];
        if (position + read > sent[connection]) {
            corrupt++;
            return breakOff(connection, "more came back than was sent", false);
        }
        if (!pattern.matches(receivePlace[connection], buffer, at, read)) {
            corrupt++;
            return breakOff(connection, "other bytes came back than were sent", false);
        }
        received[connection] = position + read;
        receivePlace[connection] = Pattern.next(receivePlace[connection], read);
        int complete = 0;
        while (nextEnd[connection] <= received[connection]) {
            nextEnd[connection] += payloadBytes;
            complete++;
        }
        messagesEnded += complete;
        return complete;
    }

    /** A connection was opened anew: its stream begins again, without a greeting. Nothing was outstanding on it. */
    void renew(int connection) {
        descriptors[connection] = connections.descriptor(connection);
        allowed[connection] = 0;
        sent[connection] = 0;
        received[connection] = 0;
        nextBegin[connection] = 0;
        nextEnd[connection] = payloadBytes;
        beginAt(connection, 0);
        awaitsRoom[connection] = false;
    }

    /** A connection could not be opened anew, and is lost. */
    void forget(int connection) {
        descriptors[connection] = -1;
    }

    /** When the oldest message that is not taken yet was begun; takes it. Once for each complete message, in order. */
    long takeBeginTime(int connection) {
        return beginTimes[connection << ringBits | (int) (ended[connection]++ & ringMask)];
    }

    /** The number of the message that {@link #takeBeginTime} took last, counted from 0 on its connection. */
    long lastTaken(int connection) {
        return ended[connection] - 1;
    }

    /** The number of the message of a connection that began last, counted from 0; -1 before the first. */
    long lastBegun(int connection) {
        return begun[connection] - 1;
    }

    /** Replies taken on a connection since it was opened. */
    long replies(int connection) {
        return ended[connection];
    }

    /** How long the oldest message that is still out on a connection has been; 0 when none is. */
    long longestWait(int connection, long now) {
        return begun[connection] == ended[connection] || descriptors[connection] < 0
                ? 0
                : now - beginTimes[connection << ringBits | (int) (ended[connection] & ringMask)];
    }

    /** Reads what there is on each connection, so that one that has broken counts as lost and late replies are taken. */
    void checkActive() {
        for (int c = 0; c < active; c++) {
            do {
                for (int complete = receive(c); complete > 0; complete--) {
                    takeBeginTime(c);
                }
            } while (lives(c) && lastRead > 0);
        }
    }

    /** How many messages can be timed on each connection at once. */
    int places() {
        return ringMask + 1;
    }

    /** Messages begun whose reply is not complete, on connections that still live. */
    long outstanding() {
        return messagesBegun - messagesEnded - messagesAbandoned;
    }

    long messagesBegun() {
        return messagesBegun;
    }

    long messagesEnded() {
        return messagesEnded;
    }

    long reads() {
        return reads;
    }

    long writes() {
        return writes;
    }

    /** Times that a message of a connection was allowed, and could not begin because there was no room for it. */
    long waitsToBegin() {
        return waitsToBegin;
    }

    /** Connections on which something wrong came back. */
    int corrupt() {
        return corrupt;
    }

    int active() {
        return active;
    }

    private void awaitRoom(int connection, boolean wanted) throws SyscallException {
        if (awaitsRoom[connection] != wanted) {
            awaitsRoom[connection] = wanted;
            connections.watchForRoom(connection, wanted);
        }
    }

    private int breakOff(int connection, String cause, boolean byServer) {
        descriptors[connection] = -1;
        messagesAbandoned += (nextBegin[connection] + payloadBytes - nextEnd[connection]) / payloadBytes;
        connections.lose(connection, cause, byServer);
        return BROKEN;
    }
}

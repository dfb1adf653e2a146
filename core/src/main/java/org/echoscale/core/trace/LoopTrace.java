package org.echoscale.core.trace;

import java.net.Inet6Address;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Where an event loop tells its steps: a line beside what it does, called in the loop's thread.
 *
 * <p>
 * Each method first asks the recorder whether anybody records that step. The answer is a constant to the compiler while the
 * recorder is not in use, so that nothing is left of the call; the recorder has the code compiled anew when a recording
 * begins (docs/adr/0011-steps-of-a-loop.md). Nothing is made, and no connection is asked for its name, before.
 */
public final class LoopTrace {
    /** A wait without an end. */
    public static final int FOREVER = -1;
    /** What the loop is not told: how long it waits, or how many are ready. */
    public static final int UNKNOWN = -2;

    /** A reason for closing: the peer has shut down its side, and everything is sent. */
    public static final String END_OF_STREAM = "the peer sends no more";
    /** A reason for closing. */
    public static final String SERVER_ENDS = "the server ends";

    private static volatile @Nullable Consumer<LoopEvent> listener;

    private LoopTrace() {}

    /** Whether waits are told: for a loop that must do more than call {@link #waiting} to know about them. */
    public static boolean tellsWaits() {
        return Waiting.PROBE.isEnabled() || Woken.PROBE.isEnabled();
    }

    /**
     * The loop is about to wait.
     *
     * @param watched descriptors that it watches: its connections, and its own
     * @param timeoutMillis how long at most; 0 when it only looks, {@link #FOREVER}, or {@link #UNKNOWN}
     * @return the wait, for {@link #woken}; null when nobody records it
     */
    public static @Nullable Woken waiting(int watched, int timeoutMillis) {
        if (Waiting.PROBE.isEnabled()) {
            tell(new Waiting(watched, timeoutMillis));
        }
        return Woken.PROBE.isEnabled() ? begun(watched) : null;
    }

    private static Woken begun(int watched) {
        Woken wait = new Woken(watched);
        wait.begin();
        return wait;
    }

    /**
     * The wait is over.
     *
     * @param ready descriptors or completions that are ready, or {@link #UNKNOWN}
     */
    public static void woken(@Nullable Woken wait, int ready) {
        if (wait != null) {
            wait.end();
            wait.by(ready);
            tell(wait);
        }
    }

    /** A connection was accepted, and is watched for reading. */
    public static void accepted(TracedConnection connection) {
        if (Accepted.PROBE.isEnabled()) {
            tell(new Accepted(connection));
        }
    }

    /** A connection was accepted that cannot be served: it is reset. */
    public static void refused(int descriptor, String reason) {
        if (Refused.PROBE.isEnabled()) {
            tell(new Refused(descriptor, reason));
        }
    }

    /** A connection could not be accepted. */
    public static void acceptFailed(String reason) {
        if (AcceptFailed.PROBE.isEnabled()) {
            tell(new AcceptFailed(reason));
        }
    }

    /** One read was made; it is not told when it found nothing. */
    public static void received(TracedConnection connection, int bytes) {
        if (Received.PROBE.isEnabled() && bytes > 0) {
            tell(new Received(connection, bytes));
        }
    }

    /**
     * The socket had no room: bytes wait.
     *
     * @param bytes those that came to the queue just now
     * @param inQueue all that wait
     * @param stillRead whether the connection is still read from
     */
    public static void queued(TracedConnection connection, long bytes, long inQueue, boolean stillRead) {
        if (Queued.PROBE.isEnabled()) {
            tell(new Queued(connection, bytes, inQueue, stillRead));
        }
    }

    /**
     * One write was made; it is not told when it took nothing.
     *
     * @param left bytes that wait in the queue now
     */
    public static void sent(TracedConnection connection, int bytes, long left) {
        if (Sent.PROBE.isEnabled() && bytes > 0) {
            tell(new Sent(connection, bytes, left));
        }
    }

    /** Everything that had to wait is sent. */
    public static void queueEmpty(TracedConnection connection) {
        if (QueueEmpty.PROBE.isEnabled()) {
            tell(new QueueEmpty(connection));
        }
    }

    /**
     * A connection is about to be closed.
     *
     * @param reason {@link #END_OF_STREAM}, {@link #SERVER_ENDS}, or the error in one line
     * @param unsent bytes received that will never be sent
     */
    public static void closing(TracedConnection connection, String reason, long unsent) {
        if (Closing.PROBE.isEnabled()) {
            tell(new Closing(connection, reason, unsent));
        }
    }

    /** An address as {@link TracedConnection#peer} gives it: {@code 127.0.0.1:40312}, {@code [::1]:40312}. */
    public static String peer(@Nullable SocketAddress address) {
        if (!(address instanceof InetSocketAddress inet) || inet.isUnresolved()) {
            return "unknown";
        }
        String host = inet.getAddress().getHostAddress();
        return (inet.getAddress() instanceof Inet6Address ? "[" + host + "]" : host) + ":" + inet.getPort();
    }

    /** Gives every step that is recorded to a listener too; null for none. See {@link LiveSteps}. */
    static void listener(@Nullable Consumer<LoopEvent> to) {
        listener = to;
    }

    private static void tell(LoopEvent event) {
        event.commit();
        Consumer<LoopEvent> to = listener;
        if (to != null) {
            to.accept(event);
        }
    }
}

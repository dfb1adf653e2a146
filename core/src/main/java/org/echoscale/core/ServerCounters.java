package org.echoscale.core;

import java.util.concurrent.atomic.AtomicLongArray;

/**
 * The counts behind {@link ServerStats}, for a transport to write from <em>one</em> thread: a plain addition and an
 * release store each, with no lock and no atomic read-modify-write. Any thread may take a {@link #snapshot()}.
 */
public final class ServerCounters {
    private static final int ACCEPTED = 0;
    private static final int CLOSED = 1;
    private static final int REFUSED = 2;
    private static final int ACCEPT_FAILURES = 3;
    private static final int BYTES_RECEIVED = 4;
    private static final int BYTES_SENT = 5;
    private static final int BYTES_DISCARDED = 6;
    private static final int WAITS = 7;
    private static final int READY = 8;
    private static final int READS = 9;
    private static final int WRITES = 10;
    private static final int REGISTRATIONS = 11;
    private static final int SIZE = 12;

    private final AtomicLongArray counts = new AtomicLongArray(SIZE);

    public void accepted() {
        add(ACCEPTED, 1);
    }

    public void closed() {
        add(CLOSED, 1);
    }

    public void refused() {
        add(REFUSED, 1);
    }

    public void acceptFailed() {
        add(ACCEPT_FAILURES, 1);
    }

    /** One read call that took this many bytes, 0 when it found nothing. */
    public void read(int bytes) {
        add(READS, 1);
        add(BYTES_RECEIVED, bytes);
    }

    /** One write call that handed over this many bytes, 0 when there was no room. */
    public void wrote(int bytes) {
        add(WRITES, 1);
        add(BYTES_SENT, bytes);
    }

    /** Bytes that were read and will never be sent. */
    public void discarded(long bytes) {
        add(BYTES_DISCARDED, bytes);
    }

    /** One call that waited and reported this many ready descriptors or completions. */
    public void waited(int ready) {
        add(WAITS, 1);
        add(READY, ready);
    }

    public void registered() {
        add(REGISTRATIONS, 1);
    }

    /** The counts now. Any thread. */
    public ServerStats snapshot() {
        // Ends are read before beginnings, so that a snapshot never shows more closed than accepted.
        long closed = get(CLOSED);
        long sent = get(BYTES_SENT);
        long discarded = get(BYTES_DISCARDED);
        return new ServerStats(get(ACCEPTED), closed, get(REFUSED), get(ACCEPT_FAILURES), get(BYTES_RECEIVED), sent,
                discarded, get(WAITS), get(READY), get(READS), get(WRITES), get(REGISTRATIONS));
    }

    private void add(int index, long amount) {
        counts.setRelease(index, counts.getPlain(index) + amount);
    }

    private long get(int index) {
        return counts.getAcquire(index);
    }
}

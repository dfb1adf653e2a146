package org.echoscale.core;

/**
 * What a server has done since it started: a snapshot of counts. Between connections' ends it is approximate, because
 * the fields are read one after another while the server works. Once every connection is closed it balances:
 * {@code accepted == closed} and {@code bytesReceived == bytesSent + bytesDiscarded}.
 *
 * @param accepted connections accepted and served
 * @param closed of those, the ones closed since, for whatever reason
 * @param refused connections accepted and closed at once, because the transport's limit was reached
 * @param acceptFailures accepts that failed, say because descriptors ran out
 * @param bytesReceived bytes read from all connections
 * @param bytesSent bytes handed to the kernel for all connections
 * @param bytesDiscarded bytes read that could not be sent back, because the connection broke first
 * @param waits calls that waited for readiness or completion; 0 when the transport cannot tell
 * @param ready descriptors reported ready by them in total; 0 when the transport cannot tell
 * @param reads read calls; 0 when the transport cannot tell
 * @param writes write calls; 0 when the transport cannot tell
 * @param registrations calls that told the kernel, or the library in between, about interest in a descriptor ({@code epoll_ctl},
 *            {@code SelectionKey.interestOps}); 0 when the mechanism has none or the transport cannot tell
 */
public record ServerStats(long accepted, long closed, long refused, long acceptFailures, long bytesReceived,
        long bytesSent,
        long bytesDiscarded, long waits, long ready, long reads, long writes, long registrations) {

    /** A server that has done nothing yet. */
    public static final ServerStats NONE = new ServerStats(0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0);

    /** Connections being served now. */
    public long open() {
        return accepted - closed;
    }

    /** The sum of two snapshots, say of two event loops. */
    public ServerStats plus(ServerStats other) {
        return new ServerStats(accepted + other.accepted, closed + other.closed, refused + other.refused,
                acceptFailures + other.acceptFailures, bytesReceived + other.bytesReceived, bytesSent + other.bytesSent,
                bytesDiscarded + other.bytesDiscarded, waits + other.waits, ready + other.ready, reads + other.reads,
                writes + other.writes, registrations + other.registrations);
    }

    /** What was done since an earlier snapshot of the same server. */
    public ServerStats minus(ServerStats earlier) {
        return new ServerStats(accepted - earlier.accepted, closed - earlier.closed, refused - earlier.refused,
                acceptFailures - earlier.acceptFailures, bytesReceived - earlier.bytesReceived,
                bytesSent - earlier.bytesSent, bytesDiscarded - earlier.bytesDiscarded, waits - earlier.waits,
                ready - earlier.ready, reads - earlier.reads, writes - earlier.writes,
                registrations - earlier.registrations);
    }
}

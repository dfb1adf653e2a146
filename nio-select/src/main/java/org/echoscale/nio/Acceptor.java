package org.echoscale.nio;

import java.io.IOException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.concurrent.TimeUnit;

import org.echoscale.core.ServerCounters;
import org.echoscale.core.trace.LoopTrace;

/**
 * Accepts connections for the loops, one after the other. Owned by the thread of the first loop, which it runs on.
 *
 * <p>
 * When accepting fails, say because no descriptor is left, the peer stays in the backlog and the listening socket stays
 * ready: asking again at once would spin. So it stops asking until a connection of its loop closes, or for a moment.
 */
final class Acceptor implements ReadyHandler {
    /** Accepts in a row before connections get their turn; the listening socket is reported again when there are more. */
    private static final int ACCEPTS_PER_TURN = 256;

    private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(20);

    private final ServerSocketChannel listener;
    private final SelectionKey key;
    private final NioEventLoop[] loops;
    private final ServerCounters counters;
    private int next;
    private boolean paused;
    private long resumeNanos;

    Acceptor(ServerSocketChannel listener, Selector selector, NioEventLoop[] loops, ServerCounters counters)
            throws IOException {
        this.listener = listener;
        this.loops = loops;
        this.counters = counters;
        this.key = listener.register(selector, SelectionKey.OP_ACCEPT, this);
    }

    @Override
    public void onReady() {
        try {
            for (int i = 0; i < ACCEPTS_PER_TURN; i++) {
                SocketChannel channel = listener.accept();
                if (channel == null) {
                    return;
                }
                handOver(channel);
            }
        } catch (IOException e) {
            counters.acceptFailed();
            LoopTrace.acceptFailed(Connection.text(e));
            pause();
        }
    }

    @Override
    public void close() {
        Channels.close(listener);
    }

    /** How long the loop may wait so that accepting resumes in time; 0 for ever. */
    long pauseMillis() {
        if (!paused) {
            return 0;
        }
        long remaining = resumeNanos - System.nanoTime();
        return remaining <= 0 ? 1 : TimeUnit.NANOSECONDS.toMillis(remaining) + 1;
    }

    void resumeIfDue() {
        if (paused && System.nanoTime() - resumeNanos >= 0) {
            resume();
        }
    }

    void resume() {
        if (paused && key.isValid()) {
            paused = false;
            key.interestOps(SelectionKey.OP_ACCEPT);
        }
    }

    private void pause() {
        paused = true;
        resumeNanos = System.nanoTime() + PAUSE_NANOS;
        key.interestOps(0);
    }

    private void handOver(SocketChannel channel) {
        NioEventLoop loop = loops[next];
        boolean fromThisLoop = next == 0;
        next = next + 1 == loops.length ? 0 : next + 1;
        loop.adopt(channel, fromThisLoop);
    }
}

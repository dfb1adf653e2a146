package org.echoscale.netty;

import java.util.concurrent.ThreadFactory;

import org.echoscale.core.trace.LoopTrace;
import org.echoscale.core.trace.Woken;
import org.jspecify.annotations.Nullable;

import io.netty.channel.IoHandlerFactory;
import io.netty.channel.SingleThreadIoEventLoop;

/**
 * Netty's loop, which tells when it begins to wait and when it was woken.
 *
 * <p>
 * Netty waits and serves what is ready in one step, and gives the count afterwards. So a wait that brought something is
 * told to be over at the first thing that it brought, with a count that is not known yet; how long Netty is willing to wait
 * is not visible either.
 */
final class TracedEventLoop extends SingleThreadIoEventLoop implements Wakeful {
    /** The wait that is not over yet; null while nobody records. Of the loop's thread. */
    private @Nullable Woken wait;

    /** Channels that are served: connections, and the listener. Of the loop's thread. */
    private int watched;

    TracedEventLoop(ThreadFactory threads, IoHandlerFactory ioHandlers) {
        super(null, threads, ioHandlers);
    }

    /** One more channel is served. Counted here, since Netty's own number never comes down over io_uring. */
    void watches() {
        watched++;
    }

    /** A channel is closed. */
    void watchesNoMore() {
        watched--;
    }

    @Override
    public void serving() {
        if (wait != null) {
            endWait(LoopTrace.UNKNOWN);
        }
    }

    @Override
    protected int runIo() {
        if (!LoopTrace.tellsWaits()) {
            return super.runIo();
        }
        wait = LoopTrace.waiting(watched, LoopTrace.UNKNOWN);
        int served = super.runIo();
        if (wait != null) { // woken by something else than a connection: a task, or its own descriptors
            endWait(served);
        }
        return served;
    }

    private void endWait(int ready) {
        LoopTrace.woken(wait, ready);
        wait = null;
    }
}

package org.echoscale.bench.cli;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Ctrl-C or SIGTERM while a thread is at work: the thread is interrupted once, and the JVM waits with its end until the
 * thread has put away what it has.
 */
final class Interruption implements AutoCloseable {
    /** Longer than any single step of a run takes. */
    private static final int GRACE_SECONDS = 60;

    private final Runnable onRequest;
    private final Thread worker = Thread.currentThread();
    private final CountDownLatch done = new CountDownLatch(1);
    private final Thread hook = new Thread(this::request, "echoscale-interruption");
    private volatile boolean requested;
    private boolean finishing;

    /** @param onRequest called at the moment of the signal, by another thread */
    Interruption(Runnable onRequest) {
        this.onRequest = onRequest;
    }

    /** From here on a signal interrupts the thread that made this, which is the caller, instead of ending the JVM. */
    void watchThisThread() {
        Runtime.getRuntime().addShutdownHook(hook);
    }

    /** Whether the work is to end early. */
    boolean requested() {
        return requested;
    }

    /** From here on the working thread is not interrupted any more, so that it can finish. */
    synchronized void clear() {
        finishing = true;
        if (Thread.interrupted()) {
            requested = true;
        }
    }

    private void request() {
        if (done.getCount() > 0) {
            onRequest.run();
        }
        synchronized (this) {
            requested = true;
            if (!finishing) {
                worker.interrupt();
            }
        }
        try {
            done.await(GRACE_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** The work is over; the JVM may end. */
    @Override
    public void close() {
        done.countDown();
        if (!requested) {
            try {
                Runtime.getRuntime().removeShutdownHook(hook);
            } catch (IllegalStateException e) {
                requested = true; // the JVM is ending this moment; the hook finds the latch open
            }
        }
    }
}

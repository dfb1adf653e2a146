package org.echoscale.bench.trace;

import java.io.PrintStream;
import java.time.Duration;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;
import org.echoscale.core.trace.LiveSteps;
import org.echoscale.core.trace.LoopEvent;
import org.jspecify.annotations.Nullable;

/**
 * Writes the steps of this process's loops as they happen. A loop puts a step into a queue and goes on; a thread of the
 * trace's own writes, so that a slow terminal does not hold the server up. When the queue is full, steps are left out,
 * and a line says how many.
 */
public final class LiveTrace implements AutoCloseable {
    private static final int QUEUE = 1 << 16;
    private static final Duration PATIENCE = Duration.ofMillis(500);

    private final StepFormat format;
    private final PrintStream out;
    private final BlockingQueue<Step> queue;
    private final AtomicLong skipped = new AtomicLong();
    private final CountDownLatch unwritable = new CountDownLatch(1);
    private final long began = System.nanoTime();
    private final LiveSteps steps;
    private volatile boolean closing;
    private @Nullable Thread writer;

    /**
     * Collects steps from now on, and writes them once it is told to {@link #write}.
     *
     * @throws IllegalStateException when another one does
     */
    public LiveTrace(StepFormat format, PrintStream out) {
        this(format, out, QUEUE);
    }

    LiveTrace(StepFormat format, PrintStream out, int queued) {
        this.format = format;
        this.out = out;
        this.queue = new ArrayBlockingQueue<>(queued);
        this.steps = LiveSteps.listen(this::take);
    }

    /** Writes what happened so far, and then every step when it happens. */
    public synchronized void write() {
        if (writer == null) {
            writer = Thread.ofPlatform().daemon().name("echoscale-trace").start(this::writeAll);
        }
    }

    /** Waits until nothing can be written any more, because the output is closed or full. */
    public void awaitUnwritable() throws InterruptedException {
        unwritable.await();
    }

    /** Collects no more, and writes what it has, unless that takes too long. */
    @Override
    public synchronized void close() {
        steps.close();
        closing = true;
        Thread writing = writer;
        if (writing == null) {
            return;
        }
        writing.interrupt(); // it may be waiting for a step
        try {
            writing.join(PATIENCE);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** In the loop's thread. */
    private void take(LoopEvent event) {
        long nanos = System.nanoTime() - began;
        long before = skipped.getAndSet(0);
        if (!queue.offer(new Step(nanos, Thread.currentThread().getName(), event, before))) {
            skipped.addAndGet(before + 1);
        }
    }

    private void writeAll() {
        for (Step step = next(); step != null; step = next()) {
            if (step.skippedBefore() > 0) {
                out.println(format.skipped(step));
            }
            out.println(format.line(step));
            if (queue.isEmpty() && out.checkError()) {
                unwritable.countDown();
                steps.close();
                return;
            }
        }
    }

    private @Nullable Step next() {
        try {
            return closing ? queue.poll() : queue.take();
        } catch (InterruptedException e) { // by close()
            return queue.poll();
        }
    }
}

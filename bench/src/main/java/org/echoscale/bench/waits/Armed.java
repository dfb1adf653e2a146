package org.echoscale.bench.waits;

import org.echoscale.syscalls.Syscalls;

/** A mechanism that is about to wait, with its descriptors registered. For the thread that armed it. */
public final class Armed implements AutoCloseable {
    /** So long does a batch take about: the clocks that are read around it then do not matter. */
    private static final long BATCH_NANOS = 1_000_000;
    private static final int LARGEST_BATCH = 100_000;
    /** So many sets of ready descriptors at least, however long a call takes. */
    private static final int FEWEST_BATCHES = 5;
    private static final long PATIENCE_NANOS = 10_000_000_000L;

    private final Syscalls calls;
    private final Waitables waitables;
    private final Waiter waiter;
    private final ReadyPlan plan;
    private final Mode mode;
    private final int timeoutMillis;
    private int set;
    private boolean ready;

    Armed(Syscalls calls, Waitables waitables, Waiter waiter, ReadyPlan plan, Point point) {
        this.calls = calls;
        this.waitables = waitables;
        this.waiter = waiter;
        this.plan = plan;
        this.mode = point.mode();
        this.timeoutMillis = mode.timeoutMillis();
    }

    /** One operation of the mode on the set of descriptors that is ready; an iteration goes on to the next set. */
    public int operate() {
        if (mode == Mode.ITERATION) {
            return iterate();
        }
        if (!ready) {
            makeReady();
        }
        return waiter.await(timeoutMillis);
    }

    /** Lets the next set be the ready one. */
    public void next() {
        if (ready) {
            for (int k = 0; k < plan.ready(); k++) {
                waitables.consume(plan.descriptor(set, k));
            }
            ready = false;
            set = (set + 1) % plan.sets();
        }
    }

    /** What is written to a socket may arrive a moment later: goes on when all of it is there. */
    private void makeReady() {
        for (int k = 0; k < plan.ready(); k++) {
            waitables.makeReady(plan.descriptor(set, k));
        }
        ready = true;
        long begin = System.nanoTime();
        while (waiter.await(0) < plan.ready()) {
            if (System.nanoTime() - begin > PATIENCE_NANOS) {
                throw new IllegalStateException("what was made ready is not reported as ready");
            }
        }
    }

    /** The whole turn; where not all is reported at once, the loop waits again, as a server's would. */
    private int iterate() {
        for (int k = 0; k < plan.ready(); k++) {
            waitables.makeReady(plan.descriptor(set, k));
        }
        set = (set + 1) % plan.sets();
        int found = 0;
        while (found < plan.ready()) {
            found += waiter.await(timeoutMillis);
            waiter.consumeFound();
        }
        return found;
    }

    private long iterate(int times) {
        long found = 0;
        for (int i = 0; i < times; i++) {
            found += iterate();
        }
        return found;
    }

    Measured measure(long nanos) {
        long count = 0;
        long wall = 0;
        long cpu = 0;
        int batch = 1;
        for (int batches = -1; batches < FEWEST_BATCHES || wall < nanos; batches++) {
            if (mode != Mode.ITERATION) {
                next();
                makeReady();
            }
            long cpuBefore = calls.clockNanos(Syscalls.CLOCK_THREAD_CPUTIME_ID);
            long before = System.nanoTime();
            long found = mode == Mode.ITERATION ? iterate(batch) : waiter.awaitAgain(batch, timeoutMillis);
            long took = System.nanoTime() - before;
            long cpuTook = calls.clockNanos(Syscalls.CLOCK_THREAD_CPUTIME_ID) - cpuBefore;
            if (found != (long) batch * plan.ready()) {
                throw new IllegalStateException(
                        batch + " waits with " + plan.ready() + " descriptors ready each found " + found);
            }
            if (batches >= 0) { // the first batch finds the caches as opening left them
                count += batch;
                wall += took;
                cpu += cpuTook;
            }
            batch = Math.clamp(BATCH_NANOS * batch / Math.max(1, took), 1, LARGEST_BATCH);
        }
        return new Measured(count, wall, cpu);
    }

    @Override
    public void close() {
        next();
        waiter.close();
    }
}

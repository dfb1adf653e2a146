package org.echoscale.tck;

import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.Arrays;

import com.sun.management.ThreadMXBean;

/**
 * The CPU time of all threads but the caller's, over a while in which the caller sleeps. It counts Java's threads only,
 * virtual ones by way of their carriers: what the compiler and the collector do is not the server's doing.
 */
final class CpuMeter {
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    private CpuMeter() {}

    /** The share of one CPU that was used, 1.0 being all of it. */
    static double shareDuring(Duration time) throws InterruptedException {
        long cpuBefore = others();
        long start = System.nanoTime();
        Thread.sleep(time);
        return (double) (others() - cpuBefore) / (System.nanoTime() - start);
    }

    private static long others() {
        long own = Thread.currentThread().threadId();
        long[] ids = Arrays.stream(THREADS.getAllThreadIds()).filter(id -> id != own).toArray();
        // A thread that has ended since is -1.
        return Arrays.stream(THREADS.getThreadCpuTime(ids)).filter(nanos -> nanos > 0).sum();
    }
}

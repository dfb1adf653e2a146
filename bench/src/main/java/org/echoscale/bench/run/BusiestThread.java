package org.echoscale.bench.run;

import java.util.Map;
import org.echoscale.bench.limits.ProcessFiles;

/**
 * The CPU time of the thread of a server that used most in a window. A server with one event loop is at its end when that loop
 * is, however many CPUs it may use and whatever other threads it has. For one thread at a time.
 */
final class BusiestThread {
    /** Of more, none is the one that everything waits for, and to read a file of each takes too long. */
    static final int MOST_THREADS = 1_000;

    private final ProcessFiles process;
    private Map<String, Long> before = Map.of();
    private long nanos;

    BusiestThread(ProcessFiles process) {
        this.process = process;
    }

    /** Just before the window. */
    void begin() {
        before = read();
        nanos = 0;
    }

    /** Just after it. A thread that began meanwhile has all of its time from then. */
    void end() {
        nanos = read().entrySet()
                .stream()
                .mapToLong(thread -> thread.getValue() - before.getOrDefault(thread.getKey(), 0L))
                .max()
                .orElse(0);
    }

    /** What it used between the two; 0 where that is not known. */
    long nanos() {
        return nanos;
    }

    /** With one CPU it tells no more than the process does. */
    private Map<String, Long> read() {
        return OutsideAccount.cpus(process) == 1 || process.threads().orElse(MOST_THREADS + 1) > MOST_THREADS
                ? Map.of()
                : process.threadNanos();
    }
}

package org.echoscale.bench.run;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Duration;

/** What is waited between two looks at something that is about to come. */
interface Pause {
    /** One that is short beside what it costs to look. */
    Duration LENGTH = Duration.ofMillis(5);

    /**
     * Waits.
     *
     * @throws InterruptedIOException when the thread is interrupted, which it stays
     */
    void take() throws IOException;

    /** Of {@link #LENGTH}. */
    static void betweenLooks() throws InterruptedIOException {
        try {
            Thread.sleep(LENGTH);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            InterruptedIOException interrupted = new InterruptedIOException(
                    "interrupted while the server was closing connections");
            interrupted.initCause(e);
            throw interrupted;
        }
    }
}

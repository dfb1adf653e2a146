package org.echoscale.bench.run;

import java.time.Duration;
import java.util.Optional;
import org.echoscale.bench.limits.ProcessFiles;

/** Whether a process that somebody else started has ended. A later one of the same number is another. For one thread at a time. */
final class Lifetime {
    private static final Duration LOOK = Duration.ofMillis(10);

    private final ProcessFiles process;
    private final Optional<Long> beganAt;

    /** Of one that lives now; one that does not was never there, and so does not end. */
    Lifetime(ProcessFiles process) {
        this.process = process;
        this.beganAt = process.beganAt();
    }

    /**
     * Whether it has ended, or does so within a time. The kernel does not wake whoever waits for the end of a process that is not its
     * child: it is looked for.
     */
    boolean endsWithin(Duration patience) {
        long deadline = System.nanoTime() + patience.toNanos();
        while (beganAt.isPresent()) {
            if (!process.beganAt().equals(beganAt)) {
                return true;
            }
            if (System.nanoTime() - deadline > 0) {
                return false;
            }
            try {
                Thread.sleep(LOOK);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return false;
            }
        }
        return false;
    }
}

package org.echoscale.bench.run;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.OptionalLong;
import org.echoscale.bench.limits.ProcessFiles;
import org.echoscale.bench.load.Target;
import org.echoscale.bench.server.ServerProcess;
import org.echoscale.results.stats.Units;

/** A server in a process that this program started and controls. */
final class ControlledServer implements Running {
    private static final Duration CLOSE_DEADLINE = Duration.ofSeconds(10);

    /** Those that a JVM may start in the course of time for itself. */
    private static final int OTHER_THREADS = 32;

    private final ServerProcess process;
    private final ProcessFiles files;
    private final int idleThreads;

    ControlledServer(ServerProcess process) {
        this.process = process;
        this.files = new ProcessFiles(Path.of("/proc", Long.toString(process.pid())));
        this.idleThreads = files.threads().orElse(0);
    }

    @Override
    public Target target() {
        return new Target(process.address(), OptionalLong.of(process.pid()));
    }

    @Override
    public Account account() throws IOException {
        return new ControlledAccount(process);
    }

    @Override
    public void awaitClosed() throws IOException {
        long deadline = System.nanoTime() + CLOSE_DEADLINE.toNanos();
        long open = openConnections();
        while (open > 0) {
            if (System.nanoTime() - deadline > 0) {
                throw new IOException(
                        "the server still holds " + Units.of(open, "connection") + " " + CLOSE_DEADLINE.toSeconds()
                                + " s after all were reset");
            }
            Pause.betweenLooks();
            open = openConnections();
        }
        awaitThreadsEnded(deadline);
    }

    /**
     * Thousands of threads take seconds to end, once their connections are closed, and a thread that is to begin waits for
     * the same lock: the next connections would pay for those before. Threads that stay are no reason to stop.
     */
    private void awaitThreadsEnded(long deadline) throws IOException {
        while (files.threads().orElse(0) > idleThreads + OTHER_THREADS && System.nanoTime() - deadline < 0) {
            Pause.betweenLooks();
        }
    }

    private long openConnections() throws IOException {
        return process.snapshot(ControlledAccount.ANSWER_DEADLINE).server().open();
    }

    @Override
    public String lastWords() {
        String words = process.isAlive() ? "" : process.lastWords();
        return words.isEmpty() ? "" : "; " + words;
    }

    @Override
    public void stop() throws IOException {
        try {
            process.stop();
        } finally {
            process.close();
        }
    }

    @Override
    public void kill() {
        process.close();
    }
}

package org.echoscale.bench.run;

import java.io.IOException;
import java.time.Duration;
import java.util.OptionalLong;
import org.echoscale.bench.load.Target;
import org.echoscale.bench.server.ServerProcess;

/** A server in a process that this program started and controls. */
final class ControlledServer implements Running {
    private static final Duration CLOSE_DEADLINE = Duration.ofSeconds(10);

    private final ServerProcess process;

    ControlledServer(ServerProcess process) {
        this.process = process;
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
                throw new IOException("the server still holds " + open + " connections " + CLOSE_DEADLINE.toSeconds()
                        + " s after all were reset");
            }
            pause();
            open = openConnections();
        }
    }

    private long openConnections() throws IOException {
        return process.snapshot(ControlledAccount.ANSWER_DEADLINE).server().open();
    }

    private static void pause() throws IOException {
        try {
            Thread.sleep(5);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while the server was closing connections", e);
        }
    }

    @Override
    public String lastWords() {
        return process.isAlive() ? "" : "; " + process.lastWords();
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

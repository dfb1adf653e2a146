package org.echoscale.bench.prove;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.echoscale.syscalls.Syscalls;

/**
 * Stops an echo server's process for a time and measures the stop from outside: by the clock around the calls, by the
 * states of its threads, and by two connections of its own, one with the first message that waits and one with the last.
 * The thread that made it uses it and closes it. The process must be one that this program started.
 */
final class Stopper implements AutoCloseable {
    private static final long PATIENCE_NANOS = 5_000_000_000L;

    private final long pid;
    private final Syscalls calls;
    private final Probes probes;
    private final Thread lastResort;

    private Stopper(long pid, Syscalls calls, Probes probes) {
        this.pid = pid;
        this.calls = calls;
        this.probes = probes;
        // A stopped process sees neither the end of its parent nor a signal other than this one.
        this.lastResort = new Thread(() -> ProcessHandle.of(pid).ifPresent(ProcessHandle::destroyForcibly));
    }

    static Stopper of(long pid, InetSocketAddress address) throws IOException {
        Syscalls calls = Syscalls.open();
        try {
            Stopper stopper = new Stopper(pid, calls, Probes.open(address));
            Runtime.getRuntime().addShutdownHook(stopper.lastResort);
            return stopper;
        } catch (IOException | RuntimeException e) {
            calls.close();
            throw e;
        }
    }

    /** Stops the process for so long. */
    Stop stop(Duration length) throws IOException {
        long asked = System.nanoTime();
        calls.kill(pid, Syscalls.SIGSTOP);
        long stopped = System.nanoTime();
        long confirmed;
        long goesOn;
        try {
            confirmed = awaitStopped(asked);
            probes.sendFirst();
            sleepUntil(stopped + length.toNanos());
            probes.sendLast();
        } finally {
            goesOn = System.nanoTime();
            calls.kill(pid, Syscalls.SIGCONT);
        }
        Probes.Echoes echoes = probes.await(PATIENCE_NANOS);
        return new Stop(length.toNanos(), goesOn - stopped, stopped - asked, confirmed - asked,
                echoes.firstNanos() - goesOn,
                echoes.lastNanos() - echoes.firstNanos());
    }

    private long awaitStopped(long asked) throws IOException {
        while (!allStopped()) {
            if (System.nanoTime() - asked > PATIENCE_NANOS) {
                throw new IOException("process " + pid + " was told to stop and did not within "
                        + PATIENCE_NANOS / 1_000_000_000 + " s");
            }
        }
        return System.nanoTime();
    }

    /** Looks at every thread: the first one may stop before that which serves. */
    private boolean allStopped() throws IOException {
        try (Stream<Path> threads = Files.list(Path.of("/proc/" + pid + "/task"))) {
            for (Path thread : (Iterable<Path>) threads::iterator) {
                String stat = Files.readString(thread.resolve("stat"));
                if (stat.charAt(stat.lastIndexOf(')') + 2) != 'T') { // the name before it may have any character
                    return false;
                }
            }
            return true;
        } catch (NoSuchFileException _) {
            return false; // a thread that ended before it could stop
        } catch (UncheckedIOException e) {
            throw new IOException(e.getMessage(), e);
        }
    }

    private static void sleepUntil(long nanoTime) throws InterruptedIOException {
        try {
            for (long left = nanoTime - System.nanoTime(); left > 0; left = nanoTime - System.nanoTime()) {
                TimeUnit.NANOSECONDS.sleep(left);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted while a server was stopped");
        }
    }

    @Override
    public void close() throws IOException {
        try {
            Runtime.getRuntime().removeShutdownHook(lastResort);
        } catch (IllegalStateException _) {
            // The program is ending, and this thread with it.
        } finally {
            calls.close();
            probes.close();
        }
    }
}

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
 * Stops an echo server's process for a time and measures the stop from outside, by a {@link Witness}: that the call which
 * stops it has returned does not mean that each of its threads stands still. The thread that made it uses it and closes
 * it. The process must be one that this program started.
 */
final class Stopper implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(5);
    /** Bytes before the server is told to stop, and again before each look whether it has: some milliseconds. */
    private static final int TICKS = 32;

    private final long pid;
    private final Syscalls calls;
    private final Witness witness;
    private final Thread lastResort;

    private Stopper(long pid, Syscalls calls, Witness witness) {
        this.pid = pid;
        this.calls = calls;
        this.witness = witness;
        // A stopped process sees neither the end of its parent nor a signal other than this one.
        this.lastResort = new Thread(() -> ProcessHandle.of(pid).ifPresent(ProcessHandle::destroyForcibly));
    }

    static Stopper of(long pid, InetSocketAddress address) throws IOException {
        Syscalls calls = Syscalls.open();
        Stopper stopper;
        try {
            stopper = new Stopper(pid, calls, Witness.open(calls, address, PATIENCE));
        } catch (IOException | RuntimeException e) {
            calls.close();
            throw e;
        }
        try {
            Runtime.getRuntime().addShutdownHook(stopper.lastResort);
            stopper.rehearse();
            return stopper;
        } catch (IOException | RuntimeException e) {
            stopper.close();
            throw e;
        }
    }

    /** Does all that a stop takes, but for the stop: no class is loaded, and nothing is bound, while it matters. */
    private void rehearse() throws IOException {
        ClockOffset.read(calls);
        witness.begin(PATIENCE);
        calls.kill(pid, 0); // sends nothing, and says whether there is such a process
        witness.tick(TICKS);
        allStopped();
        witness.sendLast();
        witness.await(PATIENCE);
    }

    /**
     * Stops the process for so long, or a moment longer.
     *
     * @param windowBegan when the window of the load began, by {@link System#nanoTime}
     */
    Stop stop(long windowBegan, Duration length) throws IOException {
        calls.kill(pid, 0); // sends nothing, and says whether there is such a process
        ClockOffset offset = ClockOffset.read(calls);
        witness.begin(PATIENCE);
        witness.tick(TICKS);
        long asked = System.nanoTime();
        calls.kill(pid, Syscalls.SIGSTOP);
        long confirmed;
        Beginning beginning;
        long goesOn;
        try {
            confirmed = awaitStopped(asked);
            sleepUntil(confirmed + length.toNanos());
            beginning = witness.beginning();
            witness.sendLast();
        } finally {
            goesOn = calls.clockNanos(Syscalls.CLOCK_REALTIME);
            calls.kill(pid, Syscalls.SIGCONT);
        }
        Witness.Echoes echoes = witness.await(PATIENCE);
        offset.requireStillAt(ClockOffset.read(calls));
        return new Stop(beginning.nanos() - offset.realTime(windowBegan), length.toNanos(), goesOn - beginning.nanos(),
                beginning.unsureNanos(), confirmed - asked,
                echoes.firstNanos() - goesOn, echoes.lastNanos() - echoes.firstNanos());
    }

    private long awaitStopped(long asked) throws IOException {
        do {
            if (System.nanoTime() - asked > PATIENCE.toNanos()) {
                throw new IOException(
                        "process " + pid + " was told to stop and did not within " + PATIENCE.toSeconds() + " s");
            }
            witness.tick(TICKS);
        } while (!allStopped());
        long confirmed = System.nanoTime();
        witness.tick(1); // this one is certainly not answered
        return confirmed;
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

    static void sleepUntil(long nanoTime) throws InterruptedIOException {
        try {
            for (long left = nanoTime - System.nanoTime(); left > 0; left = nanoTime - System.nanoTime()) {
                TimeUnit.NANOSECONDS.sleep(left);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted while a stop was measured");
        }
    }

    @Override
    public void close() throws IOException {
        try {
            Runtime.getRuntime().removeShutdownHook(lastResort);
        } catch (IllegalStateException _) {
            // The program is ending, and this thread with it.
        } finally {
            witness.close();
            calls.close();
        }
    }
}

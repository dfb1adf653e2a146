package org.echoscale.bench.server;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Writer;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.echoscale.syscalls.SyscallException;
import org.echoscale.syscalls.Syscalls;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;

/**
 * A server in a JVM of its own, seen from the process that started it. One thread at a time asks; every question has a
 * deadline, and after one that was missed the process can only be closed.
 */
public final class ServerProcess implements AutoCloseable {
    private static final Duration STOP_DEADLINE = Duration.ofSeconds(5);
    private static final Duration KILL_DEADLINE = Duration.ofSeconds(10);

    private final ServerLaunch launch;
    private final Process process;
    private final Writer requests;
    private final BlockingQueue<Optional<String>> answers = new LinkedBlockingQueue<>();
    private final Tail lastWords = new Tail();
    private final Thread answerReader;
    private final Thread errorReader;
    private InetSocketAddress address = new InetSocketAddress(0);
    private boolean unusable;

    private ServerProcess(ServerLaunch launch, Process process) {
        this.launch = launch;
        this.process = process;
        this.requests = process.outputWriter(StandardCharsets.UTF_8);
        this.answerReader = reader("answers", process.getInputStream(), line -> answers.add(Optional.of(line)),
                () -> answers.add(Optional.empty()));
        this.errorReader = reader("errors", process.getErrorStream(), lastWords::add, () -> {});
    }

    /**
     * Starts a server and waits until it accepts connections. Called by a platform thread, whose CPUs are changed for
     * the moment of the fork when the launch says which ones the server may use: a child inherits them.
     */
    public static ServerProcess start(ServerLaunch launch, Duration deadline) throws IOException {
        ServerProcess server = new ServerProcess(launch, fork(launch));
        try {
            server.awaitListening(deadline);
            return server;
        } catch (IOException | RuntimeException e) {
            server.kill();
            throw e;
        }
    }

    private static Process fork(ServerLaunch launch) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(DeafCommand.of(launch.command(List.of("--control"))));
        if (launch.cpus().isEmpty()) {
            return builder.start();
        }
        try (Syscalls calls = Syscalls.open()) {
            BitSet own = calls.affinity();
            calls.setAffinity(launch.cpus());
            try {
                return builder.start();
            } finally {
                calls.setAffinity(own);
            }
        } catch (SyscallException e) {
            throw new ServerFailedException(
                    "server " + launch.transport() + " cannot be confined to CPUs " + launch.cpus() + ": "
                            + e.getMessage(),
                    e);
        }
    }

    private void awaitListening(Duration deadline) throws ServerFailedException {
        String line = answer("listening", deadline);
        address = Listening.parse(line)
                .orElseThrow(() -> new ServerFailedException(
                        name() + " said '" + line + "' instead of where it listens" + quote()))
                .address();
    }

    /** How it was started. */
    public ServerLaunch launch() {
        return launch;
    }

    public InetSocketAddress address() {
        return address;
    }

    public long pid() {
        return process.pid();
    }

    public boolean isAlive() {
        return process.isAlive();
    }

    /** How its process ended; empty when it lives on after so long a time. */
    public Optional<ServerEnd> endWithin(Duration patience) {
        if (!waitFor(patience)) {
            return Optional.empty();
        }
        kill(); // nothing is left but to read what it wrote
        return Optional.of(end());
    }

    /** What it has done and used so far. */
    public ServerSnapshot snapshot(Duration deadline) throws ServerFailedException {
        String line = ask("stats", deadline);
        try {
            return SnapshotJson.read(line);
        } catch (JacksonException e) {
            unusable = true;
            throw new ServerFailedException(name() + " answered 'stats' with '" + line + "'" + quote(), e);
        }
    }

    /** Makes its JVM collect garbage. */
    public void collectGarbage(Duration deadline) throws ServerFailedException {
        String line = ask("gc", deadline);
        if (!line.equals("ok")) {
            unusable = true;
            throw new ServerFailedException(name() + " answered 'gc' with '" + line + "'" + quote());
        }
    }

    /**
     * Asks it to stop and waits until its process has ended; one that does not end in time is killed.
     *
     * @throws ServerFailedException when it had to be killed, or ended with another exit code than 0
     */
    public void stop() throws ServerFailedException {
        try {
            requests.write("stop\n");
            requests.close();
        } catch (IOException e) {
            // It has ended already; its exit code says more than the broken pipe.
        }
        boolean ended = waitFor(STOP_DEADLINE);
        kill();
        if (!ended) {
            throw new ServerFailedException(
                    name() + " did not stop within " + STOP_DEADLINE.toMillis() + " ms and was killed" + quote());
        }
        if (process.exitValue() != 0) {
            throw new ServerFailedException(exit());
        }
    }

    /** Kills the process if it is still there. Calling it again does nothing. */
    @Override
    public void close() {
        kill();
    }

    /** The last lines that it wrote to its standard error, in one; empty when it wrote none. */
    public String lastWords() {
        return lastWords.text();
    }

    private String ask(String request, Duration deadline) throws ServerFailedException {
        if (unusable) {
            throw new ServerFailedException(name() + " failed to answer before and is not asked again" + quote());
        }
        try {
            requests.write(request + "\n");
            requests.flush();
        } catch (IOException e) {
            throw ended(e);
        }
        return answer(request, deadline);
    }

    private String answer(String request, Duration deadline) throws ServerFailedException {
        try {
            Optional<String> line = answers.poll(deadline.toNanos(), TimeUnit.NANOSECONDS);
            if (line == null) {
                unusable = true;
                throw new ServerFailedException(
                        name() + " did not answer '" + request + "' within " + deadline.toMillis() + " ms" + quote());
            }
            if (line.isEmpty()) {
                throw ended(null);
            }
            return line.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            unusable = true;
            throw new ServerFailedException("interrupted while " + name() + " was to answer '" + request + "'", e);
        }
    }

    /** Its output has ended: its process does too, or is broken. */
    private ServerFailedException ended(@Nullable IOException cause) {
        unusable = true;
        waitFor(STOP_DEADLINE);
        kill();
        return new ServerFailedException(exit(), cause);
    }

    private String exit() {
        ServerEnd end = end();
        return end.how() + end.quote();
    }

    private ServerEnd end() {
        return new ServerEnd(name() + " ended with " + ServerEnd.exitCode(process.exitValue()), lastWords.text());
    }

    private String name() {
        return "server " + launch.transport() + " (process " + process.pid() + ")";
    }

    private String quote() {
        String words = lastWords.text();
        return words.isEmpty() ? "" : "; its last words: " + words;
    }

    private boolean waitFor(Duration deadline) {
        return uninterruptibly(deadline, left -> process.waitFor(left.toNanos(), TimeUnit.NANOSECONDS));
    }

    private void kill() {
        process.destroyForcibly();
        waitFor(KILL_DEADLINE);
        uninterruptibly(KILL_DEADLINE, answerReader::join);
        uninterruptibly(KILL_DEADLINE, errorReader::join);
    }

    /** What was started is also ended by a thread that is to stop: an interrupt is kept for afterwards. */
    private static boolean uninterruptibly(Duration deadline, Wait wait) {
        long end = System.nanoTime() + deadline.toNanos();
        boolean interrupted = Thread.interrupted();
        try {
            while (true) {
                try {
                    return wait.atMost(Duration.ofNanos(Math.max(1, end - System.nanoTime())));
                } catch (InterruptedException e) {
                    interrupted = true;
                }
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private interface Wait {
        /** Returns whether what was awaited has come. */
        boolean atMost(Duration time) throws InterruptedException;
    }

    private Thread reader(String name, InputStream stream, Consumer<String> lines, Runnable end) {
        return Thread.ofPlatform().daemon().name("echoscale-server-" + process.pid() + "-" + name).start(() -> {
            try (BufferedReader reader = new BufferedReader(new InputStreamReader(stream, StandardCharsets.UTF_8))) {
                reader.lines().forEach(lines);
            } catch (IOException | java.io.UncheckedIOException e) {
                lastWords.add("(its output broke off: " + e.getMessage() + ")");
            } finally {
                end.run();
            }
        });
    }
}

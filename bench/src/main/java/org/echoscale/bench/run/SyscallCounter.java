package org.echoscale.bench.run;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.echoscale.syscalls.SyscallException;
import org.echoscale.syscalls.Syscalls;

/**
 * A program of the system that counts the system calls of another process: strace, or perf where there is no strace. It stops or
 * slows the process at each call, so it never runs while something is measured.
 */
public enum SyscallCounter {
    /** strace(1): all calls by name, from ptrace(2). */
    STRACE("strace") {
        @Override
        List<String> command(long pid, Path output) {
            return List.of("strace", "-f", "-c", "-o", output.toString(), "-p", Long.toString(pid));
        }

        @Override
        boolean isReady(Process process, BlockingQueue<String> said, List<String> words) throws InterruptedException {
            String line = said.poll(POLL_MILLIS, TimeUnit.MILLISECONDS);
            if (line != null) {
                words.add(line);
            }
            return line != null && line.contains("attached");
        }

        @Override
        SortedMap<String, Long> parse(String output) {
            return counts(STRACE_LINE, output);
        }
    },
    /** perf-stat(1) on tracepoints: of the calls that servers make. */
    PERF("perf") {
        @Override
        List<String> command(long pid, Path output) {
            List<String> command = new ArrayList<>(List.of("perf", "stat", "-x", ",", "-o", output.toString()));
            for (String call : PERF_CALLS) {
                command.add("-e");
                command.add("syscalls:sys_enter_" + call);
            }
            command.add("-p");
            command.add(Long.toString(pid));
            return command;
        }

        // It says nothing when it begins: it has begun when it holds an event for each call, and opens no more.
        @Override
        boolean isReady(Process process, BlockingQueue<String> said, List<String> words) throws InterruptedException {
            said.drainTo(words);
            long before = events(process.pid());
            Thread.sleep(POLL_MILLIS);
            return before >= PERF_CALLS.size() && events(process.pid()) == before;
        }

        @Override
        SortedMap<String, Long> parse(String output) {
            return counts(PERF_LINE, output);
        }
    };

    /** What is worth saying when neither is there. */
    public static final String MISSING = "neither strace nor perf is installed (Debian, Ubuntu, Fedora: the package strace)";

    /** With more threads, attaching takes longer than measuring, or more descriptors than there are. */
    static final int MOST_THREADS = 1000;

    private static final long POLL_MILLIS = 50;
    private static final long ATTACH_NANOS = 20_000_000_000L;
    private static final long DETACH_SECONDS = 20;
    /** {@code  12.34    0.001234          12       100         3 read}: share, seconds, each, calls, errors, name. */
    private static final Pattern STRACE_LINE = Pattern
            .compile("(?m)^\\s*[\\d.]+\\s+[\\d.]+\\s+\\d+\\s+(\\d+)(?:\\s+\\d+)?\\s+(?!total)([a-z_]\\w*)\\s*$");
    /** {@code 100,,syscalls:sys_enter_read,…}: the count comes first. */
    private static final Pattern PERF_LINE = Pattern.compile("(?m)^(\\d+),[^,]*,syscalls:sys_enter_(\\w+),");
    private static final List<String> PERF_CALLS = List.of("read", "write", "readv", "writev", "recvfrom", "sendto",
            "recvmsg", "sendmsg", "epoll_wait", "epoll_pwait", "epoll_pwait2", "epoll_ctl", "poll", "ppoll", "select",
            "pselect6",
            "accept",
            "accept4", "close", "futex", "io_uring_enter");

    private final String program;

    SyscallCounter(String program) {
        this.program = program;
    }

    /** The first of them that is on the PATH. */
    public static Optional<SyscallCounter> onPath() {
        return onPath(System.getenv().getOrDefault("PATH", ""));
    }

    static Optional<SyscallCounter> onPath(String path) {
        List<Path> folders = Stream.of(path.split(File.pathSeparator, -1))
                .filter(folder -> !folder.isEmpty())
                .map(Path::of)
                .toList();
        return Stream.of(values())
                .filter(counter -> folders.stream()
                        .anyMatch(folder -> Files.isExecutable(folder.resolve(counter.program))))
                .findFirst();
    }

    /** Its name in results. */
    public String program() {
        return program;
    }

    abstract List<String> command(long pid, Path output);

    /** Whether it counts by now; asked again and again, each time for a moment. */
    abstract boolean isReady(Process process, BlockingQueue<String> said, List<String> words)
            throws InterruptedException;

    abstract SortedMap<String, Long> parse(String output);

    /** What is done while the calls are counted. */
    interface Work {
        void run() throws IOException;
    }

    /**
     * Counts the calls of a process and all its threads while something is done.
     *
     * @throws NotCounted when it could not be: the process may not be traced, say
     */
    SortedMap<String, Long> count(long pid, Work work) throws IOException {
        Path output = Files.createTempFile("echoscale-syscalls", ".txt");
        try {
            Process process = start(command(pid, output));
            try {
                awaitReady(process);
                work.run();
            } finally {
                end(process);
            }
            SortedMap<String, Long> calls = parse(Files.readString(output));
            if (calls.isEmpty()) {
                throw new NotCounted(program + " counted no call of process " + pid);
            }
            return calls;
        } finally {
            Files.deleteIfExists(output);
        }
    }

    private static Process start(List<String> command) throws NotCounted {
        try {
            return new ProcessBuilder(command).redirectErrorStream(true).start();
        } catch (IOException e) {
            throw new NotCounted(String.valueOf(e.getMessage()));
        }
    }

    private void awaitReady(Process process) throws IOException {
        BlockingQueue<String> said = new LinkedBlockingQueue<>();
        Thread.ofPlatform().daemon().name("echoscale-" + program).start(() -> {
            try (BufferedReader reader = new BufferedReader(
                    new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
                reader.lines().forEach(said::add);
            } catch (IOException | UncheckedIOException e) {
                // It has ended.
            }
        });
        List<String> words = new ArrayList<>();
        long deadline = System.nanoTime() + ATTACH_NANOS;
        try {
            while (!isReady(process, said, words)) {
                if (!process.isAlive() || System.nanoTime() > deadline) {
                    process.waitFor(POLL_MILLIS, TimeUnit.MILLISECONDS);
                    said.drainTo(words);
                    throw new NotCounted(program + " could not begin: "
                            + (words.isEmpty() ? "it said nothing" : String.join("; ", words)));
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while " + program + " was to begin", e);
        }
    }

    /**
     * Ctrl-C makes it let go of the process and write what it counted; at SIGTERM perf writes nothing. When this returns it has
     * ended, so that the next window is measured without it.
     */
    private static void end(Process process) throws IOException {
        interrupt(process);
        boolean interrupted = Thread.interrupted();
        try {
            if (!process.waitFor(DETACH_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly().waitFor(DETACH_SECONDS, TimeUnit.SECONDS);
            }
        } catch (InterruptedException e) {
            interrupted = true;
            process.destroyForcibly(); // the kernel lets the traced process go on
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private static void interrupt(Process process) {
        if (!process.isAlive()) {
            return;
        }
        try (Syscalls calls = Syscalls.open()) {
            calls.kill(process.pid(), Syscalls.SIGINT);
        } catch (SyscallException e) {
            process.destroy(); // it has just ended
        }
    }

    private static long events(long pid) {
        try (Stream<Path> descriptors = Files.list(Path.of("/proc", Long.toString(pid), "fd"))) {
            return descriptors.filter(SyscallCounter::isEvent).count();
        } catch (IOException | UncheckedIOException e) {
            return 0; // it has ended
        }
    }

    private static boolean isEvent(Path descriptor) {
        try {
            return Files.readSymbolicLink(descriptor).toString().equals("anon_inode:[perf_event]");
        } catch (IOException e) {
            return false; // closed meanwhile
        }
    }

    private static SortedMap<String, Long> counts(Pattern line, String output) {
        SortedMap<String, Long> calls = new TreeMap<>();
        Matcher lines = line.matcher(output);
        while (lines.find()) {
            long found = Long.parseLong(lines.group(1));
            if (found > 0) {
                calls.merge(lines.group(2), found, Long::sum);
            }
        }
        return calls;
    }

    /** Why there are no counts, in one line; the run goes on without. */
    static final class NotCounted extends IOException {
        private static final long serialVersionUID = 1;

        NotCounted(String message) {
            super(message);
        }
    }
}

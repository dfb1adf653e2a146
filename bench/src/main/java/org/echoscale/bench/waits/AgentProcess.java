package org.echoscale.bench.waits;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalInt;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.echoscale.bench.server.DeafCommand;
import org.jspecify.annotations.Nullable;

/** A process that waits, from outside: a JVM of ours, or a program that was given. For one thread at a time. */
final class AgentProcess implements AutoCloseable {
    private static final String MAIN_CLASS = "org.echoscale.bench.cli.Main";
    private static final Duration DEADLINE = Duration.ofMinutes(2);
    private static final int END_SECONDS = 10;

    private final String name;
    private final Process process;
    private final Writer requests;
    private final BlockingQueue<String> answers = new LinkedBlockingQueue<>();

    private AgentProcess(String name, List<String> command, int size) throws IOException {
        this.name = name;
        process = new ProcessBuilder(DeafCommand.of(command)).redirectError(ProcessBuilder.Redirect.INHERIT).start();
        requests = process.outputWriter(StandardCharsets.UTF_8);
        Thread.ofPlatform().daemon().name("echoscale-waits-" + process.pid()).start(this::read);
        try {
            String first = answer();
            if (!("ready " + size).equals(first)) {
                throw new IOException(name + " was to open " + size + " descriptors and answered: " + first);
            }
        } catch (IOException | RuntimeException e) {
            close();
            throw e;
        }
    }

    /** A JVM of ours, with plain descriptors or with channels. */
    static AgentProcess java(Kind kind, boolean channels, int size, OptionalInt cpu) throws IOException {
        List<String> command = new ArrayList<>(
                List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "--enable-native-access=ALL-UNNAMED", "-XX:+UseSerialGC", "-Xmx512m", "-cp",
                        System.getProperty("java.class.path"), MAIN_CLASS, "wait-agent"));
        command.addAll(arguments(kind, size, cpu));
        command.add(channels ? "channels" : "plain");
        return new AgentProcess(channels ? "the JVM with channels" : "the JVM", command, size);
    }

    /** A program that measures the same. */
    static AgentProcess program(Path program, Kind kind, int size, OptionalInt cpu) throws IOException {
        List<String> command = new ArrayList<>(List.of(program.toAbsolutePath().toString()));
        command.addAll(arguments(kind, size, cpu));
        return new AgentProcess(program.toString(), command, size);
    }

    private static List<String> arguments(Kind kind, int size, OptionalInt cpu) {
        return List.of(kind.word(), Integer.toString(size), Integer.toString(cpu.orElse(-1)));
    }

    Measured slice(Point point, Duration slice, double start) throws IOException {
        requests.write(String.format(Locale.ROOT, "slice %s %s %d %d %d %.6f%n", point.mechanism().word(),
                point.mode().word(), point.descriptors(), point.ready(), slice.toNanos(), start));
        requests.flush();
        String answer = answer();
        String[] words = answer == null ? new String[0] : answer.split(" ", -1);
        if (words.length != 4 || !words[0].equals("measured")) {
            throw new IOException(name + ", asked to wait with " + point.mechanism().word() + " on "
                    + point.descriptors() + " descriptors, answered: " + answer);
        }
        return new Measured(figure(words[1], answer), figure(words[2], answer), figure(words[3], answer));
    }

    /** No wait takes no time, and none is no measurement: a program of somebody else's may answer anything. */
    private long figure(String word, @Nullable String answer) throws IOException {
        if (!word.matches("[1-9]\\d{0,17}")) {
            throw new IOException(name + " answered '" + answer + "', in which '" + word
                    + "' is no number from 1 on (docs/waits.md says what it is to answer)");
        }
        return Long.parseLong(word);
    }

    private @Nullable String answer() throws InterruptedIOException {
        try {
            return answers.poll(DEADLINE.toNanos(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted");
        }
    }

    private void read() {
        try (BufferedReader reader = process.inputReader(StandardCharsets.UTF_8)) {
            for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                answers.add(line);
            }
        } catch (IOException e) {
            answers.add("its output broke off: " + e.getMessage());
        }
        answers.add("nothing: it has ended");
    }

    @Override
    public void close() {
        try {
            requests.close();
        } catch (IOException e) {
            // It has ended already.
        }
        process.onExit().completeOnTimeout(process, END_SECONDS, TimeUnit.SECONDS).join();
        process.destroyForcibly();
        process.onExit().join();
    }
}

package org.echoscale.bench.run;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.echoscale.bench.server.DeafCommand;
import org.echoscale.bench.server.Listening;
import org.jspecify.annotations.Nullable;

/**
 * A process of its own that holds idle connections to a server: with several servers of 10,000 connections each, one
 * process has too few descriptors for all. It ends when this one closes its standard input, or ends itself. For one thread
 * at a time, which may be interrupted while it waits.
 */
final class Holder implements AutoCloseable {
    private static final String MAIN_CLASS = "org.echoscale.bench.cli.Main";
    private static final Duration ANSWER_DEADLINE = Duration.ofSeconds(60);
    private static final Duration END_DEADLINE = Duration.ofSeconds(2);
    private static final String END = "nothing: it has ended";

    private final Process process;
    private final Writer requests;
    private final BlockingQueue<String> answers = new LinkedBlockingQueue<>();

    private Holder(Process process) {
        this.process = process;
        this.requests = process.outputWriter(StandardCharsets.UTF_8);
        Thread.ofPlatform().daemon().name("echoscale-holder-" + process.pid()).start(this::read);
    }

    /** Opens so many connections and keeps them. */
    static Holder open(InetSocketAddress server, int connections) throws IOException {
        List<String> command = List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED", "-XX:+UseSerialGC", "-Xmx64m", "-XX:TieredStopAtLevel=1", "-cp",
                System.getProperty("java.class.path"), MAIN_CLASS, "hold", Listening.text(server),
                Integer.toString(connections));
        Holder holder = new Holder(
                new ProcessBuilder(DeafCommand.of(command)).redirectError(ProcessBuilder.Redirect.INHERIT).start());
        try {
            holder.expect(connections);
            return holder;
        } catch (IOException | RuntimeException e) {
            holder.process.destroyForcibly();
            holder.close();
            throw e;
        }
    }

    /** Checks that all of them still echo. */
    void verify(int connections) throws IOException {
        requests.write("verify\n");
        requests.flush();
        expect(connections);
    }

    long pid() {
        return process.pid();
    }

    private void expect(int connections) throws IOException {
        String answer = answer();
        if (!Integer.toString(connections).equals(answer)) {
            throw new IOException("the process that holds " + connections + " idle connections answered "
                    + (answer == null ? "nothing within " + ANSWER_DEADLINE.toSeconds() + " s" : answer));
        }
    }

    private @Nullable String answer() throws InterruptedIOException {
        try {
            return answers.poll(ANSWER_DEADLINE.toNanos(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted while idle connections were opened or verified");
        }
    }

    private void read() {
        try (BufferedReader reader = process.inputReader(StandardCharsets.UTF_8)) {
            reader.lines().forEach(answers::add);
        } catch (IOException | UncheckedIOException e) {
            answers.add("that its output broke off: " + e.getMessage());
        } finally {
            answers.add(END);
        }
    }

    /** Lets it reset its connections, which leaves no port in TIME_WAIT; kills it when that takes long. */
    @Override
    public void close() {
        try {
            requests.close();
        } catch (IOException e) {
            // It has ended already.
        }
        process.onExit().completeOnTimeout(process, END_DEADLINE.toNanos(), TimeUnit.NANOSECONDS).join();
        process.destroyForcibly();
        process.onExit().join();
    }
}

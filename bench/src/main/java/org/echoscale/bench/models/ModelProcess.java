package org.echoscale.bench.models;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.BitSet;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.echoscale.bench.server.Listening;
import org.echoscale.results.models.Model;
import org.echoscale.results.models.ModelRun;
import org.echoscale.results.models.ModelsPlan;
import org.echoscale.syscalls.SyscallException;
import org.echoscale.syscalls.Syscalls;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/**
 * One model at work in a JVM of its own, so that threads, memory and CPU time are those of the model. The server that replies
 * late stays in this one.
 */
public final class ModelProcess {
    private static final String MAIN_CLASS = "org.echoscale.bench.cli.Main";
    /** Of a machine that is busy with other things, above what the work takes one at a time. */
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private ModelProcess() {}

    /**
     * Waits until the work is done.
     *
     * @param cpus that the process is confined to; empty for all that this one may use
     */
    public static ModelRun run(Model model, ModelsPlan plan, InetSocketAddress server, BitSet cpus) throws IOException {
        Process process = start(command(model, plan, server), cpus);
        CompletableFuture<String> output = CompletableFuture.supplyAsync(() -> text(process),
                task -> Thread.ofPlatform().daemon().name("echoscale-model-output").start(task));
        try {
            String json = output.get(plan.oneAtATimeNanos() * 3 + PATIENCE.toNanos(), TimeUnit.NANOSECONDS);
            return JsonMapper.shared().readValue(json, ModelRun.class);
        } catch (JacksonException e) {
            throw new IOException("the process with " + model.label() + " ended without a result", e);
        } catch (TimeoutException e) {
            throw new IOException("the process with " + model.label() + " did not end in time", e);
        } catch (ExecutionException e) {
            throw new IOException("the process with " + model.label() + " cannot be read", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted while " + model.label() + " was at work");
        } finally {
            process.destroyForcibly().onExit().join();
        }
    }

    private static List<String> command(Model model, ModelsPlan plan, InetSocketAddress server) {
        // A small heap that no collector thread and no late compiler disturbs.
        return List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-XX:-UsePerfData",
                "-Xms64m", "-Xmx256m", "-cp", System.getProperty("java.class.path"), MAIN_CLASS, "model-process",
                Listening.text(server), model.name().toLowerCase(Locale.ROOT), Integer.toString(plan.tasks()),
                Integer.toString(plan.steps()), Long.toString(plan.waitNanos()), Long.toString(plan.computeNanos()));
    }

    /** A child inherits the CPUs of the thread that starts it. */
    private static Process start(List<String> command, BitSet cpus) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT);
        if (cpus.isEmpty()) {
            return builder.start();
        }
        try (Syscalls calls = Syscalls.open()) {
            BitSet own = calls.affinity();
            calls.setAffinity(cpus);
            try {
                return builder.start();
            } finally {
                calls.setAffinity(own);
            }
        } catch (SyscallException e) {
            throw new IOException("a process cannot be confined to CPUs " + cpus + ": " + e.getMessage(), e);
        }
    }

    private static String text(Process process) {
        try (Reader reader = process.inputReader(StandardCharsets.UTF_8)) {
            return reader.readAllAsString();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

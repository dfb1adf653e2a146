package org.echoscale.bench.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import org.echoscale.bench.load.Target;

/** A server in C that runs on the first CPU for a test that compares clients on the last one. */
final class Fixture implements AutoCloseable {
    private final Process process;
    private final BufferedReader out;
    private final String address;

    private Fixture(Process process, BufferedReader out, String address) {
        this.process = process;
        this.out = out;
        this.address = address;
    }

    /** Starts a program whose first line of output is {@code listening HOST:PORT NAME}. */
    static Fixture start(Path program, String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of("taskset", "-c", "0", program.toString()));
        command.addAll(List.of(arguments));
        Process process = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
        BufferedReader out = process.inputReader(StandardCharsets.UTF_8);
        return new Fixture(process, out, out.readLine().split(" ", -1)[1]);
    }

    /** {@code 127.0.0.1:40123}. */
    String address() {
        return address;
    }

    Target target() {
        int port = Integer.parseInt(address.substring(address.lastIndexOf(':') + 1));
        return new Target(new InetSocketAddress(InetAddress.getLoopbackAddress(), port),
                OptionalLong.of(process.pid()));
    }

    @Override
    public void close() throws IOException {
        process.destroy();
        process.onExit().join();
        out.close();
    }

    // ---- for the tests that compare ----

    static int lastCpu() {
        return Runtime.getRuntime().availableProcessors() - 1;
    }

    /** Runs a command to its end and returns what it said, on both outputs. */
    static String run(List<String> command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(2, TimeUnit.MINUTES)).isTrue();
        assertThat(process.exitValue()).as("%s: %s", command, said).isZero();
        return said;
    }

    static double median(double[] values) {
        return quantile(values, 0.5);
    }

    static double quantile(double[] values, double q) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        return sorted[(int) Math.round(q * (sorted.length - 1))];
    }
}

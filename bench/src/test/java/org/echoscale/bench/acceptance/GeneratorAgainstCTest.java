package org.echoscale.bench.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.echoscale.bench.load.Crowd;
import org.echoscale.bench.load.LoadGenerator;
import org.echoscale.bench.load.LoadResult;
import org.echoscale.bench.load.OpenConnections;
import org.echoscale.bench.load.Target;
import org.echoscale.results.model.Load;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * CPU per message of the generator against that of the driver in C on the same server, slice by slice in turn, both pinned
 * to the last CPU and the server to the first. Prints what it finds; run it while nothing else runs. Not part of the usual
 * build, see {@link ManyConnectionsTest}.
 */
@Tag("acceptance")
class GeneratorAgainstCTest {
    private static final int ROUNDS = 20;
    private static final Pattern TOTAL = Pattern.compile(
            "\"total\":true.*\"messages\":(\\d+).*\"driverCpuNanos\":(\\d+).*");

    @TempDir
    private Path folder;

    @ParameterizedTest
    @CsvSource({"100, 64", "10000, 64"})
    void theGeneratorCostsWhatADriverInCCosts(int connections, int active) throws Exception {
        Path driver = CPrograms.compile("epoll_driver", folder);
        Path echo = CPrograms.compile("echo_epoll", folder);
        int lastCpu = Runtime.getRuntime().availableProcessors() - 1;
        Process server = new ProcessBuilder("taskset", "-c", "0", echo.toString(), "--second-thread").start();
        try (BufferedReader out = server.inputReader(StandardCharsets.UTF_8);
                LoadGenerator generator = LoadGenerator.start(OptionalInt.of(lastCpu))) {
            String address = out.readLine().split(" ", -1)[1];
            int port = Integer.parseInt(address.substring(address.lastIndexOf(':') + 1));
            Target target = new Target(new InetSocketAddress(InetAddress.getLoopbackAddress(), port),
                    OptionalLong.of(server.pid()));
            double[] ratios = new double[ROUNDS];
            double[] ours = new double[ROUNDS];
            double[] theirs = new double[ROUNDS];
            for (int round = -1; round < ROUNDS; round++) {
                double micros = ours(generator, target, new Crowd(connections, active, 64, 1), round < 0);
                double c = theirs(driver, address, connections, active, lastCpu);
                if (round >= 0) {
                    ours[round] = micros;
                    theirs[round] = c;
                    ratios[round] = micros / c;
                }
            }
            System.out.printf("generator CPU a message at %d connections, %d active: %.2f µs, driver in C %.2f µs, "
                    + "ratio of pairs: median %.3f, quartiles %.3f %.3f%n", connections, active, quantile(ours, 0.5),
                    quantile(theirs, 0.5), quantile(ratios, 0.5), quantile(ratios, 0.25), quantile(ratios, 0.75));
            assertThat(quantile(ratios, 0)).isPositive();
        } finally {
            server.destroy();
            server.onExit().join();
        }
    }

    private static double ours(LoadGenerator generator, Target target, Crowd crowd, boolean warm) throws Exception {
        try (OpenConnections open = generator.open(target, crowd)) {
            open.warmUp(new Load.Closed(1), Duration.ofMillis(warm ? 4000 : 200), Duration.ofMillis(warm ? 6000 : 200));
            LoadResult result = open.measure(new Load.Closed(1), Duration.ofMillis(500));
            return result.generator().threadCpuNanos() / 1e3 / result.messages().received();
        }
    }

    private static double theirs(Path driver, String address, int connections, int active, int cpu) throws Exception {
        Process process = new ProcessBuilder(List.of("taskset", "-c", Integer.toString(cpu), driver.toString(), address,
                "--connections", Integer.toString(connections), "--active", Integer.toString(active), "--payload", "64",
                "--warmup", "0.2", "--seconds", "0.5", "--second-thread")).redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(said).isZero();
        String last = said.lines().filter(line -> line.contains("\"total\"")).findFirst().orElse(said);
        Matcher total = TOTAL.matcher(last);
        assertThat(total.find()).as(last).isTrue();
        return Double.parseDouble(total.group(2)) / 1e3 / Double.parseDouble(total.group(1));
    }

    private static double quantile(double[] values, double q) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        return sorted[(int) Math.round(q * (sorted.length - 1))];
    }
}

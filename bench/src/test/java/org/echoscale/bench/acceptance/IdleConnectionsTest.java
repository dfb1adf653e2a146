package org.echoscale.bench.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Locale;
import org.echoscale.bench.server.Catalog;
import org.echoscale.bench.server.ServerLaunch;
import org.echoscale.bench.server.ServerProcess;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * What an idle connection costs the generator in memory, and how fast many are opened. In a process of its own whose heap is
 * resident from the beginning ({@link IdleConnections}): the slope of the live heap over the number of connections is what the
 * generator keeps, that of the resident memory what it and the C library take outside of the heap. Run it while nothing else
 * runs. Not part of the usual build, see {@link ManyConnectionsTest}.
 */
@Tag("acceptance")
class IdleConnectionsTest {
    private static final int PROCESSES = 5;
    private static final int[] LADDER = {1_000, 5_500, 10_000, 14_500, 19_000};
    private static final double MOST_BYTES = 100;
    private static final double MOST_SECONDS = 1.5;

    @Test
    void anIdleConnectionCostsLittleMemoryAndManyOpenQuickly() throws Exception {
        double[] heap = new double[PROCESSES];
        double[] resident = new double[PROCESSES];
        double[] seconds = new double[PROCESSES];
        BitSet first = new BitSet();
        first.set(0);
        try (ServerProcess server = ServerProcess.start(
                ServerLaunch.of(Catalog.load(List.of()), "epoll-lt").withCpus(first), Duration.ofSeconds(20))) {
            for (int i = 0; i < PROCESSES; i++) {
                // Without the compiler, whose code would be resident memory that grows from step to step.
                double[][] memory = IdleConnections.parse(Fixture.run(command(server.address(), "-Xint")));
                heap[i] = slope(memory, 1);
                resident[i] = slope(memory, 2);
                double[][] time = IdleConnections.parse(Fixture.run(command(server.address(), "-Xmixed")));
                seconds[i] = time[time.length - 1][3] / 1e9;
            }
        }
        System.out.printf(Locale.ROOT,
                "idle connections, slopes over %s: live heap %.1f bytes each (%.1f to %.1f), resident "
                        + "%.1f bytes each (%.1f to %.1f; asked: both together at most %.0f); %,d opened in %.2f s (%.2f to %.2f; "
                        + "asked: %.1f)%n",
                Arrays.toString(LADDER), Fixture.median(heap), Fixture.quantile(heap, 0),
                Fixture.quantile(heap, 1), Fixture.median(resident), Fixture.quantile(resident, 0),
                Fixture.quantile(resident, 1), MOST_BYTES, LADDER[LADDER.length - 1], Fixture.median(seconds),
                Fixture.quantile(seconds, 0), Fixture.quantile(seconds, 1), MOST_SECONDS);
        assertThat(Fixture.median(heap) + Math.max(0, Fixture.median(resident))).isLessThanOrEqualTo(MOST_BYTES);
        assertThat(Fixture.median(seconds)).isLessThanOrEqualTo(MOST_SECONDS);
    }

    private static List<String> command(InetSocketAddress server, String mode) {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(), mode, "-Xms64m", "-Xmx64m",
                "-XX:+UseSerialGC", "-XX:+AlwaysPreTouch", "--enable-native-access=ALL-UNNAMED", "-cp",
                System.getProperty("java.class.path"), IdleConnections.class.getName(), "127.0.0.1",
                Integer.toString(server.getPort())));
        Arrays.stream(LADDER).mapToObj(Integer::toString).forEach(command::add);
        return command;
    }

    /** Of the line through the points that fits best. */
    private static double slope(double[][] rows, int column) {
        double meanX = Arrays.stream(rows).mapToDouble(row -> row[0]).average().orElseThrow();
        double meanY = Arrays.stream(rows).mapToDouble(row -> row[column]).average().orElseThrow();
        double products = 0;
        double squares = 0;
        for (double[] row : rows) {
            products += (row[0] - meanX) * (row[column] - meanY);
            squares += (row[0] - meanX) * (row[0] - meanX);
        }
        return products / squares;
    }
}

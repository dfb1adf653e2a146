package org.echoscale.bench.acceptance;

import java.lang.management.ManagementFactory;
import java.lang.management.MemoryMXBean;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.echoscale.bench.load.ConnectionCounts;
import org.echoscale.bench.load.Crowd;
import org.echoscale.bench.load.LoadGenerator;
import org.echoscale.bench.load.OpenConnections;
import org.echoscale.bench.load.Target;

/**
 * A program for {@link IdleConnectionsTest}: opens so many connections to a server, one of them active, and prints how many they
 * are, the live heap, the resident memory and the time it took to open them; then the next number of them. Each number should be
 * larger than the one before, because what was resident once may stay so.
 */
final class IdleConnections {
    private static final int WARM_UPS = 3;

    private IdleConnections() {}

    /** Takes the server's address and port and the numbers of connections. */
    public static void main(String[] arguments) throws Exception {
        Target target = new Target(new InetSocketAddress(InetAddress.getByName(arguments[0]),
                Integer.parseInt(arguments[1])), OptionalLong.empty());
        int[] ladder = Arrays.stream(arguments).skip(2).mapToInt(Integer::parseInt).toArray();
        try (LoadGenerator generator = LoadGenerator.start(OptionalInt.of(Fixture.lastCpu()))) {
            for (int i = 0; i < WARM_UPS; i++) {
                measure(generator, target, ladder[0]);
            }
            for (int connections : ladder) {
                System.out.println("row " + measure(generator, target, connections));
            }
        }
    }

    private static String measure(LoadGenerator generator, Target target, int connections) throws Exception {
        try (OpenConnections open = generator.open(target, new Crowd(connections, 1, 64, 1))) {
            ConnectionCounts counts = open.counts();
            if (counts.opened() != connections) {
                throw new IllegalStateException(counts.opened() + " opened: " + counts.firstFailure());
            }
            return connections + " " + liveHeapBytes() + " " + residentBytes() + " " + counts.openNanos();
        }
    }

    private static long liveHeapBytes() {
        MemoryMXBean memory = ManagementFactory.getMemoryMXBean();
        long least = Long.MAX_VALUE;
        for (int i = 0; i < 3; i++) {
            memory.gc();
            least = Math.min(least, memory.getHeapMemoryUsage().getUsed());
        }
        return least;
    }

    private static long residentBytes() throws Exception {
        return Files.readAllLines(Path.of("/proc/self/status"))
                .stream()
                .filter(line -> line.startsWith("VmRSS:"))
                .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) * 1024)
                .findFirst()
                .orElseThrow();
    }

    /** What it printed: connections, heap, resident, nanoseconds. */
    static double[][] parse(String said) {
        return said.lines()
                .filter(line -> line.startsWith("row "))
                .map(line -> Arrays.stream(line.substring(4).split(" ", -1)).mapToDouble(Double::parseDouble).toArray())
                .toArray(double[][]::new);
    }
}

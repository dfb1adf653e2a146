package org.echoscale.bench.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.stream.Stream;
import org.echoscale.bench.limits.ProcessFiles;
import org.echoscale.bench.limits.ProcessFiles.Usage;
import org.echoscale.bench.load.ConnectionCounts;
import org.echoscale.bench.load.Crowd;
import org.echoscale.bench.load.LoadGenerator;
import org.echoscale.bench.load.OpenConnections;
import org.echoscale.bench.load.Target;
import org.echoscale.bench.server.Catalog;
import org.echoscale.bench.server.ServerLaunch;
import org.echoscale.bench.server.ServerProcess;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What takes many descriptors. Not part of the usual build: {@code mvn -B -Pacceptance -pl bench -am test
 * -Dtest=ManyConnectionsTest}.
 */
@Tag("acceptance")
class ManyConnectionsTest {
    private static final Duration DEADLINE = Duration.ofSeconds(20);
    /** More than any server's own threads, fewer than those of a thousand connections. */
    private static final int MOST_IDLE_THREADS = 200;

    @ParameterizedTest
    @ValueSource(strings = {"poll", "epoll-lt", "epoll-et", "nio-select", "nio-poll", "netty-epoll", "netty-nio",
        "netty-io-uring", "thread-virtual", "thread-platform"})
    void tenThousandConnectionsOpenedAndClosedTenTimesLeaveNoDescriptorBehind(String transport) throws Exception {
        try (ServerProcess server = start(transport);
                LoadGenerator generator = LoadGenerator.start(OptionalInt.empty())) {
            openAndClose(server, generator, 100);
            long before = settledDescriptors(server, generator);
            for (int i = 0; i < 10; i++) {
                openAndClose(server, generator, 10_000);
            }
            // One more or less: the last connection may still wait for its selector.
            assertThat(settledDescriptors(server, generator)).isBetween(before - 1, before + 1);
            assertThat(server.snapshot(DEADLINE).server().accepted()).isGreaterThanOrEqualTo(100_100);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"poll", "epoll-lt", "epoll-et", "nio-select", "netty-epoll", "netty-io-uring",
        "thread-virtual"})
    void nineteenThousandConnectionsAreHeld(String transport) throws Exception {
        try (ServerProcess server = start(transport);
                LoadGenerator generator = LoadGenerator.start(OptionalInt.empty())) {
            openAndClose(server, generator, 1000); // no longer interpreted
            long serverCpu = cpuNanos(server.pid());
            long generatorCpu = cpuNanos(ProcessHandle.current().pid());
            try (OpenConnections open = generator.open(target(server), new Crowd(19_000, 64, 64, 1))) {
                ConnectionCounts counts = open.counts();
                System.out.printf("%s: 19,000 connections opened, each with an echo, at %,.0f a second; "
                        + "CPUs busy: server %.2f, generator %.2f%n", transport,
                        counts.opened() * 1e9 / counts.openNanos(),
                        (cpuNanos(server.pid()) - serverCpu) / (double) counts.openNanos(),
                        (cpuNanos(ProcessHandle.current().pid()) - generatorCpu) / (double) counts.openNanos());
                assertThat(counts.opened()).as("%s", counts.firstFailure()).isEqualTo(19_000);
                assertThat(open.verifyAlive().alive()).isEqualTo(19_000);
            }
        }
    }

    private static void openAndClose(ServerProcess server, LoadGenerator generator, int count) throws Exception {
        try (OpenConnections open = generator.open(target(server), new Crowd(count, 1, 64, 1))) {
            assertThat(open.counts().opened()).as("%s", open.counts().firstFailure()).isEqualTo(count);
        }
        long deadline = System.nanoTime() + DEADLINE.toNanos();
        while (server.snapshot(DEADLINE).server().open() > 0) {
            assertThat(System.nanoTime()).as("time to close %d connections", count).isLessThan(deadline);
        }
        // Thousands of threads take seconds to end, and the next connection's thread waits for the same lock.
        while (files(server.pid()).threads().orElseThrow() > MOST_IDLE_THREADS) {
            assertThat(System.nanoTime()).as("time to end the threads of %d connections", count)
                    .isLessThan(deadline);
        }
    }

    private static long cpuNanos(long pid) {
        Usage usage = files(pid).usage().orElseThrow();
        return usage.userNanos() + usage.systemNanos();
    }

    private static ServerProcess start(String transport) throws Exception {
        return ServerProcess.start(ServerLaunch.of(Catalog.load(List.of()), transport), DEADLINE);
    }

    private static Target target(ServerProcess server) {
        return new Target(server.address(), OptionalLong.of(server.pid()));
    }

    private static ProcessFiles files(long pid) {
        return new ProcessFiles(Path.of("/proc", Long.toString(pid)));
    }

    /** A selector closes the last descriptors when it wakes next, so it is woken until their number no longer falls. */
    private static long settledDescriptors(ServerProcess server, LoadGenerator generator) throws Exception {
        long deadline = System.nanoTime() + DEADLINE.toNanos();
        long last = descriptors(server);
        while (true) {
            openAndClose(server, generator, 1);
            long now = descriptors(server);
            if (now >= last) {
                return now;
            }
            assertThat(System.nanoTime()).as("time until %d descriptors no longer fall", now).isLessThan(deadline);
            last = now;
        }
    }

    private static long descriptors(ServerProcess server) throws Exception {
        try (Stream<Path> all = Files.list(Path.of("/proc", Long.toString(server.pid()), "fd"))) {
            return all.count();
        }
    }
}

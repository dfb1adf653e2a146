package org.echoscale.bench.load;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.echoscale.core.EchoServer;
import org.echoscale.core.ServerOptions;
import org.echoscale.core.Transports;
import org.echoscale.results.model.Load;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Nothing is allocated per message, neither by the generator nor by the loops over select, poll and epoll. */
class AllocationTest {
    /** What a window costs as a whole: its slices, and the list they go into. */
    private static final long BYTES_A_WINDOW = 4096;

    @ParameterizedTest
    @ValueSource(strings = {"select", "poll", "epoll-lt", "epoll-et"})
    void aLoopAllocatesNothingForItsMessages(String transport) throws Exception {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        try (EchoServer server = start(transport);
                LoadGenerator generator = LoadGenerator.start(OptionalInt.empty());
                OpenConnections open = generator.open(target(server), new Crowd(100, 64, 64, 1))) {
            warm(open, new Load.Closed(1));
            long loop = Thread.getAllStackTraces()
                    .keySet()
                    .stream()
                    .filter(thread -> thread.getName().equals(transport + "-loop-0"))
                    .findFirst()
                    .orElseThrow()
                    .threadId();
            long before = threads.getThreadAllocatedBytes(loop);
            LoadResult result = open.measure(new Load.Closed(1), Duration.ofMillis(500));
            assertThat(result.messages().received()).isGreaterThan(1000);
            assertThat(threads.getThreadAllocatedBytes(loop) - before).isZero();
        }
    }

    @Test
    void theGeneratorAllocatesNothingForItsMessages() throws Exception {
        try (EchoServer server = start("epoll-lt");
                LoadGenerator generator = LoadGenerator.start(OptionalInt.empty());
                OpenConnections open = generator.open(target(server), new Crowd(100, 64, 64, 1))) {
            for (Load load : new Load[]{new Load.Closed(1), new Load.Open(5000, Load.Schedule.CONSTANT)}) {
                warm(open, load);
                LoadResult result = open.measure(load, Duration.ofMillis(500));
                assertThat(result.messages().received()).isGreaterThan(1000);
                assertThat(result.generator().allocatedBytes()).as(load.kind()).isLessThan(BYTES_A_WINDOW);
            }
        }
    }

    private static void warm(OpenConnections open, Load load) throws Exception {
        open.warmUp(load, Duration.ofSeconds(1), Duration.ofSeconds(3));
    }

    private static EchoServer start(String transport) throws Exception {
        return Transports.load(AllocationTest.class.getClassLoader()).get(transport).start(ServerOptions.loopback());
    }

    private static Target target(EchoServer server) {
        return new Target(server.address(), OptionalLong.empty());
    }
}

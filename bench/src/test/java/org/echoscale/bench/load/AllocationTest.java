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
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Nothing is allocated per message, neither by the generator nor by the loops over select, poll and epoll. Code that is
 * still being compiled may allocate for a while, so windows are measured until one is clean; if anything were allocated
 * per message, none ever would be.
 */
@Tag("optimised")
class AllocationTest {
    /** What a window costs as a whole: its slices, and the list they go into. */
    private static final long BYTES_A_WINDOW = 4096;
    private static final int MOST_WINDOWS = 20;
    private static final Duration WINDOW = Duration.ofMillis(300);

    @ParameterizedTest
    @ValueSource(strings = {"select", "poll", "epoll-lt", "epoll-et"})
    void aLoopAllocatesNothingForItsMessages(String transport) throws Exception {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        try (EchoServer server = start(transport);
                LoadGenerator generator = LoadGenerator.start(OptionalInt.empty());
                OpenConnections few = generator.open(target(server), new Crowd(2, 2, 64, 1));
                OpenConnections open = generator.open(target(server), new Crowd(100, 64, 64, 1))) {
            warm(few, new Load.Closed(1)); // a wait for each message, so that the path to the wait is compiled too
            warm(open, new Load.Closed(1));
            long loop = Thread.getAllStackTraces()
                    .keySet()
                    .stream()
                    .filter(thread -> thread.getName().equals(transport + "-loop-0"))
                    .findFirst()
                    .orElseThrow()
                    .threadId();
            long allocated = Long.MAX_VALUE;
            for (int window = 0; window < MOST_WINDOWS && allocated > 0; window++) {
                long before = threads.getThreadAllocatedBytes(loop);
                LoadResult result = open.measure(new Load.Closed(1), WINDOW);
                assertThat(result.messages().received()).isGreaterThan(500);
                allocated = threads.getThreadAllocatedBytes(loop) - before;
            }
            assertThat(allocated).isZero();
        }
    }

    @Test
    void theGeneratorAllocatesNothingForItsMessages() throws Exception {
        try (EchoServer server = start("epoll-lt");
                LoadGenerator generator = LoadGenerator.start(OptionalInt.empty());
                OpenConnections open = generator.open(target(server), new Crowd(100, 64, 64, 1))) {
            for (Load load : new Load[]{new Load.Closed(1), new Load.Open(5000, Load.Schedule.CONSTANT),
                new Load.Open(5000, Load.Schedule.POISSON), new Load.Open(5000, Load.Schedule.BURST, 10)}) {
                warm(open, load);
                long allocated = Long.MAX_VALUE;
                for (int window = 0; window < MOST_WINDOWS && allocated > BYTES_A_WINDOW; window++) {
                    LoadResult result = open.measure(load, WINDOW);
                    assertThat(result.messages().received()).isGreaterThan(500);
                    allocated = result.generator().allocatedBytes();
                }
                assertThat(allocated).as(load.kind()).isLessThanOrEqualTo(BYTES_A_WINDOW);
            }
        }
    }

    private static void warm(OpenConnections open, Load load) throws Exception {
        open.warmUp(load, Duration.ofMillis(500), Duration.ofSeconds(2));
    }

    private static EchoServer start(String transport) throws Exception {
        return Transports.load(AllocationTest.class.getClassLoader()).get(transport).start(ServerOptions.loopback());
    }

    private static Target target(EchoServer server) {
        return new Target(server.address(), OptionalLong.empty());
    }
}

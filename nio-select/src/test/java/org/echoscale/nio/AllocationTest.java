package org.echoscale.nio;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.function.Predicate;

import org.echoscale.core.EchoServer;
import org.echoscale.core.ServerOptions;
import org.echoscale.tck.EchoClient;
import org.junit.jupiter.api.Test;

class AllocationTest {
    private static final int MESSAGES = 5_000;

    /** EPollSelectorImpl looks descriptors up by an Integer: those over 127 are made for it each time, by the JDK. */
    private static final int INTEGER_BYTES = 16;

    @Test
    void theLoopAllocatesNothingForAMessage() throws IOException {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        try (EchoServer server = new NioSelectTransport().start(ServerOptions.loopback());
                EchoClient client = EchoClient.connect(server.address(), Duration.ofSeconds(10))) {
            long loop = threadNamed(name -> name.equals("nio-select-loop-0"));
            byte[] message = new byte[64];
            echo(client, message); // warms up: what is made once is made then
            long before = threads.getThreadAllocatedBytes(loop);
            echo(client, message);
            long bytes = threads.getThreadAllocatedBytes(loop) - before;

            assertThat(bytes / (double) MESSAGES).isLessThan(INTEGER_BYTES + 1.0);
        }
    }

    private static void echo(EchoClient client, byte[] message) throws IOException {
        for (int i = 0; i < MESSAGES; i++) {
            client.echo(message);
        }
    }

    private static long threadNamed(Predicate<String> name) {
        return Thread.getAllStackTraces()
                .keySet()
                .stream()
                .filter(thread -> name.test(thread.getName()))
                .findFirst()
                .orElseThrow()
                .threadId();
    }
}

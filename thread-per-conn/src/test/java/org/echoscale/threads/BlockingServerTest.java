package org.echoscale.threads;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicInteger;
import org.echoscale.core.EchoServer;
import org.echoscale.core.ServerOptions;
import org.echoscale.tck.EchoClient;
import org.junit.jupiter.api.Test;

class BlockingServerTest {
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    @Test
    void aConnectionForWhichThereIsNoThreadIsRefusedAndTheOthersAreServed() throws IOException {
        AtomicInteger made = new AtomicInteger();
        ThreadFactory everySecondFails = task -> made.incrementAndGet() % 2 == 0 ? new Unstartable() : new Thread(task);
        try (EchoServer server = BlockingServer.start("test", ServerOptions.loopback(),
                new Workers.ThreadEach(everySecondFails));
                EchoClient first = EchoClient.connect(server.address(), PATIENCE);
                EchoClient second = EchoClient.connect(server.address(), PATIENCE);
                EchoClient third = EchoClient.connect(server.address(), PATIENCE)) {
            assertThat(first.isServed()).isTrue();
            assertThat(second.isServed()).isFalse();
            assertThat(third.isServed()).isTrue();
            assertThat(first.isServed()).isTrue();
            assertThat(server.stats().refused()).isEqualTo(1);
            assertThat(server.stats().open()).isEqualTo(2);
        }
    }

    @Test
    void threadsAreNamedAfterTheTransportAndTheConnection() throws IOException {
        try (EchoServer server = new PlatformThreadTransport().start(ServerOptions.loopback());
                EchoClient first = EchoClient.connect(server.address(), PATIENCE);
                EchoClient second = EchoClient.connect(server.address(), PATIENCE)) {
            assertThat(first.isServed()).isTrue();
            assertThat(second.isServed()).isTrue();
            assertThat(Thread.getAllStackTraces().keySet()).extracting(Thread::getName)
                    .contains("thread-platform-acceptor", "thread-platform-1", "thread-platform-2");
        }
    }

    /** What a JVM does when the system has no thread left for it. */
    private static final class Unstartable extends Thread {
        @Override
        public void start() {
            throw new OutOfMemoryError("unable to create native thread");
        }
    }
}

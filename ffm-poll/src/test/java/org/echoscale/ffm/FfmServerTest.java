package org.echoscale.ffm;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import org.echoscale.core.EchoServer;
import org.echoscale.core.ServerOptions;
import org.echoscale.ffm.ByteQueue.Chunk;
import org.echoscale.syscalls.SyscallException;
import org.echoscale.tck.EchoClient;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FfmServerTest {
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final List<Throwable> reported = new CopyOnWriteArrayList<>();
    private Thread.UncaughtExceptionHandler usual;

    @BeforeEach
    void collectReports() {
        usual = Thread.getDefaultUncaughtExceptionHandler();
        Thread.setDefaultUncaughtExceptionHandler((thread, e) -> reported.add(e));
    }

    @AfterEach
    void reportAsUsual() {
        Thread.setDefaultUncaughtExceptionHandler(usual);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1})
    void aLoopThatFailsEndsTheWholeServerAndIsReportedByName(int failing) throws IOException {
        AtomicBoolean broken = new AtomicBoolean();
        ServerOptions options = ServerOptions.loopback().withEventLoops(2);
        try (EchoServer server = FfmServer.start("test", options, (calls, counters) -> {
            Poller real = EpollPoller.levelTriggered(calls, counters);
            return Thread.currentThread().getName().equals("test-loop-" + failing) ? new Breaking(real, broken) : real;
        });
                EchoClient ofFirstLoop = EchoClient.connect(server.address(), PATIENCE);
                EchoClient ofSecondLoop = EchoClient.connect(server.address(), PATIENCE)) {
            assertThat(ofFirstLoop.isServed()).isTrue();
            assertThat(ofSecondLoop.isServed()).isTrue();

            broken.set(true);
            (failing == 0 ? ofFirstLoop : ofSecondLoop).send(new byte[]{1});

            ofFirstLoop.expectGone();
            ofSecondLoop.expectGone();
            assertThat(listensNoMore(server)).isTrue();
            close(server);
            assertThat(server.stats().open()).isZero();
            assertThat(reported).singleElement()
                    .satisfies(e -> assertThat(e).hasMessageContaining("test-loop-" + failing + " failed: broken"));
        }
    }

    /** Closes before the end of a try statement, which would have the compiler warn. */
    private static void close(EchoServer server) {
        server.close();
    }

    private static boolean listensNoMore(EchoServer server) {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (System.nanoTime() < deadline) {
            try (EchoClient late = EchoClient.connect(server.address(), PATIENCE)) {
                late.expectGone(); // it came before the socket was closed
            } catch (IOException e) {
                return true;
            }
        }
        return false;
    }

    @Test
    void aPeerForWhoseQueueThereIsNoMemoryIsClosedAndTheOthersAreServed() throws IOException {
        ServerOptions options = ServerOptions.loopback();
        try (EchoServer server = FfmServer.start("test", options, EpollPoller::levelTriggered,
                () -> new Exhausted(options));
                EchoClient unread = EchoClient.connectWithSmallBuffer(server.address(), PATIENCE);
                EchoClient other = EchoClient.connect(server.address(), PATIENCE)) {
            sendUntilClosed(unread);
            unread.expectGone();

            assertThat(other.isServed()).isTrue();
            assertThat(server.stats().open()).isEqualTo(1);
            assertThat(server.stats().bytesDiscarded()).isPositive();
        }
    }

    private static void sendUntilClosed(EchoClient client) {
        byte[] piece = new byte[64 * 1024];
        try {
            for (int i = 0; i < 4096; i++) {
                client.send(piece);
            }
        } catch (IOException e) {
            return; // reset: it was closed with bytes of ours unread
        }
        throw new AssertionError("the server took all of it");
    }

    /** Reports what is ready until it is broken. */
    private static final class Breaking extends PollerDecorator {
        private final AtomicBoolean broken;

        Breaking(Poller real, AtomicBoolean broken) {
            super(real);
            this.broken = broken;
        }

        @Override
        public int await(int timeoutMillis) throws SyscallException {
            int ready = super.await(timeoutMillis);
            if (broken.get()) {
                throw new IllegalStateException("broken");
            }
            return ready;
        }
    }

    /** What a loop has when the system has no memory left. */
    private static final class Exhausted extends ChunkPool {
        Exhausted(ServerOptions options) {
            super(options);
        }

        @Override
        Chunk make(int bytes) {
            throw new OutOfMemoryError("none left");
        }
    }
}

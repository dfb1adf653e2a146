package org.echoscale.threads;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.util.Arrays;
import org.echoscale.core.EchoServer;
import org.echoscale.core.EchoTransport;
import org.echoscale.core.ServerOptions;
import org.junit.jupiter.api.Test;

import com.sun.management.ThreadMXBean;

/** What a message costs on the heap once a connection has been running for a while. */
class AllocationTest {
    private static final int MESSAGES = 5_000;
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    @Test
    void aPlatformThreadAllocatesNothingPerMessage() throws IOException {
        assertThat(allocatedByThread(new PlatformThreadTransport(), "thread-platform-1")).isZero();
    }

    @Test
    void theSequentialServerAllocatesNothingPerMessage() throws IOException {
        assertThat(allocatedByThread(new SequentialTransport(), "sequential-acceptor")).isZero();
    }

    /**
     * The JDK allocates for every wait of a virtual thread: an entry in the poller's table, a task for the scheduler, and
     * now and then a new copy of the thread's stack. What is ours of it is the code that the tests above find to allocate
     * nothing; the bound is there to notice a buffer or more per message.
     */
    @Test
    void aVirtualThreadAllocatesOnlyWhatTheJdkDoesPerMessage() throws IOException {
        try (EchoServer server = new VirtualThreadTransport().start(ServerOptions.loopback());
                Pinger pinger = new Pinger(server)) {
            pinger.echo(MESSAGES);
            long before = THREADS.getTotalThreadAllocatedBytes();
            pinger.echo(MESSAGES);
            long perMessage = (THREADS.getTotalThreadAllocatedBytes() - before) / MESSAGES;
            assertThat(perMessage).isLessThan(512);
        }
    }

    private static long allocatedByThread(EchoTransport transport, String name) throws IOException {
        try (EchoServer server = transport.start(ServerOptions.loopback()); Pinger pinger = new Pinger(server)) {
            pinger.echo(MESSAGES);
            long id = id(name);
            long before = THREADS.getThreadAllocatedBytes(id);
            pinger.echo(MESSAGES);
            return THREADS.getThreadAllocatedBytes(id) - before;
        }
    }

    private static long id(String name) {
        return Arrays.stream(THREADS.getThreadInfo(THREADS.getAllThreadIds()))
                .filter(thread -> thread != null && thread.getThreadName().equals(name))
                .findFirst()
                .orElseThrow()
                .getThreadId();
    }

    /** A client that allocates nothing per message either, so that the whole JVM's count can be taken. */
    private static final class Pinger implements AutoCloseable {
        private final SocketChannel channel;
        private final ByteBuffer buffer = ByteBuffer.allocateDirect(64);

        Pinger(EchoServer server) throws IOException {
            channel = SocketChannel.open(server.address());
            channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
        }

        void echo(int messages) throws IOException {
            for (int i = 0; i < messages; i++) {
                buffer.clear();
                channel.write(buffer);
                buffer.clear();
                while (buffer.hasRemaining()) {
                    if (channel.read(buffer) < 0) {
                        throw new IOException("the server closed");
                    }
                }
            }
        }

        @Override
        public void close() throws IOException {
            channel.close();
        }
    }
}

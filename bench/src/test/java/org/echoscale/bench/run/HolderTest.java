package org.echoscale.bench.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.InterruptedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.echoscale.bench.server.Catalog;
import org.echoscale.core.EchoServer;
import org.echoscale.core.ServerOptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class HolderTest {

    @Test
    void holdsConnectionsUntilItIsClosedAndLeavesNoProcess() throws Exception {
        try (EchoServer server = Catalog.load(List.of()).transports().get("poll").start(ServerOptions.loopback())) {
            Holder holder = Holder.open(server.address(), 30);
            assertThat(server.stats().open()).isEqualTo(30);
            holder.verify(30);
            holder.close();
            assertThat(ProcessHandle.of(holder.pid()).filter(ProcessHandle::isAlive)).isEmpty();
            long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
            while (server.stats().open() > 0 && System.nanoTime() < deadline) {
                Thread.onSpinWait();
            }
            assertThat(server.stats().open()).isZero();
        }
    }

    @Test
    void anInterruptEndsTheWaitForConnectionsThatNobodyEchoes() throws Exception {
        try (ServerSocket silent = new ServerSocket(0)) {
            Thread.currentThread().interrupt();
            assertThatThrownBy(() -> Holder.open(new InetSocketAddress(
                    InetAddress.getLoopbackAddress(), silent.getLocalPort()), 1))
                    .isInstanceOf(InterruptedIOException.class);
            assertThat(Thread.interrupted()).isTrue();
        }
    }
}

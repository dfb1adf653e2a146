package org.echoscale.ffm;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Semaphore;
import org.echoscale.core.EchoServer;
import org.echoscale.core.ServerOptions;
import org.echoscale.syscalls.SyscallException;
import org.junit.jupiter.api.Test;

class UrgentDataTest {

    @Test
    void whatLiesBehindUrgentDataIsEchoedWithoutAnotherEvent() throws Exception {
        Semaphore gate = new Semaphore(1);
        try (EchoServer server = FfmServer.start("test", ServerOptions.loopback(),
                (calls, counters) -> new Gated(EpollPoller.edgeTriggered(calls, counters), gate));
                Socket client = new Socket(server.address().getAddress(), server.address().getPort())) {
            client.setTcpNoDelay(true);
            client.setSoTimeout(5_000);
            gate.acquire();
            try { // this wakes the loop, which then stands at the gate, so that the rest is one event
                send(client, "x");
                awaitSomebodyAt(gate);
                send(client, "before");
                client.sendUrgentData('!');
                send(client, "behind");
            } finally {
                gate.release();
            }
            assertThat(receive(client, 13)).isEqualTo("xbeforebehind"); // the urgent byte is no part of the stream
        }
    }

    private static void awaitSomebodyAt(Semaphore gate) {
        long deadline = System.nanoTime() + 5_000_000_000L;
        while (!gate.hasQueuedThreads()) {
            assertThat(System.nanoTime()).as("time at which the loop stands at the gate").isLessThan(deadline);
            Thread.onSpinWait();
        }
    }

    private static void send(Socket client, String text) throws Exception {
        client.getOutputStream().write(text.getBytes(StandardCharsets.US_ASCII));
    }

    private static String receive(Socket client, int length) throws Exception {
        return new String(client.getInputStream().readNBytes(length), StandardCharsets.US_ASCII);
    }

    /** Waits only while the gate is open. */
    private static final class Gated extends PollerDecorator {
        private final Semaphore gate;

        Gated(Poller real, Semaphore gate) {
            super(real);
            this.gate = gate;
        }

        @Override
        public int await(int timeoutMillis) throws SyscallException {
            gate.acquireUninterruptibly();
            gate.release();
            return super.await(timeoutMillis);
        }
    }
}

package org.echoscale.bench.models;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.net.Socket;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class DelayServerTest {
    private static final long MS = 1_000_000;

    @Test
    void repliesComeWhenTheirTimeHasPassedAndNotInTheOrderOfTheRequests() throws Exception {
        try (DelayServer server = DelayServer.start();
                Socket slow = new Socket(server.address().getAddress(), server.address().getPort());
                Socket quick = new Socket(server.address().getAddress(), server.address().getPort())) {
            long before = System.nanoTime();
            new DataOutputStream(slow.getOutputStream()).writeLong(300 * MS);
            new DataOutputStream(quick.getOutputStream()).writeLong(5 * MS);
            long first = new DataInputStream(quick.getInputStream()).readLong();
            long second = new DataInputStream(slow.getInputStream()).readLong();
            assertThat(first - before).isGreaterThanOrEqualTo(5 * MS);
            assertThat(second - before).isGreaterThanOrEqualTo(300 * MS);
            assertThat(System.nanoTime()).isGreaterThanOrEqualTo(second);
        }
    }

    @Test
    void aClientThatLeavesDisturbsNobody() throws Exception {
        try (DelayServer server = DelayServer.start();
                Socket stays = new Socket(server.address().getAddress(), server.address().getPort())) {
            try (Socket leaves = new Socket(server.address().getAddress(), server.address().getPort())) {
                new DataOutputStream(leaves.getOutputStream()).writeLong(MS);
                leaves.setSoLinger(true, 0);
            }
            new DataOutputStream(stays.getOutputStream()).writeLong(10 * MS);
            assertThat(new DataInputStream(stays.getInputStream()).readLong()).isPositive();
        }
    }

    @Test
    void closingEndsItsConnections() throws Exception {
        DelayServer server = DelayServer.start();
        try (Socket socket = new Socket(server.address().getAddress(), server.address().getPort())) {
            new DataOutputStream(socket.getOutputStream()).writeLong(MS);
            new DataInputStream(socket.getInputStream()).readLong();
            server.close();
            server.close();
            assertThat(socket.getInputStream().read()).isNegative();
        }
    }
}

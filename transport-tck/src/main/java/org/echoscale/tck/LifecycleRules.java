package org.echoscale.tck;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import org.echoscale.core.EchoServer;
import org.echoscale.core.EchoTransport;
import org.echoscale.core.ServerOptions;
import org.echoscale.core.Transports;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

/** R1, R2, R9, R10, R12: what a transport is called, and how its servers come and go. */
interface LifecycleRules extends Rules {

    @Test
    default void r01_theNameIsLowerCaseWordsJoinedByHyphens() {
        assertThat(subject().transport().name()).matches(EchoTransport.NAME_PATTERN);
    }

    @Test
    default void r01_theNameNeverChanges() throws Exception {
        EchoTransport transport = subject().transport();
        String name = transport.name();
        assertThat(subject().transport().name()).as("of another instance").isEqualTo(name);
        subject().rehearse();
        assertThat(transport.name()).as("after a server was started and closed").isEqualTo(name);
    }

    @Test
    default void r01_nobodyElseHasTheName() {
        EchoTransport transport = subject().transport();
        Transports registered = Transports.load(transport.getClass().getClassLoader());
        for (EchoTransport other : registered) {
            if (other.name().equals(transport.name())) {
                assertThat(other).hasSameClassAs(transport);
            }
        }
    }

    @Test
    default void r02_acceptsWhenStartReturns() throws Exception {
        Subject subject = subject();
        for (int i = 0; i < 20; i++) {
            try (EchoServer server = subject.start(); EchoClient client = subject.connect(server)) {
                client.echo(Payload.of(i, 16));
            }
        }
    }

    @Test
    default void r02_listensWhereItWasAskedTo() throws Exception {
        Subject subject = subject();
        InetSocketAddress free;
        try (EchoServer server = subject.start()) {
            free = server.address();
            assertThat(free.getPort()).isPositive();
            assertThat(free.getAddress()).isEqualTo(InetAddress.getLoopbackAddress());
        }
        try (EchoServer server = subject.start(ServerOptions.at(free))) {
            assertThat(server.address()).isEqualTo(free);
        }
    }

    @Test
    default void r02_listensOnAnIpv6Address() throws Exception {
        Subject subject = subject();
        InetSocketAddress anyPort = new InetSocketAddress(
                InetAddress.getByAddress(new byte[]{0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1}), 0); // ::1
        Assumptions.assumeTrue(isOfThisMachine(anyPort), "no IPv6 here");
        try (EchoServer server = subject.start(ServerOptions.at(anyPort));
                EchoClient client = subject.connect(server)) {
            assertThat(server.address().getAddress()).isEqualTo(anyPort.getAddress());
            client.echo(Payload.of(6, 16));
        }
    }

    private static boolean isOfThisMachine(InetSocketAddress address) {
        try (ServerSocket socket = new ServerSocket()) {
            socket.bind(address);
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    @Test
    default void r09_closeLeavesNoThreadDescriptorOrPort() throws Exception {
        Subject subject = subject();
        subject.rehearse();
        for (ServerOptions options : subject.eachNumberOfLoops()) {
            Footprint.isUnchangedBy(subject, () -> {
                try (EchoServer server = subject.start(options); EchoClient client = subject.connect(server)) {
                    client.echo(Payload.of(9, 64));
                }
            });
        }
    }

    @Test
    default void r09_closeEndsConnectionsThatAreOpen() throws Exception {
        Subject subject = subject();
        subject.rehearse();
        for (ServerOptions options : subject.eachNumberOfLoops()) {
            Footprint.isUnchangedBy(subject, () -> {
                try (EchoServer server = subject.start(options); Crowd crowd = Crowd.connect(subject, server, 20)) {
                    close(server);
                    crowd.expectGone();
                    expectPortFree(subject, server.address());
                }
            });
        }
    }

    @Test
    default void r09_closeEndsAConnectionWhosePeerNeverReads() throws Exception {
        Subject subject = subject();
        subject.rehearse();
        Footprint.isUnchangedBy(subject, () -> {
            try (EchoServer server = subject.start();
                    EchoClient client = EchoClient.connectWithSmallBuffer(server.address(), subject.patience())) {
                Flood.until(client);
                close(server);
                client.expectGone();
            }
        });
    }

    @Test
    default void r09_closeMayBeCalledTwiceAndByManyThreads() throws Exception {
        Subject subject = subject();
        subject.rehearse();
        Footprint.isUnchangedBy(subject, () -> {
            EchoServer server = subject.start();
            try (Crowd crowd = Crowd.connect(subject, server, 5)) {
                List<Thread> closers = new ArrayList<>();
                List<Throwable> thrown = new ArrayList<>();
                for (int i = 0; i < 4; i++) {
                    closers.add(Thread.ofPlatform().name("tck-closer-" + i).uncaughtExceptionHandler((thread, e) -> {
                        synchronized (thrown) {
                            thrown.add(e);
                        }
                    }).start(server::close));
                }
                for (Thread closer : closers) {
                    assertThat(closer.join(subject.patience())).as("close returned").isTrue();
                }
                crowd.expectGone();
                server.close();
                synchronized (thrown) {
                    assertThat(thrown).isEmpty();
                }
            } finally {
                server.close();
            }
        });
    }

    @Test
    default void r10_aHundredServersComeAndGo() throws Exception {
        Subject subject = subject();
        subject.rehearse();
        List<ServerOptions> options = subject.eachNumberOfLoops();
        Footprint.isUnchangedBy(subject, () -> {
            for (int i = 0; i < 100; i++) {
                try (EchoServer server = subject.start(options.get(i % options.size()));
                        EchoClient client = subject.connect(server)) {
                    client.echo(Payload.of(i, 32));
                }
            }
        });
    }

    @Test
    default void r12_startOnAPortInUseLeavesNothing() throws Exception {
        Subject subject = subject();
        try (EchoServer server = subject.start(); EchoClient client = subject.connect(server)) {
            client.echo(Payload.of(12, 8));
            startFailsAndLeavesNothing(subject, server.address());
            client.echo(Payload.of(13, 8));
        }
    }

    @Test
    default void r12_startOnAnAddressOfAnotherMachineLeavesNothing() throws Exception {
        // 192.0.2.0/24 is for documentation (RFC 5737): no machine has such an address.
        startFailsAndLeavesNothing(subject(), new InetSocketAddress("192.0.2.1", 0));
    }

    private static void startFailsAndLeavesNothing(Subject subject, InetSocketAddress address) throws Exception {
        subject.support();
        ServerOptions options = ServerOptions.at(address);
        assertThatThrownBy(() -> subject.start(options).close()).isInstanceOf(IOException.class);
        Footprint.isUnchangedBy(subject, () -> {
            for (int i = 0; i < 5; i++) {
                assertThatThrownBy(() -> subject.start(options).close()).isInstanceOf(IOException.class);
            }
        });
    }

    /** Closes before the end of a try statement, which would have the compiler warn. */
    private static void close(EchoServer server) {
        server.close();
    }

    private static void expectPortFree(Subject subject, InetSocketAddress address) throws IOException {
        assertThatThrownBy(() -> new Socket(address.getAddress(), address.getPort()).close())
                .as("a connection to the closed server")
                .isInstanceOf(IOException.class);
        try (EchoServer successor = subject.start(ServerOptions.at(address));
                EchoClient client = subject.connect(successor)) {
            client.echo(Payload.of(1, 8));
        }
    }
}

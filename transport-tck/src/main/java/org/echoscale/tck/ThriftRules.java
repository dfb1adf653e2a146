package org.echoscale.tck;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.echoscale.core.EchoServer;
import org.junit.jupiter.api.Test;

/** R13, R14: what a server uses when it can do nothing, or has nothing to do. */
interface ThriftRules extends Rules {

    /** A share of one CPU. What spins takes nearly all of one, or its part of a busy machine. */
    double IDLE = 0.05;

    /** The CPU is watched this long, and again a few times when something else in the JVM disturbed it. */
    Duration WATCH = Duration.ofMillis(250);

    /** The same where nothing is open: whatever wakes a loop then wakes it often. */
    Duration SHORT_WATCH = Duration.ofMillis(100);

    @Test
    default void r13_runningOutOfDescriptorsNeitherSpinsNorKills() throws Exception {
        subject().support();
        ChildJvm.run(DescriptorFamine.LIMIT, DescriptorFamine.class, getClass().getName());
    }

    @Test
    default void r14_connectionsOnWhichNothingHappensUseNoCpu() throws Exception {
        Subject subject = subject();
        try (EchoServer server = subject.start(); Crowd idle = Crowd.connect(subject, server, 100)) {
            assertThat(idle.clients()).hasSize(100);
            usesNoCpu(server);
        }
    }

    @Test
    default void r14_aPeerThatNeverReadsUsesNoCpu() throws Exception {
        Subject subject = subject();
        try (EchoServer server = subject.start();
                EchoClient client = EchoClient.connectWithSmallBuffer(server.address(), subject.patience())) {
            Flood.until(client);
            usesNoCpu(server);
        }
    }

    @Test
    default void r14_aPeerThatHasFinishedAndNeverReadsUsesNoCpu() throws Exception {
        Subject subject = subject();
        try (EchoServer server = subject.start(Flood.roomy());
                EchoClient client = EchoClient.connectWithSmallBuffer(server.address(), subject.patience())) {
            Flood.untilHeldThenFinished(client, server);
            usesNoCpu(server);
        }
    }

    /** Neither with nobody connected, nor once some have come and gone: what served them must have let go of them. */
    @Test
    default void r14_noConnectionsUseNoCpu() throws Exception {
        Subject subject = subject();
        try (EchoServer server = subject.start()) {
            usesNoCpu(server, SHORT_WATCH);
            try (Crowd crowd = Crowd.connect(subject, server, 5)) {
                if (!subject.servesOneAtATime()) {
                    crowd.clients().getFirst().reset();
                    crowd.clients().getLast().finishSending();
                    crowd.clients().getLast().expectEnd();
                }
            }
            subject.awaitDrained(server, 5);
            usesNoCpu(server, SHORT_WATCH);
        }
    }

    private static void usesNoCpu(EchoServer server) throws InterruptedException {
        usesNoCpu(server, WATCH);
    }

    /** Nor does a loop wake up for nothing, where the server tells how often it has waited. */
    private static void usesNoCpu(EchoServer server, Duration watch) throws InterruptedException {
        double share = 1;
        long woken = 1;
        for (int i = 0; i < 4 && (share > IDLE || (woken > 0 && i < 2)); i++) {
            long waits = server.stats().waits();
            share = CpuMeter.shareDuring(watch);
            woken = server.stats().waits() - waits;
        }
        assertThat(share).as("share of a CPU used").isLessThanOrEqualTo(IDLE);
        assertThat(woken).as("times that a loop woke up").isZero();
    }
}

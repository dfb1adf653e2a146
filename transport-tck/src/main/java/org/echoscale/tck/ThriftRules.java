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
            usesNoCpu();
        }
    }

    @Test
    default void r14_aPeerThatNeverReadsUsesNoCpu() throws Exception {
        Subject subject = subject();
        try (EchoServer server = subject.start();
                EchoClient client = EchoClient.connectWithSmallBuffer(server.address(), subject.patience())) {
            Flood.until(client);
            usesNoCpu();
        }
    }

    @Test
    default void r14_aPeerThatHasFinishedAndNeverReadsUsesNoCpu() throws Exception {
        Subject subject = subject();
        try (EchoServer server = subject.start(Flood.roomy());
                EchoClient client = EchoClient.connectWithSmallBuffer(server.address(), subject.patience())) {
            Flood.untilHeldThenFinished(client, server);
            usesNoCpu();
        }
    }

    private static void usesNoCpu() throws InterruptedException {
        double share = CpuMeter.shareDuring(WATCH);
        for (int again = 0; share > IDLE && again < 3; again++) {
            share = CpuMeter.shareDuring(WATCH);
        }
        assertThat(share).as("share of a CPU used").isLessThanOrEqualTo(IDLE);
    }
}

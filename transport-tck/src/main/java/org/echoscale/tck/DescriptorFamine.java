package org.echoscale.tck;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.FileInputStream;
import java.io.IOException;
import java.lang.reflect.Constructor;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.echoscale.core.EchoServer;
import org.echoscale.core.ServerOptions;
import org.echoscale.core.ServerStats;

/** R13, in a JVM of its own: takes all descriptors away, watches what a server does without, and gives them back. */
final class DescriptorFamine {

    /** Enough for a JVM with all of its class path open, and few enough to be used up at once. */
    static final int LIMIT = 512;

    private static final Duration FAMINE = Duration.ofMillis(200);

    /** What trying again now and then takes: a share of one CPU, and a number of tries. Spinning takes far more. */
    private static final double CPU_SHARE = 0.25;
    private static final long TRIES = 1000;

    private final Subject subject;

    private DescriptorFamine(Subject subject) {
        this.subject = subject;
    }

    /** Tests the transport of this contract: the name of its class. */
    public static void main(String[] arguments) throws Exception {
        Constructor<?> constructor = Class.forName(arguments[0]).getDeclaredConstructor();
        constructor.setAccessible(true);
        EchoTransportContract contract = (EchoTransportContract) constructor.newInstance();
        ClassPath.loadAll();
        DescriptorFamine famine = new DescriptorFamine(contract.subject());
        famine.subject.rehearse();
        for (ServerOptions options : famine.subject.eachNumberOfLoops()) {
            famine.passesWithoutHarm(options);
        }
        System.exit(0);
    }

    private void passesWithoutHarm(ServerOptions options) throws Exception {
        try (EchoServer server = subject.start(options); Crowd waiting = new Crowd(); Crowd existing = new Crowd()) {
            if (!subject.servesOneAtATime()) {
                // Otherwise it would be served, and nothing accepted, until it ends.
                for (int i = 0; i < options.eventLoops(); i++) {
                    existing.add(subject.connect(server)).echo(Payload.of(1, 100));
                }
            }
            for (int i = 0; i < 4; i++) {
                waiting.add(EchoClient.unconnected(subject.patience()));
            }
            CpuMeter.shareDuring(Duration.ofMillis(1)); // what it loads is loaded then
            ServerStats before = server.stats();

            List<FileInputStream> descriptors = takeAll();
            double share;
            ServerStats during;
            try {
                for (EchoClient client : waiting.clients()) {
                    client.connect(server.address());
                }
                share = CpuMeter.shareDuring(FAMINE);
                during = server.stats().minus(before);
                for (EchoClient client : existing.clients()) {
                    client.echo(Payload.of(2, 100));
                }
            } finally {
                giveBack(descriptors);
            }

            for (EchoClient client : waiting.clients()) {
                client.echo(Payload.of(3, 100));
                client.close();
            }
            try (EchoClient late = subject.connect(server)) {
                late.echo(Payload.of(4, 100));
            }
            assertThat(share).as("share of a CPU used while there were no descriptors").isLessThan(CPU_SHARE);
            assertThat(during.acceptFailures()).as("tries to accept while there were no descriptors")
                    .isBetween(leastTries(), TRIES);
        }
    }

    /**
     * A blocking accept(2) has its descriptor before it waits. A server that then serves that one connection until it ends
     * need not notice anything.
     */
    private long leastTries() {
        return subject.servesOneAtATime() ? 0 : 1;
    }

    private static List<FileInputStream> takeAll() {
        List<FileInputStream> taken = new ArrayList<>(LIMIT);
        try {
            while (taken.size() < LIMIT) {
                taken.add(new FileInputStream("/dev/null"));
            }
        } catch (IOException e) {
            return taken; // EMFILE: that was the last one
        }
        throw new AssertionError("more than " + LIMIT + " descriptors could be opened");
    }

    private static void giveBack(List<FileInputStream> descriptors) throws IOException {
        for (FileInputStream descriptor : descriptors) {
            descriptor.close();
        }
    }
}

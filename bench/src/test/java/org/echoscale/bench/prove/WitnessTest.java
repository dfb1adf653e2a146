package org.echoscale.bench.prove;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import org.echoscale.syscalls.Syscalls;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WitnessTest {
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final Syscalls calls = Syscalls.open();
    private final HesitantEcho server = new HesitantEcho();

    WitnessTest() throws IOException {}

    @AfterEach
    void close() throws IOException {
        server.close();
        calls.close();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 7})
    void theBeginningLiesBetweenTheLastByteThatWasAnsweredAndTheNext(int answered) throws Exception {
        try (Witness witness = Witness.open(calls, server.address(), PATIENCE)) {
            long before = now();
            witness.begin(PATIENCE);
            server.answerOnly(answered);
            for (int i = 0; i < answered; i++) {
                before = now();
                witness.tick(1);
            }
            long between = now();
            witness.tick(1);
            long after = now();
            witness.tick(5);
            Beginning beginning = beginningFrom(before, witness);
            assertThat(beginning.earliestNanos()).isBetween(before, between);
            assertThat(beginning.latestNanos()).isBetween(between, after);
        }
    }

    /** Waits for the last echoes. */
    private static Beginning beginningFrom(long earliest, Witness witness) throws IOException {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        Beginning beginning = witness.beginning();
        while (beginning.earliestNanos() < earliest) {
            assertThat(System.nanoTime()).as("%s and no later", beginning).isLessThan(deadline);
            beginning = witness.beginning();
        }
        return beginning;
    }

    @Test
    void theEndIsWhenTheKernelHadTheEchoesAndNotWhenTheyWereRead() throws Exception {
        try (Witness witness = Witness.open(calls, server.address(), PATIENCE)) {
            witness.begin(PATIENCE);
            int before = server.answered();
            server.answerOnly(0);
            witness.tick(3);
            assertThat(witness.beginning()).isNotNull();
            witness.sendLast();
            long goesOn = now();
            server.goOn();
            awaitAnswered(before + 4);
            awaitReceived();
            long allThere = now();
            while (now() <= allThere) {
                Thread.onSpinWait();
            }
            Witness.Echoes echoes = witness.await(PATIENCE);
            assertThat(echoes.firstNanos()).isBetween(goesOn, allThere);
            assertThat(echoes.lastNanos()).isBetween(echoes.firstNanos(), allThere);
        }
    }

    /** What was sent may leave later, where the congestion control paces it: see tx_queue in proc_pid_net(5). */
    private void awaitReceived() throws IOException {
        String port = String.format(Locale.ROOT, ":%04X", server.address().getPort());
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        boolean underway = true;
        while (underway) {
            assertThat(System.nanoTime()).as("all acknowledged").isLessThan(deadline);
            underway = false;
            for (String table : List.of("/proc/net/tcp", "/proc/net/tcp6")) {
                for (String line : Files.readAllLines(Path.of(table))) {
                    String[] fields = line.strip().split(" +", -1);
                    underway |= fields[1].endsWith(port) && fields[3].equals("01")
                            && !fields[4].startsWith("00000000:");
                }
            }
        }
    }

    private void awaitAnswered(int bytes) {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (server.answered() < bytes) {
            assertThat(System.nanoTime()).as("%d of %d bytes answered", server.answered(), bytes).isLessThan(deadline);
            Thread.onSpinWait();
        }
    }

    @Test
    void afterTheEndNothingIsLeftThatAnotherStopCouldBeTakenFrom() throws Exception {
        try (Witness witness = Witness.open(calls, server.address(), PATIENCE)) {
            witness.begin(PATIENCE);
            server.answerOnly(0);
            witness.tick(9);
            witness.sendLast();
            server.goOn();
            witness.await(PATIENCE);
            witness.begin(PATIENCE);
            assertThatThrownBy(witness::beginning).hasMessageContaining("answered all of 1 byte");
        }
    }

    @Test
    void aServerThatAnswersEverythingDidNotStop() throws Exception {
        try (Witness witness = Witness.open(calls, server.address(), PATIENCE)) {
            witness.begin(PATIENCE);
            assertThatThrownBy(witness::beginning)
                    .hasMessage("the server answered all of 1 byte and so did not stop");
        }
    }

    @Test
    void aServerThatDoesNotGoOnIsSaid() throws Exception {
        try (Witness witness = Witness.open(calls, server.address(), PATIENCE)) {
            witness.begin(PATIENCE);
            server.answerOnly(0);
            witness.tick(1);
            witness.sendLast();
            assertThatThrownBy(() -> witness.await(Duration.ofMillis(1))).isInstanceOf(IOException.class)
                    .hasMessage("the server at " + server.address() + " did not answer in time");
        }
    }

    @Test
    void aKernelThatGivesNoStampsIsSaid() throws Exception {
        try (StampedConnection unasked = StampedConnection.connect(calls, server.address(), PATIENCE)) {
            assertThatThrownBy(() -> unasked.awaitStamp(Duration.ofMillis(20))).isInstanceOf(IOException.class)
                    .hasMessage(
                            "the kernel gives no time stamps of what it receives (SO_TIMESTAMPNS of a connection to "
                                    + server.address()
                                    + "), and without them the proof has no witness; use a Linux kernel that does");
        }
    }

    @Test
    void aPortWhereNobodyListensIsSaid() throws Exception {
        server.close();
        assertThatThrownBy(() -> Witness.open(calls, server.address(), PATIENCE)).isInstanceOf(IOException.class)
                .hasMessageContaining("ECONNREFUSED");
    }

    private long now() {
        return calls.clockNanos(Syscalls.CLOCK_REALTIME);
    }
}

package org.echoscale.bench.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.OptionalLong;
import java.util.stream.Stream;
import org.echoscale.bench.limits.Limits;
import org.echoscale.bench.load.Target;
import org.echoscale.bench.run.Contender.External;
import org.echoscale.bench.run.Contender.Own;
import org.echoscale.bench.run.SideBySide.Sample;
import org.echoscale.bench.run.SideBySide.Settings;
import org.echoscale.bench.server.Catalog;
import org.echoscale.core.EchoServer;
import org.echoscale.core.ServerOptions;
import org.echoscale.results.model.Machine;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Timeout(60)
class SideBySideTest {
    private static final Catalog CATALOG = Catalog.load(List.of());
    private static final Settings SMALL = settings(2, 3);

    /** More than two slices of two threads can use. */
    private static final long MUCH_NANOS = 300_000_000;

    private final Recorder recorder = new Recorder();

    /** What a comparison told. */
    private static class Recorder implements SideBySide.Watcher {
        final List<String> steps = new ArrayList<>();
        final List<Duration> left = new ArrayList<>();
        final List<List<Sample>> rounds = new ArrayList<>();
        final List<String> warnings = new ArrayList<>();

        @Override
        public void at(String what, Duration timeLeft, Duration total) {
            steps.add(what);
            left.add(timeLeft);
            assertThat(timeLeft).isBetween(Duration.ZERO, total);
        }

        @Override
        public void measured(List<Sample> round) {
            rounds.add(round);
        }

        @Override
        public void warn(String line) {
            warnings.add(line);
        }
    }

    @Test
    void everyServerGetsASliceInEveryRoundOfEveryFork() throws Exception {
        try (EchoServer one = server(); EchoServer other = server()) {
            compare(SMALL, recorder, external("one", one), external("other", other)).run();
        }
        assertThat(recorder.rounds).hasSize(6).allSatisfy(round -> {
            assertThat(round).extracting(Sample::server).containsExactlyInAnyOrder("one", "other");
            assertThat(round).extracting(Sample::round).containsOnly(round.getFirst().round());
        });
        assertThat(recorder.rounds.stream().flatMap(List::stream)).allSatisfy(sample -> {
            assertThat(sample.messages()).isPositive();
            assertThat(sample.serverCpuNanos()).isPositive();
            assertThat(sample.generatorCpuNanos()).isPositive();
        });
        assertThat(recorder.steps).startsWith("fork 1 of 2: starting", "fork 1 of 2: warming up one",
                "fork 1 of 2: warming up other", "fork 1 of 2: round 1 of 3").endsWith("fork 2 of 2: round 3 of 3");
        assertThat(recorder.left.getLast()).isEqualTo(SMALL.slice().multipliedBy(2));
    }

    @Test
    void aRoundThatTheMachineWasTakenAwayFromIsRepeatedAndTheNumberIsTold() throws Exception {
        try (EchoServer one = server(); EchoServer other = server()) {
            Deque<Double> steal = new ArrayDeque<>(List.of(0.0, 0.6, 0.7, 0.01));
            SideBySide comparison = new SideBySide(CATALOG, List.of(external("one", one), external("other", other)),
                    settings(1, 4), Limits.read(), recorder,
                    servers -> own -> stolen(steal.isEmpty() ? 0 : steal.removeFirst()));
            comparison.run();
            assertThat(recorder.rounds).extracting(round -> round.getFirst().round()).containsExactly(1, 2, 3, 4);
            assertThat(comparison.meanwhile()).isEqualTo(new SideBySide.Meanwhile(2, 0, 0.0, 0.01));
        }
    }

    @Test
    void onAMachineThatIsTakenAwayAllTheTimeRoundsCountInTheEndAndAreCounted() throws Exception {
        try (EchoServer one = server(); EchoServer other = server()) {
            SideBySide comparison = new SideBySide(CATALOG, List.of(external("one", one), external("other", other)),
                    settings(1, 2), Limits.read(), recorder, servers -> own -> stolen(0.9));
            comparison.run();
            assertThat(recorder.rounds).hasSize(2);
            assertThat(comparison.meanwhile()).isEqualTo(new SideBySide.Meanwhile(2, 2, 0.9, 0.9));
        }
    }

    @Test
    void whatTheProgramDoesBetweenItsSlicesIsNotTakenForThatOfOthers() throws Exception {
        List<Long> ours = new ArrayList<>();
        try (EchoServer one = server(); EchoServer other = server()) {
            new SideBySide(CATALOG, List.of(external("one", one), external("other", other)), settings(1, 2),
                    Limits.read(), recorder, servers -> {
                        Burnt.nanos(MUCH_NANOS);
                        return own -> {
                            ours.add(own);
                            return stolen(0);
                        };
                    }).run();
        }
        assertThat(ours).hasSize(2).allSatisfy(own -> assertThat(own).isGreaterThanOrEqualTo(MUCH_NANOS));
    }

    private static Machine stolen(double share) {
        return new Machine(share, null, null, null, null, null, null, null);
    }

    @Test
    void otherProcessesDisturbServersThatAreAllOurs() {
        Machine shared = new Machine(0.0, null, null, 0.5, null, null, null, null);
        RoundWatch ours = new RoundWatch(servers -> own -> shared, 2, true, 1);
        ours.begin(List.of());
        assertThat(ours.counts(1)).isFalse();
        RoundWatch somebodys = new RoundWatch(servers -> own -> shared, 2, false, 1);
        somebodys.begin(List.of());
        assertThat(somebodys.counts(1)).isTrue();
    }

    @Test
    void theSeedDecidesTheOrderOfSlices() throws Exception {
        try (EchoServer one = server(); EchoServer other = server()) {
            compare(SMALL, recorder, external("one", one), external("other", other)).run();
            Recorder again = new Recorder();
            compare(SMALL, again, external("one", one), external("other", other)).run();
            assertThat(order(again)).isEqualTo(order(recorder));
        }
    }

    private static List<String> order(Recorder recorder) {
        return recorder.rounds.stream().flatMap(List::stream).map(Sample::server).toList();
    }

    @Test
    void aServerThatDiesIsNamedWithItsLastWordsAndEarlierRoundsAreKept() throws Exception {
        assertThat(children()).isEmpty();
        Recorder killer = new Recorder() {
            @Override
            public void measured(List<Sample> round) {
                super.measured(round);
                children().forEach(ProcessHandle::destroyForcibly);
            }
        };
        try (EchoServer one = server()) {
            assertThatThrownBy(() -> compare(SMALL, killer, external("one", one), new Own("poll", "poll")).run())
                    .isInstanceOf(ContenderFailedException.class)
                    .hasMessageMatching("poll died in fork 1, round 2: server poll \\(process \\d+\\) ended with exit"
                            + " code 137.*");
        }
        assertThat(killer.rounds).hasSize(1);
        assertThat(children()).isEmpty();
    }

    @Test
    void aServerThatClosesItsConnectionsIsNamed() throws Exception {
        try (EchoServer one = server(); EchoServer other = server()) {
            Runnable end = other::close;
            Recorder closer = new Recorder() {
                @Override
                public void measured(List<Sample> round) {
                    super.measured(round);
                    end.run();
                }
            };
            assertThatThrownBy(
                    () -> compare(SMALL, closer, external("one", one), external("other", other)).run())
                    .isInstanceOf(ContenderFailedException.class)
                    .hasMessageStartingWith("other failed in fork 1, round 2: ");
            assertThat(closer.rounds).hasSize(1);
        }
    }

    @Test
    void aServerOfSeveralProcessesIsNotComparedByTheTimeOfOne() throws Exception {
        Process parent = new ProcessBuilder("sh", "-c", "(while :; do :; done) & echo ready; wait").start();
        try (EchoServer one = server(); EchoServer other = server()) {
            assertThat(parent.inputReader().readLine()).isEqualTo("ready");
            External several = new External("several",
                    new Target(external("several", other).target().address(), OptionalLong.of(parent.pid())));
            assertThatThrownBy(() -> compare(SMALL, recorder, external("one", one), several).run())
                    .isInstanceOf(ContenderFailedException.class)
                    .hasMessageStartingWith("several failed in fork 1, warm-up: process " + parent.pid()
                            + " has 1 child that used ");
            assertThat(recorder.rounds).isEmpty();
        } finally {
            parent.descendants().forEach(ProcessHandle::destroyForcibly);
            parent.destroyForcibly();
        }
    }

    @Test
    void aSliceThatIsTooShortForAServerIsRepeatedAFewTimesAndThenNamed() throws Exception {
        try (ServerSocket slow = new ServerSocket(0, 1, InetAddress.getLoopbackAddress()); EchoServer one = server()) {
            Thread.ofVirtual().start(() -> echoSlowly(slow));
            Settings settings = new Settings(1, 1, 64, 1, 3, Duration.ofMillis(5), Duration.ofMillis(5), 1);
            External other = new External("slow", new Target((InetSocketAddress) slow.getLocalSocketAddress(),
                    OptionalLong.of(ProcessHandle.current().pid())));
            assertThatThrownBy(() -> compare(settings, recorder, external("one", one), other).run())
                    .isInstanceOf(ContenderFailedException.class)
                    .hasMessage("slow failed in fork 1, round 1: no reply within a slice of 5 ms, again and again"
                            + " (try a longer --slice)");
            assertThat(recorder.rounds).isEmpty();
        }
    }

    /** Takes longer than a slice for each reply. */
    private static void echoSlowly(ServerSocket server) {
        byte[] buffer = new byte[64];
        try (Socket socket = server.accept()) {
            int read = socket.getInputStream().read(buffer);
            while (read > 0) {
                Thread.sleep(30);
                socket.getOutputStream().write(buffer, 0, read);
                read = socket.getInputStream().read(buffer);
            }
        } catch (IOException | InterruptedException e) {
            // The test is over.
        }
    }

    @Test
    void anInterruptEndsItAndLeavesNoProcess() throws Exception {
        assertThat(children()).isEmpty();
        Recorder interrupter = new Recorder() {
            @Override
            public void measured(List<Sample> round) {
                super.measured(round);
                assertThat(children()).hasSize(1);
                Thread.currentThread().interrupt();
            }
        };
        try (EchoServer one = server()) {
            assertThatThrownBy(
                    () -> compare(SMALL, interrupter, external("one", one), new Own("poll", "poll")).run())
                    .hasMessageContaining("interrupted");
        }
        assertThat(Thread.interrupted()).isTrue();
        assertThat(interrupter.rounds).hasSize(1);
        assertThat(children()).isEmpty();
    }

    @Test
    void aServerThatMayRunElsewhereIsWarnedOf() throws Exception {
        Placement placement = Placement.onThisMachine();
        try (EchoServer one = server()) {
            compare(SMALL, recorder, external("one", one), new Own("poll", "poll")).checkExternals();
        }
        if (placement.serverCpus().isEmpty()) {
            assertThat(recorder.warnings).isEmpty();
        } else {
            assertThat(recorder.warnings).singleElement().asString().contains("one may run on CPUs ", "taskset -acp ");
        }
    }

    @Test
    void moreActiveConnectionsThanOneProcessCanOpenAreRefused() {
        Settings settings = new Settings(5_000_000, 5_000_000, 64, 1, 1, Duration.ofMillis(5), Duration.ofMillis(1), 1);
        assertThatThrownBy(() -> compare(settings, recorder, new Own("a", "poll"), new Own("b", "poll")))
                .hasMessageMatching("2 servers with 5000000 active connections each need more descriptors than one"
                        + " process may have; RLIMIT_NOFILE is \\d+");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {"5|6|64|1|20|active 6 is not from 1 to connections 5",
        "5|5|0|1|20|payload 0 is not from 1 to 16777216", "5|5|64|0|20|forks 0 and rounds 1 are not both from 1",
        "5|5|64|1|4|slice is not from 5 ms to 1 hour"})
    void settingsThatDoNotFitAreRefused(int connections, int active, int payload, int forks, int slice, String text) {
        assertThatThrownBy(() -> new Settings(connections, active, payload, forks, 1, Duration.ofMillis(slice),
                Duration.ofMillis(1), 1)).hasMessage(text);
    }

    private static Settings settings(int forks, int rounds) {
        return new Settings(20, 5, 64, forks, rounds, Duration.ofMillis(20), Duration.ofMillis(20), 1);
    }

    private static SideBySide compare(Settings settings, Recorder recorder, Contender... contenders) throws Exception {
        return new SideBySide(CATALOG, List.of(contenders), settings, Limits.read(), recorder);
    }

    private static EchoServer server() throws Exception {
        return CATALOG.transports()
                .get("epoll-lt")
                .start(ServerOptions.loopback());
    }

    /** A server in this process, as one that somebody else has started. */
    private static External external(String name, EchoServer server) {
        InetSocketAddress address = new InetSocketAddress(InetAddress.getLoopbackAddress(), server.address().getPort());
        return new External(name, new Target(address, OptionalLong.of(ProcessHandle.current().pid())));
    }

    private static List<ProcessHandle> children() {
        try (Stream<ProcessHandle> children = ProcessHandle.current().children()) {
            return children.filter(ProcessHandle::isAlive).toList();
        }
    }
}

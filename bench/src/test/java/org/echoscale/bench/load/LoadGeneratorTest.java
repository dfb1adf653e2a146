package org.echoscale.bench.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.echoscale.core.EchoServer;
import org.echoscale.core.ServerOptions;
import org.echoscale.core.Transports;
import org.echoscale.results.model.Fairness;
import org.echoscale.results.model.Load;
import org.echoscale.results.model.Measurement.GeneratorCost;
import org.echoscale.results.model.Measurement.WarmUp;
import org.jspecify.annotations.NullUnmarked;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@NullUnmarked // what an open loop has beside the latency is asserted to be there by use
class LoadGeneratorTest {
    private static final Duration WINDOW = Duration.ofMillis(200);

    private EchoServer server;
    private LoadGenerator generator;

    @BeforeEach
    void start() throws Exception {
        server = Transports.load(getClass().getClassLoader()).get("epoll-lt").start(ServerOptions.loopback());
        generator = LoadGenerator.start(OptionalInt.empty());
    }

    @AfterEach
    void close() {
        generator.close();
        server.close();
    }

    @ParameterizedTest
    @CsvSource({"1, 1, 64, 1", "100, 64, 64, 1", "300, 10, 1, 1", "20, 20, 64, 8", "10, 4, 100000, 1",
        "3, 2, 1048576, 2",
        "5, 5, 13, 5"})
    void everyMessageOfAClosedLoopComesBack(int connections, int active, int payload, int depth) throws Exception {
        OpenConnections open = generator.open(target(), new Crowd(connections, active, payload, 42));
        assertThat(open.counts().opened()).isEqualTo(connections);
        LoadResult result = open.measure(new Load.Closed(depth), WINDOW);
        assertThat(result.messages().sent()).isGreaterThan((long) active * depth);
        assertThat(result.messages().verified()).isEqualTo(result.messages().sent());
        assertThat(result.messages().missing()).isZero();
        assertThat(result.messages().corrupt()).isZero();
        assertThat(result.latency().getTotalCount()).isEqualTo(result.messages().verified());
        assertThat(result.slices()).hasSize(5);
        assertThat(open.verifyAlive().alive()).isEqualTo(connections);
    }

    @Test
    void messagesThatWaitForRoomAreNotOut() throws Exception {
        OpenConnections open = generator.open(target(), new Crowd(2, 2, 1 << 20, 42));
        Outstanding alone = open.measure(new Load.Closed(1), WINDOW).outstanding();
        assertThat(alone.kept()).isCloseTo(2, within(0.1));
        assertThat(alone.timed()).isCloseTo(alone.kept(), within(0.1));
        assertThat(open.measure(new Load.Closed(64), WINDOW).outstanding()).isNull();
        assertThat(open.measure(new Load.Closed(1), WINDOW).outstanding()).isNotNull();
    }

    @Test
    void theBeginningIsToldOnceAndBeforeTheFirstMessage() throws Exception {
        OpenConnections open = generator.open(target(), new Crowd(2, 2, 64, 1));
        long before = server.stats().bytesReceived();
        List<Long> atTheBeginning = new ArrayList<>();
        LoadResult result = open.measure(new Load.Open(1000, Load.Schedule.POISSON), WINDOW,
                () -> atTheBeginning.add(server.stats().bytesReceived()));
        assertThat(result.messages().verified()).isPositive();
        assertThat(atTheBeginning).containsExactly(before);
    }

    @ParameterizedTest
    @CsvSource({"1, 1, 64, 500", "100, 64, 64, 5000", "300, 10, 1, 2000", "5, 5, 100000, 300"})
    void everyMessageOfAnOpenLoopIsSentAndComesBack(int connections, int active, int payload, double rate)
            throws Exception {
        OpenConnections open = generator.open(target(), new Crowd(connections, active, payload, 42));
        LoadResult result = open.measure(new Load.Open(rate, Load.Schedule.CONSTANT), WINDOW);
        assertThat(result.messages().intended()).isEqualTo((long) (rate * 0.2));
        assertThat(result.messages().sent()).isEqualTo(result.messages().intended());
        assertThat(result.messages().verified()).isEqualTo(result.messages().intended());
        assertThat(result.latency().getTotalCount()).isEqualTo(result.messages().intended());
        assertThat(result.serviceTime().getTotalCount()).isEqualTo(result.messages().intended());
        assertThat(result.sendLateness().getTotalCount()).isEqualTo(result.messages().intended());
    }

    @Test
    void ofEachPartOfTheWindowOfAnOpenLoopItIsKnownWhatWasDueInItAndHowLongThatTook() throws Exception {
        try (ServerSocket listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
            Thread.ofVirtual().start(() -> echoAllAtOnce(listener, 10 * 64, 200 * 64));
            Target late = new Target((InetSocketAddress) listener.getLocalSocketAddress(), OptionalLong.empty());
            OpenConnections open = generator.open(late, new Crowd(1, 1, 64, 42));
            open.measure(new Load.Open(1000, Load.Schedule.CONSTANT), Duration.ofMillis(10)); // its messages do not count
            LoadResult result = open.measure(new Load.Open(1000, Load.Schedule.CONSTANT), WINDOW);
            assertThat(result.messages().verified()).isEqualTo(200);
            List<WindowPart> parts = result.parts();
            assertThat(parts).hasSize(20).allSatisfy(part -> assertThat(part.due()).isEqualTo(10));
            assertThat(parts).extracting(WindowPart::answered).containsOnly(10L);
            assertThat(parts.subList(0, 19)).extracting(WindowPart::replies).containsOnly(0L);
            assertThat(parts.stream().map(WindowPart::latencyNanos).toList()).as("all were answered at the end")
                    .isSortedAccordingTo(Comparator.reverseOrder());
        }
        assertThat(generator.open(target(), new Crowd(1, 1, 64, 42)).measure(new Load.Closed(1), WINDOW).parts())
                .isEmpty();
    }

    private static void echoAllAtOnce(ServerSocket listener, int... bytes) {
        try (Socket socket = listener.accept()) {
            socket.getOutputStream().write(socket.getInputStream().readNBytes(Connections.GREETING));
            for (int count : bytes) {
                socket.getOutputStream().write(socket.getInputStream().readNBytes(count));
            }
            socket.getInputStream().readNBytes(1); // until the other side has had enough
        } catch (IOException e) {
            assertThat(e).hasMessageContaining("reset"); // how the generator ends its connections
        }
    }

    @ParameterizedTest
    @CsvSource({"1, 1, 64, 1", "200, 64, 64, 4", "3, 2, 300000, 1"})
    void connectionsToThemselvesEchoWithoutAServer(int connections, int active, int payload, int depth)
            throws Exception {
        OpenConnections open = generator.open(Target.reflection(), new Crowd(connections, active, payload, 42));
        assertThat(open.counts().opened()).isEqualTo(connections);
        LoadResult result = open.measure(new Load.Closed(depth), WINDOW);
        assertThat(result.messages().received()).isGreaterThan((long) active * depth);
        assertThat(result.messages().missing() + result.messages().corrupt()).isZero();
        assertThat(open.verifyAlive().alive()).isEqualTo(connections);
        assertThat(server.stats().accepted()).isZero();
    }

    @ParameterizedTest
    @CsvSource({"1, 1, 64, 1", "50, 16, 64, 3", "4, 2, 200000, 2"})
    void underChurnEachConnectionIsUsedAndOpenedAgain(int connections, int active, int payload, int messages)
            throws Exception {
        OpenConnections open = generator.open(target(), new Crowd(connections, active, payload, 42));
        LoadResult result = open.measure(new Load.Churn(messages), WINDOW);
        assertThat(result.messages().missing() + result.messages().corrupt()).isZero();
        assertThat(result.conversations()).isPositive();
        assertThat(result.latency().getTotalCount()).isGreaterThanOrEqualTo(result.conversations());
        assertThat(server.stats().accepted()).isGreaterThanOrEqualTo(connections + result.conversations());
        assertThat(open.verifyAlive().alive()).isEqualTo(connections);
        assertThat(open.measure(new Load.Churn(messages), WINDOW).conversations()).isPositive();
    }

    @ParameterizedTest
    @CsvSource({"POISSON, ", "BURST, 8"})
    void aScheduleDecidesWhenMessagesAreDueAndNotHowMany(Load.Schedule schedule, @Nullable Integer burst)
            throws Exception {
        OpenConnections open = generator.open(target(), new Crowd(20, 10, 64, 42));
        LoadResult result = open.measure(new Load.Open(4000, schedule, burst), Duration.ofSeconds(1));
        assertThat(result.messages().intended()).isBetween(3500L, 4500L);
        assertThat(result.messages().verified()).isEqualTo(result.messages().intended());
    }

    @Test
    void howEvenlyConnectionsAreServedIsToldWhereEachHadAMessageDue() throws Exception {
        OpenConnections open = generator.open(target(), new Crowd(20, 10, 64, 42));
        Fairness fairness = open.measure(new Load.Closed(1), WINDOW).fairness();
        assertThat(fairness.active()).isEqualTo(10);
        assertThat(fairness.leastMessages()).isPositive();
        assertThat(fairness.longestWaitNanos()).isPositive();
        assertThat(open.measure(new Load.Open(25, Load.Schedule.CONSTANT), WINDOW).fairness()).isNull();
    }

    @Test
    void anOpenLoopThatDealsUnevenlyDoesNotMakeAServerUnfair() throws Exception {
        OpenConnections open = generator.open(target(), new Crowd(20, 20, 64, 42));
        Fairness fairness = open.measure(new Load.Open(150, Load.Schedule.CONSTANT), WINDOW).fairness();
        assertThat(fairness.mostMessages()).as("30 messages for 20 connections").isEqualTo(2);
        assertThat(fairness.leastMessages()).isEqualTo(1);
        // One of the last may be out when the window ends; it is the second of its connection.
        assertThat(fairness.leastAnswered()).isBetween(0.5, 1.0);
        assertThat(fairness.mostAnswered()).isEqualTo(1);
        assertThat(fairness.jainIndex()).as("0.9 of the replies alone").isGreaterThan(0.95);
    }

    @Test
    void theGeneratorsCpuTimeIsToldByItsPartsToo() throws Exception {
        OpenConnections open = generator.open(target(), new Crowd(20, 10, 64, 42));
        GeneratorCost cost = open.measure(new Load.Closed(1), Duration.ofMillis(600)).generator();
        assertThat(cost.userNanos()).isNotNull().isNotNegative();
        assertThat(cost.systemNanos()).isNotNull().isNotNegative();
        // Read a few calls apart, and these two are brought up to date at ticks.
        assertThat((double) cost.userNanos() + cost.systemNanos()).isCloseTo(cost.threadCpuNanos(),
                within(0.2 * cost.threadCpuNanos()));
    }

    @Test
    void loadsFollowEachOtherOnTheSameConnections() throws Exception {
        OpenConnections open = generator.open(target(), new Crowd(50, 20, 64, 42));
        WarmUp warmUp = open.warmUp(new Load.Closed(1), Duration.ofMillis(100), Duration.ofMillis(400));
        assertThat(warmUp.messages()).isPositive();
        assertThat(warmUp.sliceCount()).as("slices of 50 ms").isBetween(1, (int) (warmUp.nanos() / 50_000_000));
        for (int i = 0; i < 2; i++) {
            LoadResult closed = open.measure(new Load.Closed(1), WINDOW);
            LoadResult paced = open.measure(new Load.Open(2000, Load.Schedule.CONSTANT), WINDOW);
            assertThat(closed.messages().missing() + paced.messages().missing()).isZero();
        }
        assertThat(open.verifyAlive().alive()).isEqualTo(50);
    }

    @Test
    void latencyRunsFromTheIntendedTimeSoThatItIsNeverBelowTheServiceTime() throws Exception {
        OpenConnections open = generator.open(target(), new Crowd(4, 4, 64, 42));
        LoadResult result = open.measure(new Load.Open(2000, Load.Schedule.CONSTANT), WINDOW);
        assertThat(result.latency().getMinValue()).isGreaterThanOrEqualTo(result.serviceTime().getMinValue());
        assertThat(result.latency().getMean()).isGreaterThanOrEqualTo(result.serviceTime().getMean());
    }

    @Test
    void thePartsOfAnOpenLoopAreItsMessagesInTheOrderOfTime() throws Exception {
        OpenConnections open = generator.open(target(), new Crowd(4, 4, 64, 42));
        List<OpenConnections.Part> parts = open.measureParts(new Load.Open(1000, Load.Schedule.CONSTANT),
                Duration.ofMillis(900), 3);
        assertThat(parts).hasSize(3).allSatisfy(part -> {
            assertThat(part.latency().getTotalCount()).isPositive();
            assertThat(part.sendLateness().getTotalCount()).isPositive();
        });
        assertThat(parts.stream().mapToLong(part -> part.sendLateness().getTotalCount()).sum()).isEqualTo(900);
        assertThat(parts.stream().mapToLong(part -> part.latency().getTotalCount()).sum()).as("also after the end")
                .isEqualTo(900);
        assertThat(open.measure(new Load.Closed(1), WINDOW).messages().missing()).isZero();
    }

    @Test
    void theServersCpuTimeIsInEverySlice() throws Exception {
        OpenConnections open = generator.open(
                new Target(server.address(), OptionalLong.of(ProcessHandle.current().pid())),
                new Crowd(10, 10, 64, 42));
        LoadResult result = open.measure(new Load.Closed(1), WINDOW);
        assertThat(result.slices()).allSatisfy(slice -> {
            assertThat(slice.serverCpuNanos()).isPositive();
            assertThat(slice.generatorCpuNanos()).isPositive();
            assertThat(slice.messages()).isPositive();
        });
    }

    @Test
    void aServerThatEndsLosesItsConnectionsAndTheyAreCounted() throws Exception {
        OpenConnections open = generator.open(target(), new Crowd(30, 10, 64, 42));
        server.close();
        LoadResult result = open.measure(new Load.Closed(1), WINDOW);
        assertThat(result.messages().received()).isZero();
        ConnectionCounts counts = open.verifyAlive();
        assertThat(counts.alive()).isZero();
        assertThat(counts.lost()).isEqualTo(30);
        assertThat(counts.firstFailure()).isNotNull();
        assertThat(counts.losses().byServer()).isEqualTo(30);
        assertThat(counts.losses().lastNanos()).isGreaterThan(counts.losses().firstNanos());
    }

    @Test
    void aConnectionThatIsLostToAWrongReplyIsNotOneThatTheServerClosed() throws Exception {
        try (ServerSocket listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
            Thread.ofVirtual().start(() -> echoTheGreetingAlone(listener));
            Target wrong = new Target((InetSocketAddress) listener.getLocalSocketAddress(), OptionalLong.empty());
            OpenConnections open = generator.open(wrong, new Crowd(1, 1, 64, 42));
            assertThat(open.counts().losses()).isNull();
            assertThat(open.measure(new Load.Closed(1), WINDOW).messages().corrupt()).isEqualTo(1);
            assertThat(open.verifyAlive().lost()).isEqualTo(1);
            assertThat(open.counts().losses().byServer()).isZero();
        }
    }

    private static void echoTheGreetingAlone(ServerSocket listener) {
        try (Socket socket = listener.accept()) {
            socket.getOutputStream().write(socket.getInputStream().readNBytes(Connections.GREETING));
            byte[] message = socket.getInputStream().readNBytes(64);
            message[0]++;
            socket.getOutputStream().write(message);
            socket.getInputStream().readNBytes(1); // until the other side has had enough
        } catch (IOException e) {
            assertThat(e).hasMessageContaining("reset"); // how the generator ends its connections
        }
    }

    @Test
    void nobodyListeningIsReportedNotThrown() throws Exception {
        server.close();
        ConnectionCounts counts = generator.open(target(), new Crowd(5, 5, 64, 42)).counts();
        assertThat(counts.opened()).isZero();
        assertThat(counts.firstFailure()).contains("ECONNREFUSED");
    }

    private Target target() {
        return new Target(server.address(), OptionalLong.empty());
    }
}

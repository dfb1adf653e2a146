package org.echoscale.bench.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongFunction;
import java.util.function.Supplier;
import org.echoscale.bench.load.Crowd;
import org.echoscale.bench.load.LoadGenerator;
import org.echoscale.bench.load.OpenConnections;
import org.echoscale.bench.load.Target;
import org.echoscale.bench.server.Catalog;
import org.echoscale.bench.server.ServerLaunch;
import org.echoscale.bench.server.ServerProcess;
import org.echoscale.core.EchoServer;
import org.echoscale.core.ServerOptions;
import org.echoscale.results.model.Cell;
import org.echoscale.results.model.Load;
import org.echoscale.results.model.Machine;
import org.echoscale.results.model.Measurement.WarmUp;
import org.echoscale.results.model.Outcome;
import org.echoscale.results.model.Reason;
import org.echoscale.results.model.Trial;
import org.junit.jupiter.api.Test;

class WindowTest {
    private static final Duration SHORT = Duration.ofMillis(20);
    /** More than two threads can use in a window. */
    private static final long MUCH_NANOS = 300_000_000;

    private final AtomicLong ours = new AtomicLong();

    @Test
    void allThatGeneratorAndServerDoWhileTheMachineIsWatchedIsTheirOwn() throws Exception {
        measure(OptionalLong.of(ProcessHandle.current().pid()));
        assertThat(ours.get()).isGreaterThanOrEqualTo(MUCH_NANOS);
    }

    @Test
    void whereTheServersProcessIsNotKnownNobodyCanTellWhatIsTheirOwn() throws Exception {
        measure(OptionalLong.empty());
        assertThat(ours.get()).isNegative();
    }

    @Test
    void aServerOfWhichOneProcessOfSeveralIsKnownIsNotMeasured() throws Exception {
        Process parent = new ProcessBuilder("sh", "-c", "(while :; do :; done) & echo ready; wait").start();
        try {
            assertThat(parent.inputReader().readLine()).isEqualTo("ready");
            Trial trial = measure(OptionalLong.of(parent.pid()));
            assertThat(trial.outcome()).isEqualTo(Outcome.INVALID);
            assertThat(trial.reasons()).extracting(Reason::code).contains("server-has-children");
        } finally {
            parent.descendants().forEach(ProcessHandle::destroyForcibly);
            parent.destroyForcibly();
        }
    }

    @Test
    void theEndOfAServerThatWasStartedHereIsTheOneReasonAndSaysHowItEnded() throws Exception {
        try (ServerProcess server = start()) {
            Trial trial = killed(server, OptionalLong.of(server.pid()), new ControlledAccount(server));
            assertThat(trial.reasons()).singleElement().satisfies(reason -> {
                assertThat(reason.code()).isEqualTo("server-died");
                assertThat(reason.message()).matches("server epoll-et \\(process " + server.pid()
                        + "\\) ended with exit code 137 \\(SIGKILL\\) [0-9.]+ [mµ]?s into the window of [0-9.]+ m?s: "
                        + "4 of 4 connections lost(, \\d of \\d messages? unanswered)?(; its last words: .*)?");
            });
            assertThat(trial.measurement()).isNotNull().satisfies(it -> assertThat(it.server()).isNull());
        }
    }

    @Test
    void theEndOfAServerOfWhichTheProcessIsKnownIsTheOneReason() throws Exception {
        try (ServerProcess server = start()) {
            OptionalLong pid = OptionalLong.of(server.pid());
            assertThat(killed(server, pid, new OutsideAccount("mine", pid)).reasons()).singleElement()
                    .satisfies(reason -> {
                        assertThat(reason.code()).isEqualTo("server-died");
                        assertThat(reason.message())
                                .startsWith("server mine (process " + server.pid() + ", java) ended ")
                                .contains(" into the window of ", ": 4 of 4 connections lost");
                    });
        }
    }

    @Test
    void theEndOfAServerOfWhichTheProcessIsNotKnownIsTheOneReasonToo() throws Exception {
        try (ServerProcess server = start()) {
            OptionalLong unknown = OptionalLong.empty();
            assertThat(killed(server, unknown, new OutsideAccount("mine", unknown)).reasons()).singleElement()
                    .satisfies(reason -> {
                        assertThat(reason.code()).isEqualTo("connection-lost");
                        assertThat(reason.message()).startsWith("the server closed all connections ")
                                .contains(" into the window of ", ": 4 of 4 connections lost", "; the first: ");
                    });
        }
    }

    private static ServerProcess start() throws Exception {
        return ServerProcess.start(ServerLaunch.of(Catalog.load(List.of()), "epoll-et"), Duration.ofSeconds(60));
    }

    /** A window in which the server is killed before the first message. */
    private static Trial killed(ServerProcess server, OptionalLong pid, Account account) throws Exception {
        Supplier<LongFunction<Machine>> watch = () -> {
            ProcessHandle process = ProcessHandle.of(server.pid()).orElseThrow();
            process.destroyForcibly();
            process.onExit().join();
            return _ -> new Machine(null, null, null, null, null, null, null, null);
        };
        Load load = new Load.Closed(1);
        try (LoadGenerator generator = LoadGenerator.start(OptionalInt.empty());
                OpenConnections open = generator.open(new Target(server.address(), pid), new Crowd(4, 2, 64, 1))) {
            return Window.measure(1, 1, new Cell("x", 4, 2, 64, load), open, new WarmUp(true, 0, 0, 0, 0),
                    Duration.ofMillis(100), account, null, watch);
        }
    }

    private Trial measure(OptionalLong pid) throws Exception {
        Supplier<LongFunction<Machine>> watch = () -> {
            Burnt.nanos(MUCH_NANOS); // watched already, and no part of the window: as the wait for the last replies
            return own -> {
                ours.set(own);
                return new Machine(null, null, null, null, null, null, null, null);
            };
        };
        Load load = new Load.Closed(1);
        try (EchoServer server = Catalog.load(List.of())
                .transports()
                .get("epoll-lt")
                .start(ServerOptions.loopback());
                LoadGenerator generator = LoadGenerator.start(OptionalInt.empty());
                OpenConnections open = generator.open(new Target(server.address(), pid), new Crowd(2, 2, 64, 1))) {
            return Window.measure(1, 1, new Cell("x", 2, 2, 64, load), open, new WarmUp(true, 0, 0, 0, 0), SHORT,
                    new OutsideAccount("x", pid), null, watch);
        }
    }
}

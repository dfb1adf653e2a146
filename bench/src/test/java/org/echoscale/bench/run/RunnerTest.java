package org.echoscale.bench.run;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.OptionalLong;
import org.echoscale.bench.limits.Limits;
import org.echoscale.bench.load.Target;
import org.echoscale.bench.server.Catalog;
import org.echoscale.core.EchoServer;
import org.echoscale.core.ServerOptions;
import org.echoscale.core.Transports;
import org.echoscale.results.files.RunDirectory;
import org.echoscale.results.model.Cell;
import org.echoscale.results.model.Load;
import org.echoscale.results.model.NullTest;
import org.echoscale.results.model.Outcome;
import org.echoscale.results.model.Plan;
import org.echoscale.results.model.Reason;
import org.echoscale.results.model.ServerWarmUp;
import org.echoscale.results.model.Trial;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunnerTest {
    private static final Schema OF_RUNS = schema("run.schema.json");
    private static final Schema OF_TRIALS = schema("trial.schema.json");

    @TempDir
    private Path folder;

    private final List<ExternalServer> externals = new ArrayList<>();
    private boolean syscalls;
    private final List<String> begun = new ArrayList<>();
    private final Progress progress = new Progress() {
        @Override
        public void begins(Cell cell, int fork, int done, int total, Duration left) {
            begun.add(cell.subject());
        }

        @Override
        public void ended(Trial trial) {}

        @Override
        public void warn(String line) {
            if (!line.startsWith(expected)) {
                throw new AssertionError(line);
            }
            warnings.add(line);
        }
    };
    private final List<String> warnings = new ArrayList<>();
    /** With what a warning begins; any other fails the test. */
    private String expected = "no warning";

    @Test
    void aRunMeasuresEachCellWithEachLoadAndKeepsWhatItLearnt() throws Exception {
        List<Trial> trials = run(plan(List.of("epoll-et", "thread-virtual"), List.of(5, 20)), Integer.MAX_VALUE);
        assertThat(trials).hasSize(8);
        assertThat(trials.stream().map(Trial::sequence)).containsExactly(1, 2, 3, 4, 5, 6, 7, 8);
        assertThat(trials).filteredOn(trial -> trial.cell().load() instanceof Load.Closed).allSatisfy(trial -> {
            assertThat(trial.reasons()).extracting(Reason::code)
                    .doesNotContain("corrupt", "missing-replies", "connection-lost", "no-replies", "failed");
            assertThat(trial.measurement()).isNotNull().satisfies(measurement -> {
                assertThat(measurement.messages().verified()).isEqualTo(measurement.messages().sent()).isPositive();
                assertThat(measurement.connections().aliveAtEnd()).isEqualTo(trial.cell().connections());
                assertThat(measurement.server()).isNotNull().satisfies(server -> {
                    assertThat(server.cpuNanos()).isPositive();
                    assertThat(server.userNanos()).isNotNull();
                    assertThat(server.residentBytesOpen()).isNotNull().isPositive();
                    assertThat(server.safepoints()).isNotNull();
                    assertThat(server.safepointNanos()).isNotNull();
                });
            });
        });
    }

    @Test
    void eachTrialKeepsHowItsServerProcessWasWarmedUp() throws Exception {
        List<Trial> trials = run(
                new Plan("test", List.of("epoll-et", "sequential"), List.of(1, 4), 4, 64, 1, 500.0, 2, 50_000_000,
                        300_000_000, 7),
                Integer.MAX_VALUE);
        assertThat(trials).filteredOn(trial -> trial.outcome() != Outcome.SKIPPED)
                .hasSize(12)
                .allSatisfy(trial -> {
                    boolean one = trial.cell().subject().equals("sequential");
                    assertThat(trial.serverWarmUps()).isNotNull().satisfies(warmUps -> {
                        assertThat(warmUps).extracting(ServerWarmUp::load)
                                .containsExactly(new Load.Closed(1), new Load.Open(500, Load.Schedule.CONSTANT));
                        assertThat(warmUps).allSatisfy(warmUp -> {
                            assertThat(warmUp.connections()).isEqualTo(one ? 1 : 100);
                            assertThat(warmUp.active()).isEqualTo(one ? 1 : 4);
                            assertThat(warmUp.warmUp().nanos()).isGreaterThanOrEqualTo(300_000_000);
                            assertThat(warmUp.warmUp().messages()).isPositive();
                            assertThat(warmUp.warmUp().sliceCount()).isBetween(1, 6);
                        });
                    });
                });
        assertThat(trials).filteredOn(trial -> trial.outcome() == Outcome.SKIPPED)
                .hasSize(4)
                .allSatisfy(trial -> assertThat(trial.serverWarmUps()).isNull());
        assertThat(trials.stream().map(Trial::serverWarmUps).filter(Objects::nonNull).distinct())
                .as("the same for all cells of a process, and two processes of each server")
                .hasSize(4);
    }

    @Test
    void aCellThatFailsKeepsHowItsServerProcessWasWarmedUpBefore() throws Exception {
        try (EchoServer server = Transports.load(getClass().getClassLoader())
                .get("sequential")
                .start(ServerOptions.loopback())) {
            externals.add(new ExternalServer("one-by-one", new Target(server.address(), OptionalLong.empty()), false));
            List<Trial> trials = run(plan(List.of("epoll-et"), List.of(1, 5)), Integer.MAX_VALUE).stream()
                    .filter(trial -> trial.cell().subject().equals("one-by-one"))
                    .toList();
            assertThat(trials).extracting(trial -> trial.cell().connections()).containsExactly(1, 1, 5, 5);
            assertThat(trials.getLast().outcome()).isEqualTo(Outcome.FAILED);
            assertThat(trials.getLast().serverWarmUps()).isNotNull()
                    .isEqualTo(trials.getFirst().serverWarmUps())
                    .extracting(ServerWarmUp::connections)
                    .containsExactly(1, 1);
        }
    }

    @Test
    void systemCallsAreCountedAfterTheClosedLoopOfEachCell() throws Exception {
        if (SyscallCounter.onPath().isEmpty()) {
            assertThat(System.getenv("CI")).as("no strace on the PATH").isNull();
            Assumptions.abort("neither strace nor perf on the PATH");
        }
        syscalls = true;
        List<Trial> trials = run(plan(List.of("epoll-et"), List.of(5)), Integer.MAX_VALUE);
        assertThat(trials).allSatisfy(trial -> assertThat(trial.serverWarmUps()).as("kept beside them").hasSize(2));
        assertThat(trials).filteredOn(trial -> trial.cell().load() instanceof Load.Closed)
                .filteredOn(trial -> trial.outcome() == Outcome.VALID)
                .allSatisfy(trial -> assertThat(trial.measurement()).isNotNull()
                        .satisfies(measurement -> assertThat(measurement.syscalls()).isNotNull().satisfies(counted -> {
                            assertThat(counted.messages()).isPositive();
                            long sends = counted.calls()
                                    .entrySet()
                                    .stream()
                                    .filter(call -> call.getKey().startsWith("write")
                                            || call.getKey().startsWith("send"))
                                    .mapToLong(java.util.Map.Entry::getValue)
                                    .sum();
                            assertThat(sends).isBetween(counted.messages(), counted.messages() + 100);
                        })));
        assertThat(trials).filteredOn(trial -> trial.cell().load() instanceof Load.Open)
                .allSatisfy(trial -> assertThat(trial.measurement()).isNotNull()
                        .satisfies(measurement -> assertThat(measurement.syscalls()).isNull()));
        assertThat(Files.readString(folder.resolve("run/run.json"))).contains("\"syscalls\"").contains("counted by ");
    }

    @Test
    void aShareOfTheOpenConnectionsIsCountedAtEachSize() throws Exception {
        List<Trial> trials = run(
                new Plan("test", List.of("epoll-et"), List.of(5, 20), 5, 0.25, 64, 1, null, null, null, null, 1,
                        100_000_000, 300_000_000, 7),
                Integer.MAX_VALUE);
        assertThat(trials).extracting(Trial::cell)
                .allSatisfy(cell -> assertThat(cell.active()).isEqualTo(cell.connections() == 5 ? 1 : 5))
                .hasSize(2);
        assertThat(RunDirectory.open(folder.resolve("run")).read().manifest().floors())
                .extracting(NullTest::connections)
                .containsExactly(1, 5);
    }

    @Test
    void churnIsATrialOfItsOwnBesideAnOpenLoopWithASchedule() throws Exception {
        List<Trial> trials = run(new Plan("test", List.of("epoll-et"), List.of(5, 20), 4, null, 64, null, 500.0,
                Load.Schedule.POISSON, null, 3, 1, 100_000_000, 300_000_000, 7), Integer.MAX_VALUE);
        assertThat(trials).extracting(trial -> trial.cell().load())
                .containsExactly(new Load.Open(500, Load.Schedule.POISSON), new Load.Churn(3),
                        new Load.Open(500, Load.Schedule.POISSON), new Load.Churn(3));
        assertThat(trials).filteredOn(trial -> trial.cell().load() instanceof Load.Churn)
                .allSatisfy(trial -> assertThat(trial.measurement()).isNotNull()
                        .satisfies(it -> assertThat(it.messages().verified()).isEqualTo(it.messages().sent())
                                .isPositive()));
    }

    @Test
    void aTransportAtItsLimitIsMeasuredThereAndSkippedAbove() throws Exception {
        List<Trial> trials = run(plan(List.of("sequential"), List.of(5)), Integer.MAX_VALUE);
        assertThat(trials).filteredOn(trial -> trial.outcome() == Outcome.SKIPPED)
                .allSatisfy(trial -> {
                    assertThat(trial.cell().connections()).isEqualTo(5);
                    assertThat(trial.reasons()).isNotEmpty();
                })
                .hasSize(2);
        assertThat(trials).filteredOn(trial -> trial.cell().connections() == 1 && trial.measurement() != null)
                .hasSize(2);
    }

    @Test
    void aRunThatIsStoppedKeepsWhatWasMeasured() throws Exception {
        List<Trial> trials = run(plan(List.of("epoll-et", "epoll-lt", "poll"), List.of(5)), 1);
        assertThat(trials).hasSize(2);
        assertThat(begun).hasSize(1);
    }

    @Test
    void aServerThatIsAlreadyRunningTakesPartAndIsLeftAlone() throws Exception {
        try (EchoServer server = Transports.load(getClass().getClassLoader())
                .get("poll")
                .start(ServerOptions.loopback())) {
            externals.add(new ExternalServer("mine",
                    new Target(server.address(), OptionalLong.of(ProcessHandle.current().pid())), false));
            expected = "mine may run on CPUs ";
            List<Trial> trials = run(plan(List.of("epoll-et"), List.of(5)), Integer.MAX_VALUE);
            assertThat(trials).filteredOn(trial -> trial.cell().subject().equals("mine"))
                    .hasSize(2)
                    .allSatisfy(trial -> {
                        assertThat(trial.measurement()).isNotNull()
                                .satisfies(it -> assertThat(it.server()).isNotNull()
                                        .satisfies(cost -> assertThat(cost.cpuNanos()).isPositive()));
                    });
            assertThat(trials).filteredOn(trial -> trial.cell().subject().equals("epoll-et")).hasSize(2);
            assertThat(server.stats().accepted()).isGreaterThanOrEqualTo(5);
            assertThat(warnings).as("this process is not confined as servers are that are started here")
                    .hasSize(Placement.onThisMachine().serverCpus().isEmpty() ? 0 : 1);
        }
    }

    @Test
    void aServerThatIsAlreadyRunningIsWarmedUpWithNoMoreConnectionsThanTheCellHas() throws Exception {
        try (EchoServer server = Transports.load(getClass().getClassLoader())
                .get("sequential")
                .start(ServerOptions.loopback())) {
            externals.add(new ExternalServer("one-by-one", new Target(server.address(), OptionalLong.empty()), false));
            assertThat(run(plan(List.of("epoll-et"), List.of(1)), Integer.MAX_VALUE))
                    .filteredOn(trial -> trial.cell().subject().equals("one-by-one"))
                    .hasSize(2)
                    .allSatisfy(trial -> assertThat(trial.measurement()).isNotNull());
        }
    }

    @Test
    void aServerThatDiesInAWindowIsSaidInThatTrialAndNothingElseIsMeasuredWithIt() throws Exception {
        // 500 ms at 1,000/s: it dies when about a fifth of the messages is there, and nothing warms it up before.
        try (DyingEcho server = DyingEcho.after(100 * 64)) {
            externals.add(
                    new ExternalServer("mine", new Target(server.address(), OptionalLong.of(server.pid())), false));
            expected = "mine may run on CPUs ";
            List<Trial> mine = run(
                    new Plan("test", List.of("epoll-et"), List.of(5, 6), 4, null, 64, null, 1000.0,
                            Load.Schedule.CONSTANT, null, 1, 1, 500_000_000, 0, 7),
                    Integer.MAX_VALUE).stream().filter(trial -> trial.cell().subject().equals("mine")).toList();
            assertThat(mine).extracting(Trial::outcome)
                    .containsExactly(Outcome.INVALID, Outcome.FAILED, Outcome.FAILED, Outcome.FAILED);
            assertThat(mine).as("the plan has no warm-up")
                    .allSatisfy(trial -> assertThat(trial.serverWarmUps()).isNull());
            assertThat(mine.getFirst().reasons().getFirst()).satisfies(reason -> {
                assertThat(reason.code()).isEqualTo("server-died");
                assertThat(reason.message()).startsWith("server mine (process " + server.pid() + ", java) ended ")
                        .contains(" into the window of ");
            });
            assertThat(mine.get(1).reasons()).extracting(Reason::message)
                    .containsExactly("not measured: the server died in the load before it");
            assertThat(mine.get(2).reasons()).singleElement()
                    .extracting(Reason::message)
                    .asString()
                    .contains("could be opened", "its process " + server.pid() + " has ended");
        }
    }

    @Test
    void theFloorIsSaidInTheResult() throws Exception {
        Target nowhere = new Target(new InetSocketAddress(InetAddress.getLoopbackAddress(), 1), OptionalLong.empty());
        assertThat(new ExternalServer("mine", nowhere, true).subject().label()).isEqualTo("mine (floor)");
        assertThat(new ExternalServer("mine", nowhere, false).subject().label()).isEqualTo("mine");
    }

    @Test
    void theCpusOfAServerThatIsAlreadyRunningAreInTheResult() throws Exception {
        InetSocketAddress nowhere = new InetSocketAddress(InetAddress.getLoopbackAddress(), 1);
        Process confined = new ProcessBuilder("taskset", "-c", "0", "sleep", "600").start();
        try {
            while (!confined.info().command().orElse("").endsWith("sleep")) {
                Thread.onSpinWait(); // until then it is taskset
            }
            assertThat(new ExternalServer("mine", new Target(nowhere, OptionalLong.of(confined.pid())), false)
                    .subject()
                    .allowedCpus()).isEqualTo("0");
        } finally {
            confined.destroyForcibly();
        }
        assertThat(new ExternalServer("mine", new Target(nowhere, OptionalLong.empty()), false).subject()
                .allowedCpus()).isNull();
    }

    private List<Trial> run(Plan plan, int cells) throws Exception {
        Runner runner = new Runner(plan, Catalog.load(List.of()), externals, Limits.read(), progress,
                () -> begun.size() >= cells);
        if (syscalls) {
            runner.countSyscalls();
        }
        RunDirectory directory = RunDirectory.create(folder.resolve("run"), runner.manifest("test", List.of("run")));
        runner.run(directory);
        matchesTheSchema(OF_RUNS, Files.readString(directory.path().resolve("run.json")));
        for (String line : Files.readAllLines(directory.path().resolve("trials.jsonl"))) {
            matchesTheSchema(OF_TRIALS, line);
        }
        return directory.read().trials();
    }

    private static void matchesTheSchema(Schema schema, String json) {
        assertThat(schema.validate(json, InputFormat.JSON)).isEmpty();
    }

    private static Schema schema(String name) {
        try (InputStream text = RunDirectory.class.getResourceAsStream("/org/echoscale/results/schema/" + name)) {
            return SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12).getSchema(text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Plan plan(List<String> transports, List<Integer> connections) {
        return new Plan("test", transports, connections, 4, 64, 1, 500.0, 1, 100_000_000, 300_000_000, 7);
    }
}

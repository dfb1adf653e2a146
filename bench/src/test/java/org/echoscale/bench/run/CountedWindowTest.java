package org.echoscale.bench.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.concurrent.RejectedExecutionException;
import org.echoscale.bench.load.Crowd;
import org.echoscale.bench.load.LoadGenerator;
import org.echoscale.bench.load.OpenConnections;
import org.echoscale.bench.load.Target;
import org.echoscale.core.EchoServer;
import org.echoscale.core.ServerOptions;
import org.echoscale.core.Transports;
import org.echoscale.results.model.Load;
import org.echoscale.results.model.Outcome;
import org.echoscale.results.model.Reason;
import org.echoscale.results.model.Trial;
import org.junit.jupiter.api.Test;

class CountedWindowTest {
    private static final Crowd CROWD = new Crowd(2, 2, 64, 1);

    /** A generator that has ended refuses any work with an unchecked exception, in the middle of the counting. */
    @Test
    void whatWasMeasuredIsKeptAndTheErrorToldWhenTheGeneratorBreaksWhileCallsAreCounted() throws Exception {
        try (EchoServer server = Transports.load(getClass().getClassLoader())
                .get("epoll-lt")
                .start(ServerOptions.loopback())) {
            Target target = new Target(server.address(), OptionalLong.of(ProcessHandle.current().pid()));
            Trial measured = valid(new LoadTest("test", target, CROWD, new Load.Closed(1), Duration.ofMillis(50),
                    Duration.ofMillis(100), null).run());
            LoadGenerator generator = LoadGenerator.start(OptionalInt.empty());
            OpenConnections open = generator.open(target, CROWD);
            generator.close();
            boolean[] thrown = new boolean[1];

            Trial trial = CountedWindow.after(measured, open, target.pid(), "made up", (pid, work) -> {
                try {
                    work.run();
                } catch (RejectedExecutionException e) {
                    thrown[0] = true;
                    throw e;
                }
                return new TreeMap<>();
            });

            assertThat(thrown[0]).isTrue();
            assertThat(trial.outcome()).isEqualTo(Outcome.VALID);
            assertThat(trial.measurement()).isNotNull().isEqualTo(measured.measurement());
            assertThat(trial.reasons()).extracting(Reason::code).containsExactly("syscalls-not-counted");
            assertThat(trial.reasons().getFirst().message()).startsWith("system calls were not counted: ")
                    .contains("rejected");
        }
    }

    /** Whatever a machine that is busy with tests makes of it. */
    private static Trial valid(Trial trial) {
        assertThat(trial.measurement()).isNotNull();
        return new Trial(trial.schema(), trial.sequence(), trial.fork(), trial.cell(), trial.startedAt(), Outcome.VALID,
                List.of(), trial.measurement());
    }
}

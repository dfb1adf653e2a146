package org.echoscale.bench.prove;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import org.echoscale.core.EchoServer;
import org.echoscale.core.ServerOptions;
import org.echoscale.core.Transports;
import org.echoscale.results.model.Outcome;
import org.echoscale.results.model.Reason;
import org.echoscale.results.model.Trial;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class FaultRunTest {
    private EchoServer server;

    @BeforeEach
    void start() throws Exception {
        server = Transports.load(getClass().getClassLoader()).get("epoll-et").start(ServerOptions.loopback());
    }

    @AfterEach
    void close() {
        server.close();
    }

    @ParameterizedTest
    @EnumSource(Fault.class)
    void ourRulerCatchesTheFaultInEachLoop(Fault fault) throws Exception {
        int tries = fault.isAtTheEnd() ? 1 : 2; // one with an open loop, one with a closed one
        FaultProof.Row row = run(Ruler.own(), fault, tries).faults().getFirst();
        assertThat(row.missed()).isEmpty();
        assertThat(row.injected()).as("%s", row).isEqualTo(tries);
        assertThat(row.caught()).isEqualTo(tries);
        assertThat(fault.reasons()).contains(row.reason().replaceFirst(":.*", ""));
    }

    @Test
    void aRulerThatIsBlindFails() throws Exception {
        FaultProof proof = run(blind(), Fault.FLIP_BIT, 1);
        assertThat(proof.faults().getFirst().injected()).isEqualTo(1);
        assertThat(proof.faults().getFirst().caught()).isZero();
        assertThat(proof.faults().getFirst().missed()).hasSize(1);
        assertThat(proof.proven()).isFalse();
    }

    @Test
    void anObjectionToSomethingElseIsNotACatch() throws Exception {
        FaultProof proof = run(objecting(blind()), Fault.FLIP_BIT, 1);
        assertThat(proof.caught()).isZero();
        assertThat(proof.faults().getFirst().missed().getFirst()).contains("too-hot");
        assertThat(proof.proven()).isFalse();
    }

    @Test
    void aFaultThatNeverCameAboutIsNotCaughtAndNothingIsProven() throws Exception {
        Trial objected = objecting(Ruler.own()).measure(server.address(), FaultRun.crowd(1), FaultRun.OPEN,
                FaultRun.WARM_UP, FaultRun.WINDOW);
        Ruler absent = (address, crowd, load, warmUp, window) -> objected;
        FaultProof proof = run(absent, Fault.FLIP_BIT, 2);
        assertThat(proof.faults().getFirst().injected()).isZero();
        assertThat(proof.faults().getFirst().caught()).isZero();
        assertThat(proof.faults().getFirst().notInjected()).isEqualTo(6);
        assertThat(proof.proven()).isFalse();
    }

    @Test
    void aFaultInTheWarmUpDoesNotCount() throws Exception {
        Ruler late = (address, crowd, load, warmUp, window) -> {
            Trial trial = Ruler.own().measure(address, crowd, load, warmUp, window);
            return new Trial(trial.schema(), 1, 1, trial.cell(), Instant.now(), trial.outcome(), trial.reasons(),
                    trial.measurement());
        };
        FaultProof.Row row = run(late, Fault.FLIP_BIT, 1).faults().getFirst();
        assertThat(row.injected()).isZero();
        assertThat(row.notInjected()).isEqualTo(3);
    }

    @Test
    void aRulerThatAlwaysObjectsRaisesFalseAlarms() throws Exception {
        FaultProof proof = new FaultRun(objecting(Ruler.own()), server.address(), 1).prove(List.of(), 1, 2, step -> {});
        assertThat(proof.clean().valid()).isZero();
        assertThat(proof.clean().alarms()).hasSize(2).allMatch(alarm -> alarm.contains("too-hot"));
        assertThat(proof.proven()).isFalse();
    }

    @Test
    void nothingIsWrongWithWhatComesThroughTheProxyWithoutAFault() throws Exception {
        // On a machine that is busy with other things a rate may be missed; no reply may ever be wrong.
        FaultProof proof = new FaultRun(Ruler.own(), server.address(), 1).prove(List.of(), 1, 4, step -> {});
        assertThat(proof.clean().alarms())
                .noneMatch(alarm -> alarm.matches(".*(corrupt|lost|missing-replies|FAILED).*"));
    }

    private FaultProof run(Ruler ruler, Fault fault, int tries) throws Exception {
        return new FaultRun(ruler, server.address(), 42).prove(List.of(fault), tries, 0, step -> {});
    }

    static Ruler blind() {
        return (address, crowd, load, warmUp, window) -> {
            Trial trial = Ruler.own().measure(address, crowd, load, warmUp, window);
            return new Trial(trial.schema(), 1, 1, trial.cell(), trial.startedAt(), Outcome.VALID, List.of(),
                    trial.measurement());
        };
    }

    private static Ruler objecting(Ruler ruler) {
        return (address, crowd, load, warmUp, window) -> {
            Trial trial = ruler.measure(address, crowd, load, warmUp, window);
            return new Trial(trial.schema(), 1, 1, trial.cell(), trial.startedAt(), Outcome.INVALID,
                    List.of(Reason.of("too-hot", "the weather is too hot")), trial.measurement());
        };
    }
}

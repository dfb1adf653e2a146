package org.echoscale.tck;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.Closeable;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.echoscale.core.EchoServer;
import org.echoscale.core.EchoTransport;
import org.echoscale.core.ServerOptions;
import org.echoscale.core.Support;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.platform.launcher.listeners.TestExecutionSummary.Failure;

/** The contract finds out each broken transport, by the rule that it breaks and for its own reason, and by no basic one. */
class BrokenTransportsTest {
    private static final List<String> BASIC = List.of("r01", "r02");

    /** For what will not come: many broken transports are found out by waiting in vain, several times each. */
    private static final Duration IN_VAIN = Duration.ofMillis(500);
    private static final Duration NOT_IN_VAIN = Duration.ofSeconds(10);

    static Stream<Class<?>> broken() {
        return Stream.of(BrokenLifecycles.class, BrokenStreams.class, BrokenNeighbours.class, BrokenThrift.class)
                .flatMap(group -> Stream.of(group.getDeclaredClasses()))
                .filter(broken -> broken.isAnnotationPresent(Breaks.class));
    }

    @AfterEach
    void clearAway() throws IOException {
        Closeable left;
        while ((left = BrokenContract.LEFT.poll()) != null) {
            left.close();
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("broken")
    void aBrokenTransportFailsByTheRuleThatItBreaks(Class<?> contract) {
        Breaks breaks = contract.getAnnotation(Breaks.class);
        BrokenContract.patience = IN_VAIN;
        List<Failure> failures = ContractRun.failures(contract, breaks.rule());
        assertThat(failures).as("%s fails by %s", contract.getSimpleName(), breaks.rule())
                .anySatisfy(failure -> assertThat(failure.getException().toString()).containsAnyOf(breaks.says()));
        BrokenContract.patience = NOT_IN_VAIN;
        if (!BASIC.contains(breaks.rule())) {
            BASIC.forEach(rule -> assertThat(ContractRun.failures(contract, rule)).as(rule).isEmpty());
        }
    }

    @Test
    void everyRuleIsBrokenByOne() {
        assertThat(broken().map(broken -> broken.getAnnotation(Breaks.class).rule())).contains("r01", "r02", "r03",
                "r04", "r05", "r06", "r07", "r08", "r09", "r10", "r11", "r12", "r13", "r14");
    }

    @Test
    void aTransportThatRefusesPastItsLimitAsItShouldPasses() {
        assertThat(ContractRun.failures(Limited.class, "r08")).isEmpty();
    }

    @Test
    void aTransportThatIsNotSupportedHereFailsNothing() {
        assertThat(ContractRun.failures(Unsupported.class, "r")).isEmpty();
    }

    static final class Unsupported extends EchoTransportContract {
        @Override
        protected EchoTransport transport() {
            return new ReferenceTransport() {
                @Override
                public Support support() {
                    return new Support.Unsupported("not here");
                }

                @Override
                public EchoServer start(ServerOptions options) {
                    throw new AssertionError("started although it is not supported");
                }
            };
        }
    }

    static final class Limited extends EchoTransportContract {
        @Override
        protected ReferenceTransport transport() {
            return new ReferenceTransport(10);
        }
    }
}

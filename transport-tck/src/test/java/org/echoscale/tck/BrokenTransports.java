package org.echoscale.tck;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.Closeable;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.platform.launcher.listeners.TestExecutionSummary.Failure;

/**
 * The contract finds out each broken transport of a group, by the rule that it breaks and for its own reason, and by no basic
 * one. Each group is a test class, so that they can run in several JVMs: most of the time is waiting for what will not come.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class BrokenTransports {
    static final List<Class<?>> GROUPS = List.of(BrokenLifecycles.class, BrokenStreams.class, BrokenNeighbours.class,
            BrokenThrift.class);

    private static final List<String> BASIC = List.of("r01", "r02");

    /** For what will not come: many broken transports are found out by waiting in vain, several times each. */
    private static final Duration IN_VAIN = Duration.ofMillis(500);
    private static final Duration NOT_IN_VAIN = Duration.ofSeconds(10);

    private final Class<?> group;

    BrokenTransports(Class<?> group) {
        this.group = group;
    }

    static Stream<Class<?>> in(Class<?> group) {
        return Stream.of(group.getDeclaredClasses()).filter(broken -> broken.isAnnotationPresent(Breaks.class));
    }

    Stream<Class<?>> broken() {
        return in(group);
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
}

package org.echoscale.tck;

import static org.assertj.core.api.Assertions.assertThat;

import org.echoscale.core.EchoServer;
import org.echoscale.core.EchoTransport;
import org.echoscale.core.ServerOptions;
import org.echoscale.core.Support;
import org.junit.jupiter.api.Test;

/** What holds of all the broken transports together, and transports that look broken and are not. */
class BrokenTransportsTest {
    @Test
    void everyRuleIsBrokenByOne() {
        assertThat(BrokenTransports.GROUPS.stream()
                .flatMap(BrokenTransports::in)
                .map(broken -> broken.getAnnotation(Breaks.class).rule())).contains("r01", "r02", "r03",
                        "r04", "r05", "r06", "r07", "r08", "r09", "r10", "r11", "r12", "r13", "r14");
    }

    /** A class whose name is its group's and "Test", as the build looks for. */
    @Test
    void everyGroupHasATest() throws ClassNotFoundException {
        for (Class<?> group : BrokenTransports.GROUPS) {
            assertThat(Class.forName(group.getName() + "Test")).isAssignableTo(BrokenTransports.class);
        }
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

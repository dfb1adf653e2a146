package org.echoscale.tck;

import org.echoscale.core.EchoServer;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * R6, R7, R8: what one connection, or one too many, does to the others. For a server that serves one at a time the
 * others wait and are served in turn, which {@link Neighbour} asserts.
 */
interface NeighbourRules extends Rules {

    @ParameterizedTest
    @EnumSource
    default void r06_aResetTouchesNobodyElse(ResetMoment moment) throws Exception {
        Subject subject = subject();
        try (EchoServer server = subject.start()) {
            for (int i = 0; i < 3; i++) {
                try (EchoClient first = subject.connect(server);
                        Neighbour neighbour = Neighbour.connect(subject, server)) {
                    moment.prepare(first, subject.patience());
                    neighbour.whileTheFirstIsOpen();
                    first.reset();
                    neighbour.onceTheFirstHasEnded();
                }
            }
            subject.awaitDrained(server, 3);
        }
    }
}

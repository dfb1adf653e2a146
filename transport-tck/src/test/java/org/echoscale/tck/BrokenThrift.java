package org.echoscale.tck;

import java.io.IOException;
import java.nio.channels.SelectionKey;
import org.echoscale.core.ServerOptions;
import org.echoscale.core.ServerStats;

/** Servers that break R11, R13 or R14. */
final class BrokenThrift {

    private BrokenThrift() {}

    @Breaks(rule = "r11", says = "sent and discarded")
    static final class ForgetsWhatItDiscards extends BrokenContract {
        @Override
        ReferenceServer server(ServerOptions options) throws IOException {
            return new ReferenceServer(options, connectionLimit()) {
                @Override
                void discard(int bytes) {}
            };
        }
    }

    @Breaks(rule = "r11", says = "connections accepted and closed")
    static final class ForgetsToCountAReset extends BrokenContract {
        @Override
        ReferenceServer server(ServerOptions options) throws IOException {
            return new ReferenceServer(options, connectionLimit()) {
                @Override
                void onBroken(Connection connection, IOException cause) {
                    key(connection).cancel();
                    close(connection.channel);
                    discard(connection.queuedBytes);
                }
            };
        }
    }

    @Breaks(rule = "r11", says = "expected: 20")
    static final class CountsAConnectionTwice extends BrokenContract {
        @Override
        ReferenceServer server(ServerOptions options) throws IOException {
            return new ReferenceServer(options, connectionLimit()) {
                @Override
                public ServerStats stats() {
                    ServerStats stats = super.stats();
                    ServerStats again = new ServerStats(stats.accepted(), stats.closed(), 0, 0, 0, 0, 0, 0, 0, 0, 0, 0);
                    return stats.plus(again);
                }
            };
        }
    }

    @Breaks(rule = "r13", says = "while there were no descriptors")
    static final class TriesToAcceptAllTheTime extends BrokenContract {
        @Override
        ReferenceServer server(ServerOptions options) throws IOException {
            return new ReferenceServer(options, connectionLimit()) {
                @Override
                void onAcceptFailed() {}
            };
        }
    }

    @Breaks(rule = "r13", says = "bytes came back within")
    static final class NeverAcceptsAgainWithoutDescriptors extends BrokenContract {
        @Override
        ReferenceServer server(ServerOptions options) throws IOException {
            return new ReferenceServer(options, connectionLimit()) {
                @Override
                void onAcceptFailed() {
                    acceptKey.cancel();
                }
            };
        }
    }

    @Breaks(rule = "r13", says = {"the server closed", "Connection refused", "Connection reset", "Broken pipe"})
    static final class DiesWithoutDescriptors extends BrokenContract {
        @Override
        ReferenceServer server(ServerOptions options) throws IOException {
            return new ReferenceServer(options, connectionLimit()) {
                @Override
                void onAcceptFailed() {
                    closing = true;
                }
            };
        }
    }

    @Breaks(rule = "r13", says = "tries to accept while there were no descriptors")
    static final class DoesNotCountWhatItCannotAccept extends BrokenContract {
        @Override
        ReferenceServer server(ServerOptions options) throws IOException {
            return new ReferenceServer(options, connectionLimit()) {
                @Override
                public ServerStats stats() {
                    ServerStats stats = super.stats();
                    return stats.minus(new ServerStats(0, 0, 0, stats.acceptFailures(), 0, 0, 0, 0, 0, 0, 0, 0));
                }
            };
        }
    }

    @Breaks(rule = "r14", says = "times that a loop woke up")
    static final class LooksNowAndThen extends BrokenContract {
        @Override
        ReferenceServer server(ServerOptions options) throws IOException {
            return new ReferenceServer(options, connectionLimit()) {
                @Override
                void waitForEvents() throws IOException {
                    counters.waited(selector.select(20));
                }
            };
        }
    }

    @Breaks(rule = "r14", says = "share of a CPU used")
    static final class PollsAllTheTime extends BrokenContract {
        @Override
        ReferenceServer server(ServerOptions options) throws IOException {
            return new ReferenceServer(options, connectionLimit()) {
                @Override
                void waitForEvents() throws IOException {
                    selector.selectNow();
                }
            };
        }
    }

    @Breaks(rule = "r14", says = "share of a CPU used")
    static final class KeepsItsInterestInWriting extends BrokenContract {
        @Override
        ReferenceServer server(ServerOptions options) throws IOException {
            return new ReferenceServer(options, connectionLimit()) {
                @Override
                int interest(Connection connection) {
                    return super.interest(connection) | SelectionKey.OP_WRITE;
                }
            };
        }
    }

    @Breaks(rule = "r14", says = "share of a CPU used")
    static final class ReadsWithoutEndAtTheEndOfTheStream extends BrokenContract {
        @Override
        ReferenceServer server(ServerOptions options) throws IOException {
            return new ReferenceServer(options, connectionLimit()) {
                @Override
                int interest(Connection connection) {
                    return super.interest(connection) | (connection.ended ? SelectionKey.OP_READ : 0);
                }
            };
        }
    }
}

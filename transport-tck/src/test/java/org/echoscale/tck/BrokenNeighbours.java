package org.echoscale.tck;

import java.io.IOException;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import org.echoscale.core.EchoTransport;
import org.echoscale.core.ServerOptions;
import org.echoscale.core.Support;

/** Servers that break R6, R7 or R8. */
final class BrokenNeighbours {

    private BrokenNeighbours() {}

    @Breaks(rule = "r06", says = {"bytes", "Connection reset", "Connection refused", "Broken pipe"})
    static final class DiesOfAReset extends BrokenContract {
        @Override
        ReferenceServer server(ServerOptions options) throws IOException {
            return new ReferenceServer(options, connectionLimit()) {
                @Override
                void onBroken(Connection connection, IOException cause) {
                    closing = true;
                }
            };
        }
    }

    @Breaks(rule = "r06", says = {"bytes", "Connection reset", "Connection refused", "Broken pipe"})
    static final class ClosesEverythingOnAReset extends BrokenContract {
        @Override
        ReferenceServer server(ServerOptions options) throws IOException {
            return new ReferenceServer(options, connectionLimit()) {
                @Override
                void onBroken(Connection connection, IOException cause) {
                    for (SelectionKey key : selector.keys()) {
                        if (key.attachment() instanceof Connection each && key.isValid()) {
                            end(each);
                        }
                    }
                }
            };
        }
    }

    @Breaks(rule = "r06", says = "came out of turn")
    static final class ServesAllAndSaysOneAtATime extends BrokenContract {
        @Override
        protected EchoTransport transport() {
            return new ReferenceTransport() {
                @Override
                public Support support() {
                    return new Support.Supported("says one at a time", 1, Support.Service.ONE_AT_A_TIME);
                }
            };
        }

        @Override
        ReferenceServer server(ServerOptions options) throws IOException {
            return new ReferenceServer(options, connectionLimit());
        }
    }

    @Breaks(rule = "r07", says = "bytes held")
    static final class QueuesWithoutBound extends BrokenContract {
        @Override
        ReferenceServer server(ServerOptions options) throws IOException {
            return new ReferenceServer(options, connectionLimit()) {
                @Override
                boolean mayQueue(Connection connection) {
                    return true;
                }
            };
        }
    }

    @Breaks(rule = "r07", says = "bytes held")
    static final class QueuesTwiceWhatItMay extends BrokenContract {
        @Override
        ReferenceServer server(ServerOptions options) throws IOException {
            return new ReferenceServer(options, connectionLimit()) {
                @Override
                boolean mayQueue(Connection connection) {
                    return connection.queuedBytes < 2 * options.maxQueuedBytes();
                }
            };
        }
    }

    @Breaks(rule = "r07", says = "bytes came back within")
    static final class WaitsForASlowReader extends BrokenContract {
        @Override
        ReferenceServer server(ServerOptions options) throws IOException {
            return new ReferenceServer(options, connectionLimit()) {
                @Override
                void send(Connection connection) throws IOException {
                    super.send(connection);
                    while (!connection.queue.isEmpty() && !closing) {
                        LockSupport.parkNanos(1_000_000);
                        super.send(connection);
                    }
                }
            };
        }
    }

    @Breaks(rule = "r07", says = "bytes came back within")
    static final class NeverReadsAgain extends BrokenContract {
        @Override
        ReferenceServer server(ServerOptions options) throws IOException {
            return new ReferenceServer(options, connectionLimit()) {
                private final Set<Connection> full = new HashSet<>();

                @Override
                int interest(Connection connection) {
                    if (!mayQueue(connection)) {
                        full.add(connection);
                    }
                    int interest = super.interest(connection);
                    return full.contains(connection) ? interest & ~SelectionKey.OP_READ : interest;
                }
            };
        }
    }

    @Breaks(rule = "r08", says = "neither an echo nor a close")
    static final class IsSilentPastItsLimit extends BrokenContract {
        @Override
        int connectionLimit() {
            return 10;
        }

        @Override
        ReferenceServer server(ServerOptions options) throws IOException {
            return new ReferenceServer(options, connectionLimit()) {
                @Override
                void refuse(SocketChannel channel) {
                    leak(channel);
                }
            };
        }
    }

    @Breaks(rule = "r08", says = "connections served at once")
    static final class ClosesAnotherPastItsLimit extends BrokenContract {
        @Override
        int connectionLimit() {
            return 10;
        }

        @Override
        ReferenceServer server(ServerOptions options) throws IOException {
            return new ReferenceServer(options, connectionLimit()) {
                @Override
                void refuse(SocketChannel channel) throws IOException {
                    for (SelectionKey key : selector.keys()) {
                        if (key.attachment() instanceof Connection oldest && key.isValid()) {
                            end(oldest);
                            break;
                        }
                    }
                    super.refuse(channel);
                }
            };
        }
    }

    @Breaks(rule = "r08", says = "refused connections")
    static final class RefusesWithoutCounting extends BrokenContract {
        @Override
        int connectionLimit() {
            return 10;
        }

        @Override
        ReferenceServer server(ServerOptions options) throws IOException {
            return new ReferenceServer(options, connectionLimit()) {
                @Override
                void refuse(SocketChannel channel) throws IOException {
                    channel.close();
                }
            };
        }
    }

    @Breaks(rule = "r08", says = "one that comes when there is room")
    static final class NeverAcceptsAgainAfterItsLimit extends BrokenContract {
        @Override
        int connectionLimit() {
            return 10;
        }

        @Override
        ReferenceServer server(ServerOptions options) throws IOException {
            return new ReferenceServer(options, connectionLimit()) {
                private boolean reached;

                @Override
                void serve(SocketChannel channel) throws IOException {
                    if (reached) {
                        refuse(channel);
                    } else {
                        super.serve(channel);
                    }
                }

                @Override
                void refuse(SocketChannel channel) throws IOException {
                    reached = true;
                    super.refuse(channel);
                }
            };
        }
    }

    @Breaks(rule = "r08", says = "connection 201 is served")
    static final class HasALimitThatItDoesNotState extends BrokenContract {
        @Override
        ReferenceServer server(ServerOptions options) throws IOException {
            return new ReferenceServer(options, connectionLimit()) {
                @Override
                void serve(SocketChannel channel) throws IOException {
                    if (stats().open() < 200) {
                        super.serve(channel);
                    } else {
                        refuse(channel);
                    }
                }
            };
        }
    }
}

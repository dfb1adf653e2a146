package org.echoscale.tck;

import java.io.IOException;
import java.util.Arrays;
import org.echoscale.core.ServerOptions;
import org.jspecify.annotations.Nullable;

/** Servers that break R3, R4 or R5. */
final class BrokenStreams {

    private BrokenStreams() {}

    @Breaks(rule = "r03", says = "only 999 of 1000 bytes")
    static final class DropsAByte extends BrokenContract {
        @Override
        ReferenceServer server(ServerOptions options) throws IOException {
            return new ReferenceServer(options, connectionLimit()) {
                @Override
                void enqueue(Connection connection, byte[] bytes) {
                    super.enqueue(connection, bytes.length == 1000 ? Arrays.copyOf(bytes, 999) : bytes);
                }
            };
        }
    }

    @Breaks(rule = "r03", says = "byte 0 of 500 was")
    static final class SwapsTwoPeers extends BrokenContract {
        @Override
        ReferenceServer server(ServerOptions options) throws IOException {
            return new ReferenceServer(options, connectionLimit()) {
                private @Nullable Connection previous;

                @Override
                void onReceived(Connection connection, byte[] bytes) throws IOException {
                    Connection other = previous;
                    previous = connection;
                    super.onReceived(other != null && other.channel.isOpen() ? other : connection, bytes);
                }
            };
        }
    }

    @Breaks(rule = "r03", says = "instead of")
    static final class SwapsTwoBytes extends BrokenContract {
        @Override
        ReferenceServer server(ServerOptions options) throws IOException {
            return new ReferenceServer(options, connectionLimit()) {
                @Override
                void enqueue(Connection connection, byte[] bytes) {
                    if (bytes.length == options.bufferBytes()) {
                        byte swapped = bytes[0];
                        bytes[0] = bytes[1];
                        bytes[1] = swapped;
                    }
                    super.enqueue(connection, bytes);
                }
            };
        }
    }

    /** What an edge-triggered server does that forgets to drain: after one read it waits for more to arrive. */
    @Breaks(rule = "r04", says = "bytes came back within")
    static final class ReadsOncePerEdge extends BrokenContract {
        @Override
        ReferenceServer server(ServerOptions options) throws IOException {
            return new ReferenceServer(options, connectionLimit()) {
                @Override
                void onReadable(Connection connection) throws IOException {
                    int unread = connection.channel.socket().getInputStream().available();
                    boolean edge = unread == 0 || unread > connection.leftUnread;
                    if (edge) {
                        super.onReadable(connection);
                        if (connection.channel.isOpen()) {
                            connection.leftUnread = connection.channel.socket().getInputStream().available();
                        }
                    }
                }
            };
        }
    }

    @Breaks(rule = "r05", says = "the server closed after")
    static final class ClosesAtOnceOnHalfClose extends BrokenContract {
        @Override
        ReferenceServer server(ServerOptions options) throws IOException {
            return new ReferenceServer(options, connectionLimit()) {
                @Override
                void onEnd(Connection connection) {
                    end(connection);
                }
            };
        }
    }

    @Breaks(rule = "r05", says = "the server did not close within")
    static final class NeverClosesAfterHalfClose extends BrokenContract {
        @Override
        ReferenceServer server(ServerOptions options) throws IOException {
            return new ReferenceServer(options, connectionLimit()) {
                @Override
                void onEnd(Connection connection) {
                    key(connection).interestOps(0);
                }
            };
        }
    }
}

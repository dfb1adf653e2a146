package org.echoscale.tck;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.echoscale.core.EchoTransport;
import org.echoscale.core.ServerOptions;

/** Servers, or starts, that break R1, R2, R9, R10 or R12. */
final class BrokenLifecycles {

    private BrokenLifecycles() {}

    @Breaks(rule = "r01", says = "of another instance")
    static final class ChangesItsName extends BrokenContract {
        private static final AtomicInteger INSTANCES = new AtomicInteger();

        @Override
        protected EchoTransport transport() {
            String name = "reference-" + INSTANCES.incrementAndGet();
            return new ReferenceTransport() {
                @Override
                public String name() {
                    return name;
                }
            };
        }

        @Override
        ReferenceServer server(ServerOptions options) throws IOException {
            return new ReferenceServer(options, connectionLimit());
        }
    }

    @Breaks(rule = "r01", says = "to match pattern")
    static final class HasNoProperName extends BrokenContract {
        @Override
        protected EchoTransport transport() {
            return new ReferenceTransport() {
                @Override
                public String name() {
                    return "The Reference";
                }
            };
        }

        @Override
        ReferenceServer server(ServerOptions options) throws IOException {
            return new ReferenceServer(options, connectionLimit());
        }
    }

    /** Its socket listens, and its loop begins when it gets round to it: after the patience of most peers. */
    @Breaks(rule = "r02", says = "bytes came back within")
    static final class AcceptsALittleLater extends BrokenContract {
        @Override
        ReferenceServer server(ServerOptions options) throws IOException {
            return new ReferenceServer(options, connectionLimit()) {
                @Override
                ReferenceServer begin() {
                    return this;
                }

                @Override
                public void close() {
                    closing = true;
                    super.begin();
                    super.close();
                }
            };
        }
    }

    @Breaks(rule = "r02", says = "expected")
    static final class ListensElsewhere extends BrokenContract {
        @Override
        ReferenceServer server(ServerOptions options) throws IOException {
            return new ReferenceServer(options, connectionLimit()) {
                @Override
                public InetSocketAddress address() {
                    return new InetSocketAddress("127.0.0.2", super.address().getPort());
                }
            };
        }
    }

    @Breaks(rule = "r09", says = "left behind: thread 'left'")
    static final class LeavesAThread extends BrokenContract {
        @Override
        ReferenceServer server(ServerOptions options) throws IOException {
            return new ReferenceServer(options, connectionLimit()) {
                @Override
                public void close() {
                    super.close();
                    leak(Thread.ofPlatform().daemon().name("left"));
                }
            };
        }
    }

    @Breaks(rule = "r09", says = "left behind: virtual thread 'left'")
    static final class LeavesAVirtualThread extends BrokenContract {
        @Override
        ReferenceServer server(ServerOptions options) throws IOException {
            return new ReferenceServer(options, connectionLimit()) {
                @Override
                public void close() {
                    super.close();
                    leak(Thread.ofVirtual().name("left"));
                }
            };
        }
    }

    @Breaks(rule = "r09", says = "left behind: descriptor")
    static final class LeavesADescriptor extends BrokenContract {
        @Override
        ReferenceServer server(ServerOptions options) throws IOException {
            return new ReferenceServer(options, connectionLimit()) {
                @Override
                ReferenceServer begin() {
                    try {
                        leak(SocketChannel.open());
                    } catch (IOException e) {
                        throw new UncheckedIOException(e);
                    }
                    return super.begin();
                }
            };
        }
    }

    @Breaks(rule = "r09", says = "the connection was still open after")
    static final class LeavesItsConnections extends BrokenContract {
        @Override
        ReferenceServer server(ServerOptions options) throws IOException {
            return new ReferenceServer(options, connectionLimit()) {
                @Override
                void end(Connection connection) {
                    if (closing) {
                        leak(connection.channel);
                    } else {
                        super.end(connection);
                    }
                }
            };
        }
    }

    @Breaks(rule = "r09", says = "Expecting code to raise a throwable")
    static final class LeavesItsPort extends BrokenContract {
        @Override
        ReferenceServer server(ServerOptions options) throws IOException {
            return new ReferenceServer(options, connectionLimit()) {
                @Override
                void closeAll() {
                    boolean connected = false;
                    for (SelectionKey key : selector.keys()) {
                        if (key.attachment() instanceof Connection connection) {
                            close(connection.channel);
                            connected = true;
                        }
                    }
                    leak(listener);
                    if (!connected) {
                        close(listener);
                    }
                    close(selector);
                }
            };
        }
    }

    @Breaks(rule = "r09", says = "left behind: thread 'reference'")
    static final class DoesNotWaitForItsThread extends BrokenContract {
        @Override
        ReferenceServer server(ServerOptions options) throws IOException {
            return new ReferenceServer(options, connectionLimit()) {
                private final CountDownLatch closed = new CountDownLatch(1);

                @Override
                void closeAll() {
                    super.closeAll();
                    closed.countDown();
                    LockSupport.parkNanos(300_000_000);
                }

                @Override
                public void close() {
                    closing = true;
                    selector.wakeup();
                    try {
                        closed.await();
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                    }
                }
            };
        }
    }

    @Breaks(rule = "r09", says = "closed already")
    static final class MayBeClosedOnlyOnce extends BrokenContract {
        @Override
        ReferenceServer server(ServerOptions options) throws IOException {
            return new ReferenceServer(options, connectionLimit()) {
                private final AtomicInteger calls = new AtomicInteger();

                @Override
                public void close() {
                    super.close();
                    if (calls.incrementAndGet() > 1) {
                        throw new IllegalStateException("closed already");
                    }
                }
            };
        }
    }

    @Breaks(rule = "r10", says = "left behind: descriptor")
    static final class LeavesADescriptorNowAndThen extends BrokenContract {
        private static final AtomicInteger STARTS = new AtomicInteger();

        @Override
        ReferenceServer server(ServerOptions options) throws IOException {
            if (STARTS.incrementAndGet() % 40 == 0) {
                leak(SocketChannel.open());
            }
            return new ReferenceServer(options, connectionLimit());
        }
    }

    @Breaks(rule = "r12", says = "left behind: descriptor")
    static final class LeavesADescriptorWhenItCannotStart extends BrokenContract {
        @Override
        ReferenceServer server(ServerOptions options) throws IOException {
            SocketChannel wakeup = leak(SocketChannel.open());
            ReferenceServer server = new ReferenceServer(options, connectionLimit());
            wakeup.close();
            return server;
        }
    }

    @Breaks(rule = "r12", says = "left behind: thread 'left'")
    static final class LeavesAThreadWhenItCannotStart extends BrokenContract {
        @Override
        ReferenceServer server(ServerOptions options) throws IOException {
            try {
                return new ReferenceServer(options, connectionLimit());
            } catch (IOException e) {
                leak(Thread.ofPlatform().daemon().name("left"));
                throw e;
            }
        }
    }

    @Breaks(rule = "r12", says = "Expecting code to raise a throwable")
    static final class StartsElsewhereWhenThePortIsTaken extends BrokenContract {
        @Override
        ReferenceServer server(ServerOptions options) throws IOException {
            try {
                return new ReferenceServer(options, connectionLimit());
            } catch (IOException e) {
                return new ReferenceServer(ServerOptions.loopback(), connectionLimit());
            }
        }
    }
}

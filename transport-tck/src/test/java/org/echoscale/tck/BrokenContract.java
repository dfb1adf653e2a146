package org.echoscale.tck;

import java.io.Closeable;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.locks.LockSupport;
import org.echoscale.core.EchoTransport;
import org.echoscale.core.ServerOptions;
import org.echoscale.core.Support;

/** The contract of a transport whose server deviates from the reference in one thing. */
abstract class BrokenContract extends EchoTransportContract {

    /** What broken servers leave behind, for the tests to clear away. */
    static final ConcurrentLinkedQueue<Closeable> LEFT = new ConcurrentLinkedQueue<>();

    abstract ReferenceServer server(ServerOptions options) throws IOException;

    int connectionLimit() {
        return Support.UNLIMITED;
    }

    @Override
    protected EchoTransport transport() {
        return new ReferenceTransport(connectionLimit()) {
            @Override
            ReferenceServer server(ServerOptions options) throws IOException {
                return BrokenContract.this.server(options);
            }
        };
    }

    /** Set by the test. A child JVM, which nobody sets it in, has what this says. */
    static volatile Duration patience = Duration.ofSeconds(1);

    @Override
    protected Duration patience() {
        return patience;
    }

    static <C extends Closeable> C leak(C closeable) {
        LEFT.add(closeable);
        return closeable;
    }

    static void leak(Thread.Builder builder) {
        Thread thread = builder.unstarted(() -> {
            while (!Thread.currentThread().isInterrupted()) {
                LockSupport.park();
            }
        });
        LEFT.add(thread::interrupt);
        thread.start();
    }
}

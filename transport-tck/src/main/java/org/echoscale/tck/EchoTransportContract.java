package org.echoscale.tck;

import java.time.Duration;
import org.echoscale.core.EchoTransport;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.Timeout;

/**
 * The rules R1 to R14 of {@link EchoTransport} as tests. A subclass names the transport and is done:
 *
 * <pre>{@code
 * class PollTest extends EchoTransportContract {
 *     @Override
 *     protected EchoTransport transport() {
 *         return new PollTransport();
 *     }
 * }
 * }</pre>
 *
 * It needs a constructor without parameters, because R13 runs in a JVM of its own and makes one there. A transport that
 * is not supported on this machine aborts all but R1, with its reason. The tests look at the whole JVM's threads and
 * descriptors, so nothing else may run beside them in it. Each has a thread of its own: a server that hangs and does not
 * heed an interrupt fails its test after two minutes instead of holding up the build.
 */
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
@TestMethodOrder(MethodOrderer.MethodName.class)
public abstract class EchoTransportContract
        implements
            LifecycleRules,
            StreamRules,
            NeighbourRules,
            BalanceRules,
            ThriftRules {

    /** The transport to test. */
    protected abstract EchoTransport transport();

    /** How long to wait for what a server must do before calling it broken. */
    protected Duration patience() {
        return Duration.ofSeconds(10);
    }

    /**
     * Whether a thread belongs to a library as a whole and not to a server: made on first use, shared by all servers in
     * the JVM, never ended. Threads of the JDK itself are known and need not be named here.
     */
    protected boolean isJvmWide(Thread thread) {
        return false;
    }

    @Override
    public final Subject subject() {
        return new Subject(transport(), patience(), this::isJvmWide);
    }
}

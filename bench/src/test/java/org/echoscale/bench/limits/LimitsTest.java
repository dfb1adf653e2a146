package org.echoscale.bench.limits;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.echoscale.core.Support;
import org.echoscale.core.Support.Service;
import org.echoscale.core.Support.Supported;
import org.echoscale.core.Support.Unsupported;
import org.echoscale.results.model.Reason;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class LimitsTest {
    private static final Supported UNLIMITED = new Supported("epoll");
    private static final SystemValues ROOMY = values(20_000L, 32_768L, 8L << 30, null, 0L);

    @Test
    void nothingIsAgainstWhatTheMachineAllows() {
        assertThat(new Limits(ROOMY).reasonAgainst("epoll-et", UNLIMITED, 19_000)).isEmpty();
    }

    @Test
    void aReasonNamesTheNeedTheLimitAndTheCommand() {
        Limits limits = new Limits(values(1_024L, 32_768L, 8L << 30, null, 0L));
        assertThat(limits.reasonAgainst("epoll-et", UNLIMITED, 10_000)).contains(new Reason("limit-descriptors",
                "10000 connections need 10050 descriptors; RLIMIT_NOFILE is 1024 (hard: 20000) (try: ulimit -n 20000)",
                10_000.0, 974.0));
    }

    @Test
    void theLastConnectionThatFitsIsAllowed() {
        Limits limits = new Limits(values(1_024L, 32_768L, 8L << 30, null, 0L));
        assertThat(limits.reasonAgainst("epoll-et", UNLIMITED, 974)).isEmpty();
        assertThat(limits.reasonAgainst("epoll-et", UNLIMITED, 975)).isPresent();
    }

    @Test
    void aTransportThatDoesNotRunHereIsSkippedForItsOwnReason() {
        assertThat(code(ROOMY, "netty-io-uring", new Unsupported("io_uring_setup: EPERM"), 10)).contains("unsupported");
        assertThat(new Limits(ROOMY).reasonAgainst("netty-io-uring", new Unsupported("io_uring_setup: EPERM"), 10))
                .map(Reason::message)
                .contains("io_uring_setup: EPERM");
    }

    @Test
    void theTransportsOwnLimitIsNamedWithItsMechanism() {
        Supported select = new Supported("select(2)", 1_000, Service.CONCURRENT);
        assertThat(new Limits(ROOMY).reasonAgainst("select", select, 1_000)).isEmpty();
        assertThat(new Limits(ROOMY).reasonAgainst("select", select, 10_000)).contains(new Reason("limit-transport",
                "select serves at most 1000 connections (select(2)); 10000 were asked for", 10_000.0, 1_000.0));
    }

    @Test
    void threadsBoundOnlyATransportThatTakesOneAConnection() {
        SystemValues few = values(20_000L, 4_096L, 8L << 30, null, 0L);
        assertThat(code(few, "epoll-et", UNLIMITED, 10_000)).isEmpty();
        assertThat(code(few, "thread-platform", UNLIMITED, 10_000)).contains("limit-threads");
        assertThat(code(few, "thread-platform", UNLIMITED, 1_000)).isEmpty();
    }

    @Test
    void memoryIsAnEstimateThatIsHigherWithAThreadForEach() {
        SystemValues small = values(20_000L, 32_768L, 400L << 20, null, 0L);
        assertThat(code(small, "epoll-et", UNLIMITED, 10_000)).isEmpty();
        assertThat(code(small, "thread-platform", UNLIMITED, 10_000)).contains("limit-memory");
        assertThat(code(small, "epoll-et", UNLIMITED, 19_000)).contains("limit-memory");
    }

    @Test
    void portsCountForEverySourceAddress() {
        SystemValues narrow = new SystemValues(100_000L, 100_000L, null, 60_000L, 60_999L, null, null, null, null, null,
                null, null, null, null, null);
        assertThat(code(narrow, "epoll-et", UNLIMITED, 1_000 * Limits.SOURCE_ADDRESSES)).isEmpty();
        assertThat(code(narrow, "epoll-et", UNLIMITED, 1_000 * Limits.SOURCE_ADDRESSES + 1)).contains("limit-ports");
    }

    @Test
    void aFirewallBoundsConnectionsByWhatItsTableHasLeft() {
        SystemValues followed = values(20_000L, 32_768L, 8L << 30, 12_000L, 3_000L);
        assertThat(code(followed, "epoll-et", UNLIMITED, 9_000)).isEmpty();
        assertThat(code(followed, "epoll-et", UNLIMITED, 9_001)).contains("limit-conntrack");
    }

    @Test
    void onASystemThatTellsNothingNothingIsKnownAgainstACell() {
        SystemValues silent = new SystemValues(null, null, null, null, null, null, null, null, null, null, null, null,
                null, null, null);
        assertThat(code(silent, "thread-platform", UNLIMITED, 1_000_000)).isEmpty();
        assertThat(new Limits(silent).all()).hasSize(9);
    }

    @Test
    void everyLimitThatIsTooLowSaysHowToRaiseIt() {
        for (Limit limit : new Limits(ROOMY).all()) {
            if (limit.connections() != null) {
                boolean inUse = !limit.value().equals(Optional.of("not in use"));
                assertThat(limit.raise().isPresent()).as(limit.name()).isEqualTo(inUse);
            }
        }
    }

    private static Optional<String> code(SystemValues values, String transport, Support support, int connections) {
        return new Limits(values).reasonAgainst(transport, support, connections).map(Reason::code);
    }

    private static SystemValues values(Long openFiles, Long pidMax, Long availableBytes, @Nullable Long conntrackMax,
            Long conntrackNow) {
        return new SystemValues(openFiles, 20_000L, Long.MAX_VALUE, 32_768L, 60_999L, 4_096L, 2_048L, pidMax, 190_000L,
                null, 200L, availableBytes, conntrackMax, conntrackNow, 0L);
    }
}

package org.echoscale.bench.limits;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.echoscale.core.Support;
import org.echoscale.bench.limits.SystemValues.Privilege;
import org.echoscale.core.Support.Service;
import org.echoscale.core.Support.Supported;
import org.echoscale.core.Support.Unsupported;
import org.echoscale.results.model.Reason;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class LimitsTest {
    private static final Supported UNLIMITED = new Supported("epoll");
    private static final Supported THREADED = new Supported("threads", Support.UNLIMITED, Service.CONCURRENT, 1);
    private static final Privilege USER = new Privilege(false, false, false);
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
    void oneConnectionIsNotCountedAsSeveral() {
        assertThat(new Limits(values(1L, 4_096L, 8L << 30, null, 0L)).reasonAgainstOpening(1)).get()
                .extracting(Reason::message)
                .asString()
                .startsWith("1 connection needs 51 descriptors; ");
    }

    @Test
    void threadsBoundOnlyATransportThatTakesOneAConnection() {
        SystemValues few = values(20_000L, 4_096L, 8L << 30, null, 0L);
        assertThat(code(few, "epoll-et", UNLIMITED, 10_000)).isEmpty();
        assertThat(code(few, "thread-platform", THREADED, 10_000)).contains("limit-threads");
        assertThat(code(few, "thread-platform", THREADED, 1_000)).isEmpty();
    }

    @Test
    void memoryIsAnEstimateThatIsHigherWithAThreadForEach() {
        SystemValues small = values(20_000L, 32_768L, 400L << 20, null, 0L);
        assertThat(code(small, "epoll-et", UNLIMITED, 10_000)).isEmpty();
        assertThat(code(small, "thread-platform", THREADED, 10_000)).contains("limit-memory");
        assertThat(code(small, "epoll-et", UNLIMITED, 19_000)).contains("limit-memory");
    }

    @Test
    void portsCountForEveryAddressThatConnectionsComeFrom() {
        SystemValues narrow = new SystemValues(Long.MAX_VALUE, Long.MAX_VALUE, null, null, 60_000L, 60_999L, null, null,
                null, null,
                null, null, null, null, null, null, USER);
        int most = 500 * SourcePorts.MOST_ADDRESSES; // of 1,000 ports half are used
        assertThat(code(narrow, "epoll-et", UNLIMITED, most)).isEmpty();
        assertThat(code(narrow, "epoll-et", UNLIMITED, most + 1)).contains("limit-ports");
        assertThat(limit(narrow, "net.ipv4.ip_local_port_range")).satisfies(ports -> {
            assertThat(ports.connections()).isEqualTo(most);
            assertThat(ports.meaning()).isEqualTo(
                    "ports to connect from, 500 on each address 127.0.x.y, and as many of those as it takes");
        });
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
                null, null, null, null, USER);
        assertThat(code(silent, "thread-platform", THREADED, 1_000_000)).isEmpty();
        assertThat(new Limits(silent).all()).hasSize(9);
    }

    @Test
    void twoThreadsAConnectionAllowHalfAsMany() {
        SystemValues few = values(20_000L, 4_300L, 8L << 30, null, 0L); // 200 are in use, 100 for the JVMs
        Supported two = new Supported("reader and writer", Support.UNLIMITED, Service.CONCURRENT, 2);
        assertThat(code(few, "two", two, 2_000)).isEmpty();
        assertThat(code(few, "two", two, 2_001)).contains("limit-threads");
    }

    @Test
    void theTightestLimitBindsAndDependsOnThreads() {
        Limits limits = new Limits(values(20_000L, 4_300L, 8L << 30, null, 0L));
        assertThat(limits.tightest(0)).extracting(Limit::name).containsExactly("RLIMIT_NOFILE");
        assertThat(limits.tightest(1)).extracting(Limit::name).containsExactly("kernel.pid_max");
        assertThat(limits.tightest(1)).extracting(Limit::connections).containsExactly(4_000L);
    }

    @Test
    void aSoftLimitIsRaisedToTheHardOneAndAHardOneByRootOnly() {
        assertThat(limit(values(1_024L, 32_768L, 8L << 30, null, 0L), "RLIMIT_NOFILE").raise())
                .contains("ulimit -n 20000");
        assertThat(limit(ROOMY, "RLIMIT_NOFILE").raise()).isEmpty();
        assertThat(limit(ROOMY, "RLIMIT_NOFILE").obstacle()).hasValueSatisfying(
                text -> assertThat(text).startsWith("hard limit: needs root / limits.conf"));
        assertThat(limit(with(new Privilege(true, true, false)), "RLIMIT_NOFILE").raise())
                .contains("prlimit --pid $$ --nofile=1048576");
        assertThat(limit(with(new Privilege(true, false, false)), "RLIMIT_NOFILE").raise()).isEmpty();
    }

    @Test
    void whatIsHighEnoughIsNotAdvisedAgain() {
        assertThat(limit(ROOMY, "net.core.somaxconn").advice()).isEmpty();
        assertThat(limit(ROOMY, "net.ipv4.tcp_max_syn_backlog").raise())
                .contains("sudo sysctl -w net.ipv4.tcp_max_syn_backlog=4096");
        assertThat(limit(ROOMY, "net.netfilter.nf_conntrack_max").advice()).isEmpty();
        assertThat(limit(ROOMY, "kernel.io_uring_disabled").advice()).isEmpty();
    }

    @Test
    void rootNeedsNoSudoAndAReadOnlyContainerItsHost() {
        assertThat(limit(with(new Privilege(true, false, false)), "net.ipv4.ip_local_port_range").raise())
                .contains("sysctl -w net.ipv4.ip_local_port_range='1024 65535'");
        Limit readOnly = limit(with(new Privilege(true, false, true)), "net.ipv4.ip_local_port_range");
        assertThat(readOnly.raise()).isEmpty();
        assertThat(readOnly.obstacle()).hasValueSatisfying(text -> assertThat(text).contains("on the host"));
    }

    private static Limit limit(SystemValues values, String name) {
        return new Limits(values).all().stream().filter(limit -> limit.name().equals(name)).findFirst().orElseThrow();
    }

    private static Optional<String> code(SystemValues values, String transport, Support support, int connections) {
        return new Limits(values).reasonAgainst(transport, support, connections).map(Reason::code);
    }

    private static SystemValues values(Long openFiles, Long pidMax, Long availableBytes, @Nullable Long conntrackMax,
            Long conntrackNow) {
        return values(openFiles, pidMax, availableBytes, conntrackMax, conntrackNow, USER);
    }

    private static SystemValues with(Privilege privilege) {
        return values(20_000L, 32_768L, 8L << 30, null, 0L, privilege);
    }

    private static SystemValues values(Long openFiles, Long pidMax, Long availableBytes, @Nullable Long conntrackMax,
            Long conntrackNow, Privilege privilege) {
        return new SystemValues(openFiles, 20_000L, Long.MAX_VALUE, Long.MAX_VALUE, 32_768L, 60_999L, 4_096L, 2_048L,
                pidMax, 190_000L, null, 200L, availableBytes, conntrackMax, conntrackNow, 0L, privilege);
    }
}

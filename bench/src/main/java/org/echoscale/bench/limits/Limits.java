package org.echoscale.bench.limits;

import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.echoscale.core.Support;
import org.echoscale.core.Support.Supported;
import org.echoscale.core.Support.Unsupported;
import org.echoscale.results.model.Reason;
import org.jspecify.annotations.Nullable;

/** The limits of this machine and process, read at one moment. Immutable; any thread. */
public final class Limits {
    /** Addresses in 127.0.0.0/8 that connections are opened from, each with ports of its own. */
    public static final int SOURCE_ADDRESSES = 4;
    /** Descriptors that a JVM with a server or a load generator in it has open for itself. */
    static final long OWN_DESCRIPTORS = 50;
    /** Threads that two JVMs have for themselves. */
    static final long OWN_THREADS = 100;
    /** Estimate, on the high side: both sockets of a loopback connection and what either process keeps for it. */
    static final long BYTES_PER_CONNECTION = 32 * 1024;
    /** The same with a thread of its own for each connection: its stack, in user and kernel memory. */
    static final long BYTES_PER_THREADED_CONNECTION = 80 * 1024;
    /** Descriptors that glibc's {@code fd_set} has room for. */
    private static final long FD_SETSIZE = 1024;

    /** The contract tells no limit of the process, and only this transport takes a thread of the kernel a connection. */
    private static final Set<String> THREAD_PER_CONNECTION = Set.of("thread-platform");

    private final SystemValues values;

    Limits(SystemValues values) {
        this.values = values;
    }

    /** Those of the machine this runs on. */
    public static Limits read() {
        return new Limits(new SystemReader(Path.of("/")).read());
    }

    /** Each limit, the ones that bound the number of connections first. */
    public List<Limit> all() {
        return List.of(descriptors(), ports(), memory(), threads(), conntrack(), fdSetSize(), somaxconn(), synBacklog(),
                ioUring());
    }

    /** RLIMIT_NOFILE of this process, which its children inherit; absent where the system does not tell. */
    public Optional<Long> openFiles() {
        return Optional.ofNullable(values.openFilesSoft());
    }

    /** The most connections that may be waiting to be accepted; absent where the system does not tell. */
    public Optional<Long> maximumBacklog() {
        return Optional.ofNullable(values.somaxconn());
    }

    /** Why a transport cannot be measured with so many connections open; empty when nothing is known against it. */
    public Optional<Reason> reasonAgainst(String transport, Support support, int connections) {
        return switch (support) {
            case Unsupported unsupported -> Optional.of(Reason.of("unsupported", unsupported.reason()));
            case Supported supported -> Stream.of(againstOwnLimit(transport, supported, connections),
                    exceeds("limit-descriptors", connections, descriptors(),
                            "need " + (connections + OWN_DESCRIPTORS) + " descriptors"),
                    exceeds("limit-ports", connections, ports(), "need as many ports to connect from"),
                    THREAD_PER_CONNECTION.contains(transport)
                            ? exceeds("limit-threads", connections, threads(),
                                    "need " + (connections + OWN_THREADS) + " threads")
                            : Optional.<Reason>empty(),
                    exceeds("limit-memory", connections, memory(transport),
                            "need about " + mebibytes(connections * bytesPerConnection(transport)) + " of memory"),
                    exceeds("limit-conntrack", connections, conntrack(), "need an entry each in the firewall's table"))
                    .flatMap(Optional::stream)
                    .findFirst();
        };
    }

    private static Optional<Reason> againstOwnLimit(String transport, Supported supported, int connections) {
        int limit = supported.connectionLimit();
        return connections <= limit
                ? Optional.empty()
                : Optional.of(new Reason("limit-transport",
                        transport + " serves at most " + limit + (limit == 1 ? " connection (" : " connections (")
                                + supported.mechanism() + "); "
                                + connections + " were asked for",
                        (double) connections, (double) limit));
    }

    private static Optional<Reason> exceeds(String code, int connections, Limit limit, String need) {
        Long allowed = limit.connections();
        if (allowed == null || connections <= allowed) {
            return Optional.empty();
        }
        String message = connections + " connections " + need + "; " + limit.name() + " is "
                + limit.value().orElse("unknown") + limit.raise().map(how -> " (try: " + how + ")").orElse("");
        return Optional.of(new Reason(code, message, (double) connections, (double) allowed));
    }

    private Limit descriptors() {
        Long soft = values.openFilesSoft();
        Long hard = values.openFilesHard();
        String raise = hard != null && soft != null && hard > soft
                ? "ulimit -n " + hard
                : "sudo prlimit --pid $$ --nofile=1048576, then run again in this shell";
        return new Limit("RLIMIT_NOFILE",
                soft == null
                        ? Optional.empty()
                        : Optional.of(number(soft)
                                + (hard == null || hard.equals(soft) ? "" : " (hard: " + number(hard) + ")")),
                soft == null ? null : allowed(soft, OWN_DESCRIPTORS),
                "open files of a process; server and load generator are one each", Optional.of(raise));
    }

    private Limit ports() {
        Long low = values.portLow();
        Long high = values.portHigh();
        Optional<String> raise = Optional.of("sudo sysctl -w net.ipv4.ip_local_port_range='1024 65535'");
        String meaning = "ports to connect from, for each of " + SOURCE_ADDRESSES + " source addresses";
        return low == null || high == null
                ? new Limit("net.ipv4.ip_local_port_range", Optional.empty(), null, meaning, raise)
                : new Limit("net.ipv4.ip_local_port_range", Optional.of(low + "-" + high),
                        Math.max(0, high - low + 1) * SOURCE_ADDRESSES, meaning, raise);
    }

    private Limit memory() {
        return memory("");
    }

    private Limit memory(String transport) {
        Long available = values.availableBytes();
        long each = bytesPerConnection(transport);
        return new Limit("available memory", Optional.ofNullable(available).map(Limits::mebibytes),
                available == null ? null : available / each,
                "an estimate, at " + each / 1024 + " KiB a connection, kernel and user, both ends",
                Optional.of("stop other programs, or raise the memory limit of the container"));
    }

    private static long bytesPerConnection(String transport) {
        return THREAD_PER_CONNECTION.contains(transport) ? BYTES_PER_THREADED_CONNECTION : BYTES_PER_CONNECTION;
    }

    /** The tightest of the limits on threads. */
    private Limit threads() {
        String meaning = "threads; bounds the transports that take one a connection: "
                + String.join(", ", THREAD_PER_CONNECTION);
        long running = values.threadsNow() == null ? 0 : values.threadsNow();
        return Stream.of(
                threads("kernel.pid_max", values.pidMax(), running, "sudo sysctl -w kernel.pid_max=4194304", meaning),
                threads("kernel.threads-max", values.threadsMax(), running, "sudo sysctl -w kernel.threads-max=200000",
                        meaning),
                threads("RLIMIT_NPROC", values.processes(), running, "ulimit -u unlimited", meaning),
                threads("pids.max", values.cgroupThreads(), 0,
                        "raise the limit on processes of the container (docker run --pids-limit=-1)", meaning))
                .filter(limit -> limit.connections() != null)
                .min((one, other) -> Long.compare(orUnlimited(one.connections()), orUnlimited(other.connections())))
                .orElse(new Limit("kernel.pid_max", Optional.empty(), null, meaning, Optional.empty()));
    }

    private static Limit threads(String name, @Nullable Long value, long running, String raise, String meaning) {
        return new Limit(name, Optional.ofNullable(value).map(Limits::number),
                value == null ? null : allowed(value, running + OWN_THREADS), meaning, Optional.of(raise));
    }

    private Limit conntrack() {
        Long maximum = values.conntrackMax();
        long followed = values.conntrackNow() == null ? 0 : values.conntrackNow();
        return new Limit("net.netfilter.nf_conntrack_max",
                Optional.of(maximum == null ? "not in use" : number(maximum)),
                maximum == null ? null : allowed(maximum, followed), "connections that the firewall can follow",
                maximum == null
                        ? Optional.empty()
                        : Optional.of("sudo sysctl -w net.netfilter.nf_conntrack_max=1048576"));
    }

    private static Limit fdSetSize() {
        return new Limit("FD_SETSIZE", Optional.of(number(FD_SETSIZE)), null,
                "descriptor numbers of the transport select; glibc's constant, the others do not use it",
                Optional.empty());
    }

    private Limit somaxconn() {
        return new Limit("net.core.somaxconn", Optional.ofNullable(values.somaxconn()).map(Limits::number), null,
                "connections that wait to be accepted; bounds how many may be opening at once",
                Optional.of("sudo sysctl -w net.core.somaxconn=4096"));
    }

    private Limit synBacklog() {
        return new Limit("net.ipv4.tcp_max_syn_backlog", Optional.ofNullable(values.synBacklog()).map(Limits::number),
                null, "connections half open; bounds how many may be opening at once",
                Optional.of("sudo sysctl -w net.ipv4.tcp_max_syn_backlog=4096"));
    }

    private Limit ioUring() {
        Long disabled = values.ioUringDisabled();
        Optional<String> value = Optional.ofNullable(disabled).map(level -> switch (level.intValue()) {
            case 0 -> "0 (allowed)";
            case 1 -> "1 (privileged processes only)";
            default -> level + " (off)";
        });
        return new Limit("kernel.io_uring_disabled", value, null,
                "whether io_uring may be used; a container's seccomp filter may forbid it too",
                disabled == null || disabled == 0
                        ? Optional.empty()
                        : Optional.of("sudo sysctl -w kernel.io_uring_disabled=0"));
    }

    private static long allowed(long limit, long taken) {
        return limit == Long.MAX_VALUE ? limit : Math.max(0, limit - taken);
    }

    private static long orUnlimited(@Nullable Long value) {
        return value == null ? Long.MAX_VALUE : value;
    }

    private static String number(long value) {
        return value == Long.MAX_VALUE ? "unlimited" : Long.toString(value);
    }

    private static String mebibytes(long bytes) {
        return String.format(Locale.ROOT, "%,d MiB", bytes / (1024 * 1024));
    }
}

package org.echoscale.bench.limits;

import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.echoscale.core.Support;
import org.echoscale.core.Support.Supported;
import org.echoscale.core.Support.Unsupported;
import org.echoscale.results.model.Reason;
import org.jspecify.annotations.Nullable;

/** The limits of this machine and process, read at one moment. Immutable; any thread. */
public final class Limits {
    /** Descriptors that a JVM with a server or a load generator in it has open for itself. */
    static final long OWN_DESCRIPTORS = 50;
    /** Threads that two JVMs have for themselves. */
    static final long OWN_THREADS = 100;
    /** Estimate, on the high side: both sockets of a loopback connection and what either process keeps for it. */
    static final long BYTES_PER_CONNECTION = 32 * 1024;
    /** The same of a thread: its stack, in user and kernel memory. */
    static final long BYTES_PER_THREAD = 48 * 1024;
    /** Descriptors that glibc's {@code fd_set} has room for. */
    private static final long FD_SETSIZE = 1024;

    private static final long MANY_DESCRIPTORS = 1_048_576;
    private static final long MANY_THREADS = 200_000;
    private static final long LARGEST_PID_MAX = 4_194_304;
    private static final long MANY_FOLLOWED = 1_048_576;
    private static final long LONG_BACKLOG = 4_096;
    private static final long LOWEST_PORT = 1_024;
    private static final long HIGHEST_PORT = 65_535;

    private final SystemValues values;

    Limits(SystemValues values) {
        this.values = values;
    }

    /** Those of the machine this runs on. */
    public static Limits read() {
        return new Limits(new SystemReader(Path.of("/")).read());
    }

    /** Those of a machine that has none, or tells none. */
    public static Limits none() {
        return new Limits(new SystemValues(null, null, null, null, null, null, null, null, null, null, null, null, null,
                null, null, null, new SystemValues.Privilege(false, false, false)));
    }

    /** Each limit, the ones that bound the number of connections first. */
    public List<Limit> all() {
        return List.of(descriptors(), ports(), memory(0), threads(), conntrack(), fdSetSize(), somaxconn(),
                synBacklog(), ioUring());
    }

    /**
     * The limits that bind first for a transport without a limit of its own: raising any other changes nothing. More than
     * one when they allow the same number; none when nothing is known.
     *
     * @param threadsPerConnection platform threads that the transport takes for each connection
     */
    public List<Limit> tightest(int threadsPerConnection) {
        List<Limit> bounding = Stream
                .of(descriptors(), ports(), memory(threadsPerConnection), threads(threadsPerConnection), conntrack())
                .filter(limit -> limit.connections() != null)
                .toList();
        long least = bounding.stream().mapToLong(limit -> orUnlimited(limit.connections())).min().orElse(0);
        return bounding.stream().filter(limit -> Objects.equals(limit.connections(), least)).toList();
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
                    reasonAgainstOpening(connections),
                    exceeds("limit-ports", connections, ports(), "need as many ports to connect from"),
                    exceeds("limit-threads", connections, threads(supported.threadsPerConnection()),
                            "need " + ((long) connections * supported.threadsPerConnection() + OWN_THREADS)
                                    + " threads"),
                    exceeds("limit-memory", connections, memory(supported.threadsPerConnection()),
                            "need about "
                                    + mebibytes(connections * bytesPerConnection(supported.threadsPerConnection()))
                                    + " of memory"),
                    exceeds("limit-conntrack", connections, conntrack(), "need an entry each in the firewall's table"))
                    .flatMap(Optional::stream)
                    .findFirst();
        };
    }

    /** Why this process cannot open so many connections to a server elsewhere; empty when nothing is known against it. */
    public Optional<Reason> reasonAgainstOpening(int connections) {
        return exceeds("limit-descriptors", connections, descriptors(),
                "need " + ((long) connections + OWN_DESCRIPTORS) + " descriptors");
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
        String message = (connections == 1
                ? "1 connection " + need.replaceFirst("^need", "needs")
                : connections + " connections " + need) + "; " + limit.name() + " is "
                + limit.value().orElse("unknown") + limit.advice().map(advice -> " (" + advice + ")").orElse("");
        return Optional.of(new Reason(code, message, (double) connections, (double) allowed));
    }

    private Limit descriptors() {
        Long soft = values.openFilesSoft();
        Optional<String> higher = above(soft, values.openFilesHard());
        Optional<String> raise = higher.isPresent()
                ? higher.map(hard -> "ulimit -n " + hard)
                : soft != null && soft < MANY_DESCRIPTORS && values.privilege().raisesHardLimits()
                        ? Optional.of("prlimit --pid $$ --nofile=" + MANY_DESCRIPTORS)
                        : Optional.empty();
        Optional<String> obstacle = soft == null || raise.isPresent() || soft >= MANY_DESCRIPTORS
                ? Optional.empty()
                : Optional.of("hard limit: needs root / limits.conf, or in a container docker run --ulimit nofile="
                        + MANY_DESCRIPTORS);
        return new Limit("RLIMIT_NOFILE",
                soft == null
                        ? Optional.empty()
                        : Optional.of(
                                number(soft) + higher.map(hard -> " (hard: " + hard + ")").orElse("")),
                soft == null ? null : allowed(soft, OWN_DESCRIPTORS),
                "open files of a process; server and load generator are one each", raise, obstacle);
    }

    private Limit ports() {
        Long low = values.portLow();
        Long high = values.portHigh();
        String name = "net.ipv4.ip_local_port_range";
        if (low == null || high == null) {
            return new Limit(name, Optional.empty(), null, "ports to connect from", Optional.empty(), Optional.empty());
        }
        long ports = Math.max(0, high - low + 1);
        return sysctl(name, low + "-" + high, SourcePorts.most(ports),
                "ports to connect from, " + SourcePorts.fromOne(ports) + " on each address 127.0.x.y, and as many of "
                        + "those as it takes",
                low > LOWEST_PORT || high < HIGHEST_PORT, "'" + LOWEST_PORT + " " + HIGHEST_PORT + "'");
    }

    private Limit memory(int threadsPerConnection) {
        Long available = values.availableBytes();
        long each = bytesPerConnection(threadsPerConnection);
        return new Limit("available memory", Optional.ofNullable(available).map(Limits::mebibytes),
                available == null ? null : available / each,
                "an estimate, at " + each / 1024 + " KiB a connection, kernel and user, both ends",
                Optional.of("stop other programs, or raise the memory limit of the container"), Optional.empty());
    }

    private static long bytesPerConnection(int threads) {
        return BYTES_PER_CONNECTION + threads * BYTES_PER_THREAD;
    }

    /** Of a transport that takes so many for each connection; bounds nothing when it takes none. */
    private Limit threads(int perConnection) {
        Limit one = threads();
        Long allowed = one.connections();
        return new Limit(one.name(), one.value(),
                perConnection == 0 || allowed == null ? null : Long.valueOf(allowed / perConnection), one.meaning(),
                one.raise(), one.obstacle());
    }

    /** The tightest of the limits on threads. */
    private Limit threads() {
        String meaning = "threads; bounds the transports that take one for each connection";
        long running = values.threadsNow() == null ? 0 : values.threadsNow();
        return Stream.of(threadsOf("kernel.pid_max", values.pidMax(), running, meaning, LARGEST_PID_MAX),
                threadsOf("kernel.threads-max", values.threadsMax(), running, meaning, MANY_THREADS),
                userProcesses(running, meaning),
                new Limit("pids.max", Optional.ofNullable(values.cgroupThreads()).map(Limits::number),
                        values.cgroupThreads() == null ? null : allowed(values.cgroupThreads(), OWN_THREADS), meaning,
                        Optional.of("docker run --pids-limit=-1, or raise pids.max of the control group"),
                        Optional.empty()))
                .filter(limit -> limit.connections() != null)
                .min((one, other) -> Long.compare(orUnlimited(one.connections()), orUnlimited(other.connections())))
                .orElse(new Limit("kernel.pid_max", Optional.empty(), null, meaning, Optional.empty(),
                        Optional.empty()));
    }

    private Limit threadsOf(String name, @Nullable Long value, long running, String meaning, long many) {
        return value == null
                ? new Limit(name, Optional.empty(), null, meaning, Optional.empty(), Optional.empty())
                : sysctl(name, number(value), allowed(value, running + OWN_THREADS), meaning, value < many,
                        Long.toString(many));
    }

    private Limit userProcesses(long running, String meaning) {
        Long soft = values.processes();
        Optional<String> higher = above(soft, values.processesHard());
        return new Limit("RLIMIT_NPROC", Optional.ofNullable(soft).map(Limits::number),
                soft == null ? null : allowed(soft, running + OWN_THREADS), meaning,
                higher.map(hard -> "ulimit -u " + hard),
                higher.isPresent() || soft == null || soft == Long.MAX_VALUE
                        ? Optional.empty()
                        : Optional.of("hard limit: needs root / limits.conf"));
    }

    /** The hard limit, where the soft one can be raised to it. */
    private static Optional<String> above(@Nullable Long soft, @Nullable Long hard) {
        return soft != null && hard != null && hard > soft ? Optional.of(number(hard)) : Optional.empty();
    }

    /** A limit that {@code sysctl} sets; {@code low} says whether the value proposed is any better than what there is. */
    private Limit sysctl(String name, String value, @Nullable Long connections, String meaning, boolean low,
            String better) {
        boolean readOnly = values.privilege().sysctlsReadOnly();
        return new Limit(name, Optional.of(value), connections, meaning,
                low && !readOnly
                        ? Optional.of((values.privilege().root() ? "" : "sudo ") + "sysctl -w " + name + "=" + better)
                        : Optional.empty(),
                low && readOnly
                        ? Optional.of("read-only in here: to be set to " + better + " on the host of this container")
                        : Optional.empty());
    }

    /** A limit on how fast connections open, not on how many there are. */
    private Limit backlog(String name, @Nullable Long value, String meaning) {
        return value == null
                ? new Limit(name, Optional.empty(), null, meaning, Optional.empty(), Optional.empty())
                : sysctl(name, number(value), null, meaning, value < LONG_BACKLOG, Long.toString(LONG_BACKLOG));
    }

    private Limit conntrack() {
        Long maximum = values.conntrackMax();
        long followed = values.conntrackNow() == null ? 0 : values.conntrackNow();
        String name = "net.netfilter.nf_conntrack_max";
        String meaning = "connections that the firewall can follow";
        return maximum == null
                ? new Limit(name, Optional.of("not in use"), null, meaning, Optional.empty(), Optional.empty())
                : sysctl(name, number(maximum), allowed(maximum, followed), meaning, maximum < MANY_FOLLOWED,
                        Long.toString(MANY_FOLLOWED));
    }

    private static Limit fdSetSize() {
        return new Limit("FD_SETSIZE", Optional.of(number(FD_SETSIZE)), null,
                "descriptor numbers of the transport select; glibc's constant, the others do not use it",
                Optional.empty(), Optional.empty());
    }

    private Limit somaxconn() {
        return backlog("net.core.somaxconn", values.somaxconn(),
                "connections that wait to be accepted; bounds how many may be opening at once");
    }

    private Limit synBacklog() {
        return backlog("net.ipv4.tcp_max_syn_backlog", values.synBacklog(),
                "connections half open; bounds how many may be opening at once");
    }

    private Limit ioUring() {
        Long disabled = values.ioUringDisabled();
        String meaning = "whether io_uring may be used; a container's seccomp filter may forbid it too";
        if (disabled == null) {
            return new Limit("kernel.io_uring_disabled", Optional.empty(), null, meaning, Optional.empty(),
                    Optional.empty());
        }
        String value = switch (disabled.intValue()) {
            case 0 -> "0 (allowed)";
            case 1 -> "1 (privileged processes only)";
            default -> disabled + " (off)";
        };
        return sysctl("kernel.io_uring_disabled", value, null, meaning, disabled != 0, "0");
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

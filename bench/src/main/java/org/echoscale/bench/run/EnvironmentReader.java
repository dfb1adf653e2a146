package org.echoscale.bench.run;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.echoscale.bench.limits.KernelFile;
import org.echoscale.bench.limits.Limits;
import org.echoscale.results.model.RunManifest.Environment;
import org.jspecify.annotations.Nullable;

/** Reads where a run takes place from /proc and /sys. What this machine does not tell is left out. */
public final class EnvironmentReader {
    /** Settings of the kernel that change what is measured. */
    private static final String[] SYSCTLS = {"net/core/somaxconn", "net/ipv4/ip_local_port_range",
        "net/ipv4/tcp_max_syn_backlog", "net/ipv4/tcp_rmem", "net/ipv4/tcp_wmem", "net/ipv4/tcp_congestion_control",
        "net/core/busy_poll", "kernel/pid_max", "kernel/threads-max", "kernel/io_uring_disabled",
        "kernel/sched_autogroup_enabled"};
    private static final Path SYSCTL_ROOT = Path.of("/proc/sys");
    private static final Path VULNERABILITIES = Path.of("/sys/devices/system/cpu/vulnerabilities");

    private EnvironmentReader() {}

    public static Environment read(Placement placement, Limits limits) {
        return read(placement, limits, null);
    }

    /** With a word on the counting of system calls, when it was asked for. */
    static Environment read(Placement placement, Limits limits, @Nullable String syscalls) {
        SortedMap<String, String> facts = facts();
        if (syscalls != null) {
            facts.put("syscalls", syscalls);
        }
        String cpuinfo = text(Path.of("/proc/cpuinfo")).orElse("");
        Runtime.Version version = Runtime.version();
        return new Environment(System.getProperty("os.name") + " " + System.getProperty("os.version"),
                System.getProperty("os.arch"), field(cpuinfo, "model name").orElse("unknown"),
                Runtime.getRuntime().availableProcessors(), memoryBytes(), virtualization(cpuinfo),
                System.getProperty("java.vm.vendor") + " " + System.getProperty("java.vm.name") + " " + version,
                placement.serverCpus(), placement.generatorCpus(), limits.openFiles().orElse(0L), facts);
    }

    private static SortedMap<String, String> facts() {
        SortedMap<String, String> facts = new TreeMap<>();
        for (String name : SYSCTLS) {
            text(SYSCTL_ROOT.resolve(name))
                    .ifPresent(value -> facts.put(name.replace('/', '.'), value.replace('\t', ' ')));
        }
        put(facts, "load", "/proc/loadavg");
        put(facts, "clocksource", "/sys/devices/system/clocksource/clocksource0/current_clocksource");
        put(facts, "governor", "/sys/devices/system/cpu/cpu0/cpufreq/scaling_governor");
        put(facts, "turbo.no_turbo", "/sys/devices/system/cpu/intel_pstate/no_turbo");
        put(facts, "smt", "/sys/devices/system/cpu/smt/active");
        put(facts, "transparent_hugepage", "/sys/kernel/mm/transparent_hugepage/enabled");
        put(facts, "cpu.online", "/sys/devices/system/cpu/online");
        put(facts, "cpu.isolated", "/sys/devices/system/cpu/isolated");
        put(facts, "cpu0.siblings", "/sys/devices/system/cpu/cpu0/topology/thread_siblings_list");
        put(facts, "numa.nodes", "/sys/devices/system/node/online");
        caches(facts);
        put(facts, "cgroup.cpu.max", "/sys/fs/cgroup/cpu.max");
        put(facts, "cgroup.memory.max", "/sys/fs/cgroup/memory.max");
        put(facts, "cgroup.cpu.cfs_quota_us", "/sys/fs/cgroup/cpu/cpu.cfs_quota_us"); // version 1 of control groups
        put(facts, "cgroup.memory.limit_in_bytes", "/sys/fs/cgroup/memory/memory.limit_in_bytes");
        mitigations(facts);
        facts.put("generator.jvm", String.join(" ", ManagementFactory.getRuntimeMXBean().getInputArguments()));
        String commit = System.getenv("ECHOSCALE_COMMIT");
        if (commit != null && commit.matches("[0-9a-f]{7,40}(-dirty)?")) {
            facts.put("git.commit", commit);
        }
        return facts;
    }

    /** The caches of the first CPU: {@code cache.L2} is {@code "1024K Unified, CPUs 0-1"}. */
    private static void caches(SortedMap<String, String> facts) {
        Path cache = Path.of("/sys/devices/system/cpu/cpu0/cache");
        for (int i = 0; Files.isDirectory(cache.resolve("index" + i)); i++) {
            Path index = cache.resolve("index" + i);
            Optional<String> level = text(index.resolve("level"));
            Optional<String> type = text(index.resolve("type"));
            Optional<String> size = text(index.resolve("size"));
            if (level.isPresent() && type.isPresent() && size.isPresent() && !type.get().equals("Instruction")) {
                facts.put("cache.L" + level.get(),
                        size.get() + " " + type.get()
                                + text(index.resolve("shared_cpu_list")).map(cpus -> ", CPUs " + cpus)
                                        .orElse(""));
            }
        }
    }

    private static void mitigations(SortedMap<String, String> facts) {
        try (Stream<Path> files = Files.list(VULNERABILITIES)) {
            files.forEach(file -> text(file).filter(value -> !value.equals("Not affected"))
                    .ifPresent(value -> facts.put("mitigation." + file.getFileName(), value)));
        } catch (IOException e) {
            facts.put("mitigations", "not told by this system");
        }
    }

    private static void put(SortedMap<String, String> facts, String name, String path) {
        text(Path.of(path)).ifPresent(value -> facts.put(name, value));
    }

    private static long memoryBytes() {
        return text(Path.of("/proc/meminfo")).flatMap(info -> field(info, "MemTotal"))
                .map(value -> Long.parseLong(value.replace("kB", "").strip()) * 1024)
                .orElse(0L);
    }

    private static @Nullable String virtualization(String cpuinfo) {
        return field(cpuinfo, "flags").filter(flags -> (" " + flags + " ").contains(" hypervisor "))
                .map(flags -> text(Path.of("/sys/class/dmi/id/sys_vendor")).orElse("a virtual machine"))
                .orElse(null);
    }

    /** The value behind {@code name :} in a file of /proc. */
    private static Optional<String> field(String text, String name) {
        return text.lines()
                .filter(line -> line.startsWith(name))
                .map(line -> line.substring(line.indexOf(':') + 1).strip())
                .findFirst();
    }

    private static Optional<String> text(Path path) {
        return KernelFile.text(path).map(String::strip).filter(value -> !value.isEmpty());
    }
}

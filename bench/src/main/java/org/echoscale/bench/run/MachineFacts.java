package org.echoscale.bench.run;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.echoscale.bench.limits.KernelFile;

/**
 * What the kernel tells of a machine in the small files of {@code /proc} and {@code /sys}, by name. Every fact is always
 * there: as {@value #NONE} where its file is empty, as {@value #UNKNOWN} where it cannot be read. None of them names the
 * machine or its owner.
 *
 * @param root where {@code proc} and {@code sys} are
 */
record MachineFacts(Path root) {
    static final String UNKNOWN = "unknown";
    static final String NONE = "none";

    /** Settings of the kernel that change what is measured, below {@code /proc/sys}. */
    private static final List<String> SYSCTLS = List.of("fs/epoll/max_user_watches", "fs/file-max", "fs/nr_open",
            "kernel/io_uring_disabled", "kernel/numa_balancing", "kernel/pid_max", "kernel/randomize_va_space",
            "kernel/sched_autogroup_enabled", "kernel/sched_rt_runtime_us", "kernel/threads-max",
            "kernel/timer_migration", "kernel/watchdog", "net/core/busy_poll", "net/core/busy_read",
            "net/core/default_qdisc", "net/core/netdev_budget", "net/core/netdev_max_backlog",
            "net/core/optmem_max", "net/core/rmem_default", "net/core/rmem_max", "net/core/somaxconn",
            "net/core/wmem_default", "net/core/wmem_max", "net/ipv4/ip_local_port_range",
            "net/ipv4/ip_local_reserved_ports", "net/ipv4/tcp_autocorking", "net/ipv4/tcp_congestion_control",
            "net/ipv4/tcp_fin_timeout", "net/ipv4/tcp_max_syn_backlog", "net/ipv4/tcp_max_tw_buckets",
            "net/ipv4/tcp_mem", "net/ipv4/tcp_moderate_rcvbuf", "net/ipv4/tcp_notsent_lowat", "net/ipv4/tcp_rmem",
            "net/ipv4/tcp_slow_start_after_idle", "net/ipv4/tcp_syncookies", "net/ipv4/tcp_timestamps",
            "net/ipv4/tcp_tw_reuse", "net/ipv4/tcp_wmem", "net/netfilter/nf_conntrack_max", "vm/max_map_count",
            "vm/overcommit_memory", "vm/swappiness");

    /** Facts that are a file each. */
    private static final Map<String, String> FILES = Map.ofEntries(
            Map.entry("clocksource", "sys/devices/system/clocksource/clocksource0/current_clocksource"),
            Map.entry("clocksource.available", "sys/devices/system/clocksource/clocksource0/available_clocksource"),
            Map.entry("cpu.boost", "sys/devices/system/cpu/cpufreq/boost"),
            Map.entry("cpu.idle.driver", "sys/devices/system/cpu/cpuidle/current_driver"),
            Map.entry("cpu.idle.governor", "sys/devices/system/cpu/cpuidle/current_governor"),
            Map.entry("cpu.isolated", "sys/devices/system/cpu/isolated"),
            Map.entry("cpu.max_khz", "sys/devices/system/cpu/cpu0/cpufreq/cpuinfo_max_freq"),
            Map.entry("cpu.nohz_full", "sys/devices/system/cpu/nohz_full"),
            Map.entry("cpu.online", "sys/devices/system/cpu/online"),
            Map.entry("cpu0.siblings", "sys/devices/system/cpu/cpu0/topology/thread_siblings_list"),
            Map.entry("kernel.version", "proc/sys/kernel/version"), Map.entry("load", "proc/loadavg"),
            Map.entry("lsm", "sys/kernel/security/lsm"), Map.entry("net.lo.mtu", "sys/class/net/lo/mtu"),
            Map.entry("numa.nodes", "sys/devices/system/node/online"),
            Map.entry("smt", "sys/devices/system/cpu/smt/active"),
            Map.entry("smt.control", "sys/devices/system/cpu/smt/control"),
            Map.entry("transparent_hugepage", "sys/kernel/mm/transparent_hugepage/enabled"),
            Map.entry("transparent_hugepage.defrag", "sys/kernel/mm/transparent_hugepage/defrag"),
            Map.entry("turbo.no_turbo", "sys/devices/system/cpu/intel_pstate/no_turbo"),
            Map.entry("virtualization.product", "sys/class/dmi/id/product_name"));

    /** Fact and field of {@code /proc/self/status}. */
    private static final Map<String, String> STATUS = Map.of("cpu.allowed", "Cpus_allowed_list", "seccomp", "Seccomp",
            "seccomp.filters", "Seccomp_filters", "speculation.store_bypass", "Speculation_Store_Bypass",
            "speculation.indirect_branch", "SpeculationIndirectBranch");

    /** Fact and line of {@code /proc/self/limits}. */
    private static final Map<String, String> LIMITS = Map.of("limit.address_space", "Max address space",
            "limit.locked_memory", "Max locked memory", "limit.nice", "Max nice priority", "limit.open_files",
            "Max open files", "limit.processes", "Max processes", "limit.realtime", "Max realtime priority",
            "limit.stack", "Max stack size");

    /** What a kernel can be started with that changes what a system call or a wake-up costs. The rest is left alone. */
    private static final Set<String> PARAMETERS = Set.of("amd_pstate", "audit", "clocksource",
            "cpufreq.default_governor", "cpuidle.governor", "cpuidle.off", "gather_data_sampling",
            "hugepages", "hugepagesz", "idle", "indirect_target_selection", "intel_idle.max_cstate", "intel_pstate",
            "irqaffinity", "isolcpus", "kpti", "l1tf", "lsm", "maxcpus", "mds", "mitigations", "mmio_stale_data",
            "nmi_watchdog", "nohz", "nohz_full", "nopti", "nosmt", "nospectre_v1", "nospectre_v2", "nowatchdog",
            "nr_cpus", "numa_balancing", "preempt", "processor.max_cstate", "psi", "pti", "rcu_nocbs",
            "reg_file_data_sampling", "retbleed", "skew_tick", "spec_rstack_overflow", "spec_store_bypass_disable",
            "spectre_bhi", "spectre_v2", "spectre_v2_user", "srbds", "threadirqs", "transparent_hugepage", "tsa",
            "tsc", "tsx", "tsx_async_abort", "vmscape");

    private static final String CPUS = "sys/devices/system/cpu";
    private static final Pattern CPU = Pattern.compile("cpu\\d+");
    private static final Pattern TWO_SPACES = Pattern.compile("\\s{2,}");

    SortedMap<String, String> read() {
        SortedMap<String, String> facts = new TreeMap<>();
        SYSCTLS.forEach(name -> facts.put(name.replace('/', '.'), known("proc/sys/" + name)));
        FILES.forEach((name, file) -> facts.put(name, known(file)));
        String status = text("proc/self/status").orElse("");
        STATUS.forEach((name, field) -> facts.put(name, field(status, field).orElse(UNKNOWN)));
        limits(facts);
        facts.put("kernel.parameters", text("proc/cmdline").map(MachineFacts::parameters).orElse(UNKNOWN));
        String cpuinfo = text("proc/cpuinfo").orElse("");
        facts.put("cpu.microcode", field(cpuinfo, "microcode").orElse(UNKNOWN));
        facts.put("cpu.topology", topology());
        facts.put("governor", ofCpus("cpufreq/scaling_governor"));
        facts.put("governor.driver", ofCpus("cpufreq/scaling_driver"));
        facts.put("governor.preference", ofCpus("cpufreq/energy_performance_preference"));
        facts.put("memory.available",
                text("proc/meminfo").flatMap(info -> field(info, "MemAvailable")).orElse(UNKNOWN));
        facts.put("uptime",
                text("proc/uptime").map(uptime -> uptime.replaceFirst("[. ].*", "") + " s").orElse(UNKNOWN));
        facts.put("virtualization.hypervisor", hypervisor());
        facts.put("container", container());
        caches(facts);
        mitigations(facts);
        facts.putAll(new CgroupFacts(root).read());
        return facts;
    }

    /** Soft and hard: {@code "1024 (hard 524288)"}. */
    private void limits(SortedMap<String, String> facts) {
        List<String> lines = text("proc/self/limits").map(text -> text.lines().toList()).orElse(List.of());
        LIMITS.forEach((name, start) -> facts.put(name, lines.stream()
                .filter(line -> line.startsWith(start + " "))
                .map(line -> TWO_SPACES.split(line, -1))
                .filter(words -> words.length > 2)
                .map(words -> words[1] + " (hard " + words[2] + ")")
                .findFirst()
                .orElse(UNKNOWN)));
    }

    /** Those of a kernel's command line that matter here: the others may say whose machine it is. */
    static String parameters(String commandLine) {
        String kept = Arrays.stream(commandLine.strip().split("\\s+"))
                .takeWhile(word -> !word.equals("--")) // what follows is for the first process
                .filter(word -> PARAMETERS.contains(word.replaceFirst("=.*", "")) || word.startsWith("haltpoll."))
                .collect(Collectors.joining(" "));
        return kept.isEmpty() ? NONE : kept;
    }

    /** {@code "1 package, 4 cores, 8 threads"}, of the CPUs that are online. */
    private String topology() {
        Set<String> packages = new TreeSet<>();
        Set<String> cores = new TreeSet<>();
        int threads = 0;
        for (Path cpu : cpus()) {
            Optional<String> siblings = below(cpu, "topology/thread_siblings_list");
            if (siblings.isPresent()) {
                threads++;
                cores.add(siblings.get());
                below(cpu, "topology/physical_package_id").ifPresent(packages::add);
            }
        }
        return threads == 0
                ? UNKNOWN
                : count(packages.size(), "package") + ", " + count(cores.size(), "core") + ", "
                        + count(threads, "thread");
    }

    private static String count(int number, String noun) {
        return number + " " + noun + (number == 1 ? "" : "s");
    }

    /** The values that a file has for the CPUs, each once: {@code "performance"}, {@code "performance, powersave"}. */
    private String ofCpus(String file) {
        String values = cpus().stream()
                .flatMap(cpu -> below(cpu, file).stream())
                .distinct()
                .sorted()
                .collect(Collectors.joining(", "));
        return values.isEmpty() ? UNKNOWN : values;
    }

    private List<Path> cpus() {
        return files(root.resolve(CPUS)).filter(path -> CPU.matcher(path.getFileName().toString()).matches()).toList();
    }

    /** A paravirtual clock tells who is below, also where the firmware's tables are hidden. */
    private String hypervisor() {
        String clocks = text("sys/devices/system/clocksource/clocksource0/available_clocksource").orElse("");
        return text("sys/hypervisor/type").filter(Predicate.not(String::isEmpty))
                .or(() -> Stream.of("kvm", "hyperv", "xen", "vmware").filter(clocks::contains).findFirst())
                .orElse(UNKNOWN);
    }

    private String container() {
        if (Files.exists(root.resolve(".dockerenv"))) {
            return "docker";
        }
        if (Files.exists(root.resolve("run/.containerenv"))) {
            return "podman";
        }
        return text("run/systemd/container").filter(Predicate.not(String::isEmpty)).orElse("none seen");
    }

    /** The caches of the first CPU: {@code cache.L2} is {@code "1024K Unified, CPUs 0-1"}. */
    private void caches(SortedMap<String, String> facts) {
        Path cache = root.resolve(CPUS + "/cpu0/cache");
        for (int i = 0; Files.isDirectory(cache.resolve("index" + i)); i++) {
            Path index = cache.resolve("index" + i);
            Optional<String> level = below(index, "level");
            Optional<String> type = below(index, "type");
            Optional<String> size = below(index, "size");
            if (level.isPresent() && type.isPresent() && size.isPresent() && !type.get().equals("Instruction")) {
                facts.put("cache.L" + level.get(), size.get() + " " + type.get()
                        + below(index, "shared_cpu_list").map(cpus -> ", CPUs " + cpus).orElse(""));
            }
        }
    }

    /** A fact for each weakness that this kernel knows, also for those that this CPU has not. */
    private void mitigations(SortedMap<String, String> facts) {
        List<Path> files = files(root.resolve(CPUS + "/vulnerabilities")).toList();
        files.forEach(file -> facts.put("mitigation." + file.getFileName(),
                KernelFile.text(file).map(String::strip).orElse(UNKNOWN)));
        if (files.isEmpty()) {
            facts.put("mitigations", UNKNOWN);
        }
    }

    private static Stream<Path> files(Path folder) {
        try (Stream<Path> files = Files.list(folder)) {
            return files.sorted().toList().stream();
        } catch (IOException e) {
            return Stream.empty(); // there is none on this system
        }
    }

    /** The value behind {@code name :} in a file of /proc. */
    static Optional<String> field(String text, String name) {
        return text.lines()
                .filter(line -> line.startsWith(name) && line.substring(name.length()).stripLeading().startsWith(":"))
                .map(line -> line.substring(line.indexOf(':') + 1).strip())
                .findFirst();
    }

    private String known(String file) {
        return text(file).map(value -> value.isEmpty() || value.equals("(null)") ? NONE : value).orElse(UNKNOWN);
    }

    private static Optional<String> below(Path folder, String file) {
        return KernelFile.text(folder.resolve(file)).map(String::strip).filter(Predicate.not(String::isEmpty));
    }

    private Optional<String> text(String file) {
        return KernelFile.text(root.resolve(file)).map(text -> text.replace('\t', ' ').strip());
    }
}

package org.echoscale.bench.run;

import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.Optional;
import java.util.SortedMap;
import java.util.stream.Collectors;
import org.echoscale.bench.limits.KernelFile;
import org.echoscale.bench.limits.Limits;
import org.echoscale.results.model.RunManifest.Environment;
import org.jspecify.annotations.Nullable;

/** Reads where a run takes place: the machine from /proc and /sys, the rest from this process. */
public final class EnvironmentReader {
    /** Set by the launcher: the commit of the sources, with {@code -dirty} when they differ from it. */
    private static final String COMMIT = "ECHOSCALE_COMMIT";

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
        return new Environment(System.getProperty("os.name") + " " + System.getProperty("os.version"),
                System.getProperty("os.arch"),
                MachineFacts.field(cpuinfo, "model name").orElse(MachineFacts.UNKNOWN),
                Runtime.getRuntime().availableProcessors(), memoryBytes(), virtualization(cpuinfo),
                System.getProperty("java.vm.vendor") + " " + System.getProperty("java.vm.name") + " "
                        + Runtime.version(),
                placement.serverCpus(), placement.generatorCpus(), limits.openFiles().orElse(0L), facts);
    }

    private static SortedMap<String, String> facts() {
        SortedMap<String, String> facts = new MachineFacts(Path.of("/")).read();
        facts.put("generator.jvm", String.join(" ", ManagementFactory.getRuntimeMXBean().getInputArguments()));
        facts.put("generator.jvm.gc", ManagementFactory.getGarbageCollectorMXBeans()
                .stream()
                .map(GarbageCollectorMXBean::getName)
                .sorted()
                .collect(Collectors.joining(", ")));
        facts.put("git.commit", Optional.ofNullable(System.getenv(COMMIT))
                .filter(commit -> commit.matches("[0-9a-f]{7,40}(-dirty)?"))
                .orElse(MachineFacts.UNKNOWN));
        return facts;
    }

    private static long memoryBytes() {
        return text(Path.of("/proc/meminfo")).flatMap(info -> MachineFacts.field(info, "MemTotal"))
                .map(value -> Long.parseLong(value.replace("kB", "").strip()) * 1024)
                .orElse(0L);
    }

    private static @Nullable String virtualization(String cpuinfo) {
        return MachineFacts.field(cpuinfo, "flags")
                .filter(flags -> (" " + flags + " ").contains(" hypervisor "))
                .map(flags -> text(Path.of("/sys/class/dmi/id/sys_vendor")).orElse("a virtual machine"))
                .orElse(null);
    }

    private static Optional<String> text(Path path) {
        return KernelFile.text(path).map(String::strip).filter(value -> !value.isEmpty());
    }
}

package org.echoscale.bench.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.BitSet;
import java.util.Map;
import java.util.OptionalInt;
import java.util.SortedMap;
import org.echoscale.bench.limits.Limits;
import org.echoscale.results.model.RunManifest.Environment;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MachineFactsTest {
    @TempDir
    Path root;

    @Test
    void aSystemThatTellsNothingHasEveryFactAsUnknown() {
        SortedMap<String, String> facts = read();
        assertThat(facts).containsKeys("governor", "clocksource", "mitigations", "net.core.somaxconn",
                "net.ipv4.tcp_rmem", "net.ipv4.ip_local_port_range", "fs.file-max", "fs.nr_open",
                "fs.epoll.max_user_watches", "kernel.io_uring_disabled", "limit.open_files", "cpu.topology",
                "cgroup.cpu.max", "virtualization.hypervisor", "kernel.version", "load");
        assertThat(facts).allSatisfy((name, value) -> assertThat(value).as(name)
                .isEqualTo(name.equals("container") ? "none seen" : "unknown"));
    }

    @Test
    void theTopologyCountsPackagesCoresAndThreads() throws IOException {
        for (int cpu = 0; cpu < 8; cpu++) {
            String topology = "sys/devices/system/cpu/cpu" + cpu + "/topology/";
            file(topology + "thread_siblings_list", cpu % 4 + "," + (cpu % 4 + 4) + "\n");
            file(topology + "physical_package_id", cpu % 4 / 2 + "\n");
        }
        file("sys/devices/system/cpu/cpufreq/boost", "1\n");
        assertThat(read()).containsEntry("cpu.topology", "2 packages, 4 cores, 8 threads")
                .containsEntry("cpu.boost", "1");
    }

    @Test
    void governorsOfAllCpusAreNamedOnce() throws IOException {
        file("sys/devices/system/cpu/cpu0/cpufreq/scaling_governor", "schedutil\n");
        file("sys/devices/system/cpu/cpu1/cpufreq/scaling_governor", "performance\n");
        file("sys/devices/system/cpu/cpu2/cpufreq/scaling_governor", "schedutil\n");
        assertThat(read()).containsEntry("governor", "performance, schedutil");
    }

    @Test
    void everyWeaknessIsAFactAlsoOneThatTheCpuHasNot() throws IOException {
        file("sys/devices/system/cpu/vulnerabilities/retbleed", "Vulnerable\n");
        file("sys/devices/system/cpu/vulnerabilities/l1tf", "Not affected\n");
        assertThat(read()).containsEntry("mitigation.retbleed", "Vulnerable")
                .containsEntry("mitigation.l1tf", "Not affected")
                .doesNotContainKey("mitigations");
    }

    @Test
    void limitsHaveBothTheirValues() throws IOException {
        file("proc/self/limits", """
            Limit                     Soft Limit           Hard Limit           Units
            Max stack size            8388608              unlimited            bytes
            Max open files            1024                 524288               files
            Max nice priority         0                    0
            """);
        assertThat(read()).containsEntry("limit.open_files", "1024 (hard 524288)")
                .containsEntry("limit.stack", "8388608 (hard unlimited)")
                .containsEntry("limit.nice", "0 (hard 0)")
                .containsEntry("limit.processes", "unknown");
    }

    @Test
    void anEmptyListIsNoneAndATabIsASpace() throws IOException {
        file("sys/devices/system/cpu/isolated", "\n");
        file("proc/sys/net/ipv4/tcp_rmem", "4096\t131072\t6291456\n");
        file("proc/self/status", "Name:\tjava\nSeccomp:\t2\nSeccomp_filters:\t3\nCpus_allowed_list:\t0-3\n");
        assertThat(read()).containsEntry("cpu.isolated", "none")
                .containsEntry("net.ipv4.tcp_rmem", "4096 131072 6291456")
                .containsEntry("seccomp", "2")
                .containsEntry("seccomp.filters", "3")
                .containsEntry("cpu.allowed", "0-3");
    }

    @Test
    void ofTheKernelsCommandLineOnlyWhatMattersIsKept() {
        assertThat(MachineFacts.parameters("BOOT_IMAGE=/vmlinuz root=UUID=1-2 mitigations=off isolcpus=2-3 quiet"
                + " nosmt haltpoll.guest_halt_poll_ns=0 -- --token=secret mitigations=auto"))
                .isEqualTo("mitigations=off isolcpus=2-3 nosmt haltpoll.guest_halt_poll_ns=0");
        assertThat(MachineFacts.parameters("quiet ro")).isEqualTo("none");
    }

    @Test
    void theTightestOfNestedGroupsOfVersion2Binds() throws IOException {
        file("proc/self/cgroup", "0::/a/b\n");
        file("sys/fs/cgroup/cgroup.controllers", "cpu memory pids\n");
        file("sys/fs/cgroup/a/cpu.max", "150000 100000\n");
        file("sys/fs/cgroup/a/b/cpu.max", "max 100000\n");
        file("sys/fs/cgroup/a/memory.max", "2000\n");
        file("sys/fs/cgroup/a/b/memory.max", "1000\n");
        file("sys/fs/cgroup/a/b/pids.max", "max\n");
        file("sys/fs/cgroup/a/b/cpu.weight", "100\n");
        assertThat(read()).containsAllEntriesOf(Map.of("cgroup.version", "2", "cgroup.cpu.max", "1.50 CPUs",
                "cgroup.memory.max", "1000", "cgroup.pids.max", "none", "cgroup.cpu.weight", "100"));
    }

    @Test
    void theTightestOfNestedGroupsOfVersion1Binds() throws IOException {
        file("proc/self/cgroup", "4:memory:/job\n1:cpu,cpuacct:/job\n0::/\n");
        file("sys/fs/cgroup/cpu/job/cpu.cfs_quota_us", "50000\n");
        file("sys/fs/cgroup/cpu/job/cpu.cfs_period_us", "100000\n");
        file("sys/fs/cgroup/cpu/cpu.cfs_quota_us", "-1\n");
        file("sys/fs/cgroup/cpu/cpu.cfs_period_us", "100000\n");
        file("sys/fs/cgroup/memory/job/memory.limit_in_bytes", "9223372036854771712\n");
        assertThat(read()).containsAllEntriesOf(Map.of("cgroup.version", "1", "cgroup.cpu.max", "0.50 CPUs",
                "cgroup.memory.max", "none"));
    }

    @Test
    void limitsOfAGroupThatIsNotSeenHereAreNotKnown() throws IOException {
        file("proc/self/cgroup", "0::/../job\n");
        file("sys/fs/cgroup/cgroup.controllers", "cpu memory pids\n");
        file("sys/fs/cgroup/job/cpu.max", "50000 100000\n");
        assertThat(read()).containsEntry("cgroup.cpu.max", "unknown").containsEntry("cgroup.memory.max", "unknown");
    }

    @Test
    void thePageOnResultsHasEveryFactOfThisMachine() throws IOException {
        Environment environment = EnvironmentReader.read(new Placement(new BitSet(), OptionalInt.empty()),
                Limits.none());
        String page = Files.readString(Path.of("../docs/results.md"));
        assertThat(environment.facts().keySet()).allSatisfy(name -> assertThat(page)
                .contains("`" + name.replaceFirst("^mitigation\\..*", "mitigation.*")
                        .replaceFirst("^cache\\.L\\d", "cache.L1") + "`"));
    }

    private SortedMap<String, String> read() {
        return new MachineFacts(root).read();
    }

    private void file(String name, String content) throws IOException {
        Path file = root.resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, content);
    }
}

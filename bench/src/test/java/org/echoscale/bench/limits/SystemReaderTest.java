package org.echoscale.bench.limits;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.echoscale.bench.limits.SystemValues.Privilege;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SystemReaderTest {
    @TempDir
    Path root;

    @Test
    void whatThisSystemDoesNotTellIsAbsent() {
        assertThat(read()).isEqualTo(new SystemValues(null, null, null, null, null, null, null, null, null, null, null,
                null, null, null, null, null, new Privilege(false, false, false)));
    }

    @Test
    void readsWhatTheKernelTells() throws IOException {
        file("proc/self/limits", """
            Limit                     Soft Limit           Hard Limit           Units
            Max processes             96365                unlimited            processes
            Max open files            1024                 524288               files
            """);
        file("proc/sys/net/ipv4/ip_local_port_range", "32768\t60999\n");
        file("proc/sys/net/core/somaxconn", "4096\n");
        file("proc/sys/kernel/pid_max", "32768\n");
        file("proc/loadavg", "0.10 0.20 0.30 3/217 4242\n");
        file("proc/meminfo", "MemTotal:       2000 kB\nMemAvailable:   1000 kB\n");
        SystemValues values = read();
        assertThat(values.openFilesSoft()).isEqualTo(1_024);
        assertThat(values.openFilesHard()).isEqualTo(524_288);
        assertThat(values.processes()).isEqualTo(96_365);
        assertThat(values.processesHard()).isEqualTo(Long.MAX_VALUE);
        assertThat(values.portLow()).isEqualTo(32_768);
        assertThat(values.portHigh()).isEqualTo(60_999);
        assertThat(values.somaxconn()).isEqualTo(4_096);
        assertThat(values.pidMax()).isEqualTo(32_768);
        assertThat(values.threadsNow()).isEqualTo(217);
        assertThat(values.availableBytes()).isEqualTo(1_024_000);
    }

    @Test
    void theLimitOnProcessesDoesNotHoldForRoot() throws IOException {
        file("proc/self/limits", "Max processes             96365                96365                processes\n");
        file("proc/self/status", "Name:\tjava\nUid:\t0\t0\t0\t0\n");
        assertThat(read().processes()).isEqualTo(Long.MAX_VALUE);
    }

    @ParameterizedTest
    @CsvSource({"000001fffeffffff, false", "000001ffffffffff, true", "0000000001000000, true"})
    void whoHasTheCapabilityMayRaiseHardLimits(String capabilities, boolean raises) throws IOException {
        file("proc/self/status", "Name:\tjava\nUid:\t0\t0\t0\t0\nCapEff:\t" + capabilities + "\nSeccomp:\t0\n");
        assertThat(read().privilege()).isEqualTo(new Privilege(true, raises, false));
    }

    @ParameterizedTest
    @CsvSource({
        "'0::/box/inner', sys/fs/cgroup/box, memory.max, memory.current, file",
        "'4:memory:/box', sys/fs/cgroup/memory/box, memory.limit_in_bytes, memory.usage_in_bytes, total_cache"})
    void aControlGroupBoundsMemoryAndItsPageCacheCountsAsFree(String group, String folder, String maximum,
            String current, String cache) throws IOException {
        file("proc/self/cgroup", group + "\n");
        file("proc/meminfo", "MemAvailable:   1000000 kB\n");
        file(folder + "/" + maximum, "10000\n");
        file(folder + "/" + current, "9000\n");
        file(folder + "/memory.stat", "anon 7000\n" + cache + " 2000\n");
        assertThat(read().availableBytes()).isEqualTo(3_000);
    }

    @ParameterizedTest
    @CsvSource({"'0::/', sys/fs/cgroup", "'8:pids:/box', sys/fs/cgroup/pids/box"})
    void aControlGroupBoundsThreads(String group, String folder) throws IOException {
        file("proc/self/cgroup", group + "\n");
        file(folder + "/pids.max", "500\n");
        file(folder + "/pids.current", "20\n");
        file(folder + "/memory.stat", "file 2000\n");
        assertThat(read().cgroupThreads()).isEqualTo(480);
    }

    @Test
    void aControlGroupWithoutALimitBoundsNothing() throws IOException {
        file("proc/self/cgroup", "4:memory:/box\n0::/\n");
        file("sys/fs/cgroup/pids.max", "max\n");
        file("sys/fs/cgroup/pids.current", "20\n");
        file("sys/fs/cgroup/memory/box/memory.limit_in_bytes", "9223372036854771712\n");
        file("sys/fs/cgroup/memory/box/memory.usage_in_bytes", "20\n");
        assertThat(read().cgroupThreads()).isNull();
        assertThat(read().availableBytes()).isNull();
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void readsFilesOfThisMachineToTheirEnd() throws IOException {
        Process cat = new ProcessBuilder("cat", "/proc/sys/net/core/somaxconn").start();
        String somaxconn = new String(cat.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.US_ASCII);
        assertThat(new SystemReader(Path.of("/")).read().somaxconn()).isEqualTo(Long.parseLong(somaxconn.strip()));
    }

    private SystemValues read() {
        return new SystemReader(root).read();
    }

    private void file(String name, String content) throws IOException {
        Path file = root.resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, content);
    }
}

package org.echoscale.bench.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.data.Offset.offset;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalInt;
import org.echoscale.results.model.Machine;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MachineWatchTest {
    @TempDir
    Path root;

    @Test
    void theShareOfOthersIsOfAllCpusAndWhatIsOursIsNotOthers() throws IOException {
        write("cpu  1000 0 500 8000 20 5 10 40 0 0\ncpu0 1 2 3 4 5 6 7 8 9 10\n");
        MachineWatch watch = new MachineWatch(root, OptionalInt.empty(), List.of());
        write("cpu  1060 0 520 8090 20 8 17 60 0 0\ncpu0 1 2 3 4 5 6 7 8 9 10\ncpu1 1 2 3 4 5 6 7 8 9 10\n");
        // 200 ticks: 80 of processes, 10 of interrupts, 90 idle, 20 stolen

        Machine machine = watch.end(500_000_000); // 50 ticks are generator and server

        assertThat(machine.otherCpuShare()).isCloseTo(0.15, offset(1e-9));
        assertThat(machine.loadAverage()).isEqualTo(1.25);
        assertThat(MachineWatch.cpus(root)).isEqualTo(2);
    }

    /** Of four CPUs, 100 ticks each: 1 loses all of them, 2 loses 3, 3 loses 10. */
    @Test
    void stealIsThatOfTheWorstCpuThatGeneratorAndServerMayUse() throws IOException {
        put("proc/4711/status", "Name:\tserver\nCpus_allowed_list:\t2-3\n");
        put("proc/4713/status", "Name:\tserver\nCpus_allowed_list:\t2\n");
        put("proc/self/status", "Name:\tjava\nCpus_allowed_list:\t0\n");
        write(stat(0, 0, 0, 0, 0));
        MachineWatch pinned = new MachineWatch(root, OptionalInt.of(1), List.of(4711L));
        MachineWatch free = new MachineWatch(root, OptionalInt.empty(), List.of(4711L));
        MachineWatch few = new MachineWatch(root, OptionalInt.of(0), List.of(4713L));
        MachineWatch alone = new MachineWatch(root, OptionalInt.of(0), List.of());
        MachineWatch gone = new MachineWatch(root, OptionalInt.of(0), List.of(4712L));
        MachineWatch unknown = new MachineWatch(root, OptionalInt.of(0), null);
        write(stat(100, 0, 100, 3, 10));
        assertThat(pinned.end(0).stealShare()).isEqualTo(1.0);
        assertThat(free.end(0).stealShare()).isEqualTo(0.1);
        assertThat(few.end(0).stealShare()).isEqualTo(0.03);
        assertThat(alone.end(0).stealShare()).isZero();
        assertThat(gone.end(0).stealShare()).as("a server whose CPUs are not known").isEqualTo(1.0);
        assertThat(unknown.end(0).stealShare()).as("a server that is not known").isEqualTo(1.0);
    }

    private static String stat(int ticks, int... stolen) {
        StringBuilder text = new StringBuilder("cpu  %d 0 0 0 0 0 0 %d 0 0\n"
                .formatted(stolen.length * ticks - Arrays.stream(stolen).sum(), Arrays.stream(stolen).sum()));
        for (int cpu = 0; cpu < stolen.length; cpu++) {
            text.append("cpu%d %d 0 0 0 0 0 0 %d 0 0\n".formatted(cpu, ticks - stolen[cpu], stolen[cpu]));
        }
        return text.append("intr 1 2 3\n").toString();
    }

    @Test
    void whatAServerOfUnknownCpuTimeTookIsNotTakenForThatOfOthers() throws IOException {
        write("cpu  1 0 0 1 0 0 0 0 0 0\n");
        MachineWatch watch = new MachineWatch(root, OptionalInt.empty(), List.of());
        write("cpu  9 0 0 9 0 0 0 0 0 0\n");
        assertThat(watch.end(-1).otherCpuShare()).isNull();
    }

    @Test
    void aSystemThatTellsNothingLeavesBlanks() {
        Machine machine = new MachineWatch(root, OptionalInt.empty(), List.of()).end(0);
        assertThat(machine.stealShare()).isNull();
        assertThat(machine.loadAverage()).isNull();
    }

    @Test
    void throttlingIsReadFromBothVersionsOfControlGroups() {
        assertThat(MachineWatch.throttled("nr_periods 3\nnr_throttled 2\nthrottled_usec 17\n")).contains(17_000L);
        assertThat(MachineWatch.throttled("nr_periods 3\nthrottled_time 17\n")).contains(17L);
        assertThat(MachineWatch.throttled("usage_usec 17\n")).isEmpty();
    }

    @Test
    void throttlingIsThatOfTheProcesssOwnGroupOrOfOneAroundIt() throws IOException {
        put("proc/self/cgroup", "0::/slice/service\n");
        put("sys/fs/cgroup/cpu.stat", "usage_usec 1\n"); // the root is never held back
        put("sys/fs/cgroup/slice/cpu.stat", "usage_usec 1\nthrottled_usec 100\n");
        put("sys/fs/cgroup/slice/service/cpu.stat", "usage_usec 1\nthrottled_usec 7\n");
        put("sys/fs/cgroup/other/cpu.stat", "usage_usec 1\nthrottled_usec 0\n");
        MachineWatch own = new MachineWatch(root, OptionalInt.empty(), List.of());
        put("sys/fs/cgroup/slice/service/cpu.stat", "usage_usec 1\nthrottled_usec 1007\n");
        put("sys/fs/cgroup/other/cpu.stat", "usage_usec 1\nthrottled_usec 999999\n");
        assertThat(own.end(0).throttledNanos()).isEqualTo(1_000_000);

        put("sys/fs/cgroup/slice/cpu.stat", "usage_usec 1\nthrottled_usec 5100\n");
        assertThat(own.end(0).throttledNanos()).isEqualTo(5_000_000);
    }

    @Test
    void inVersion1ItIsTheGroupOfTheCpuController() throws IOException {
        put("proc/self/cgroup", "9:name=systemd:/else\n4:cpu,cpuacct:/batch\n");
        put("sys/fs/cgroup/cpu/cpu.stat", "nr_throttled 0\nthrottled_time 0\n");
        put("sys/fs/cgroup/cpu/batch/cpu.stat", "nr_throttled 3\nthrottled_time 40\n");
        MachineWatch watch = new MachineWatch(root, OptionalInt.empty(), List.of());
        put("sys/fs/cgroup/cpu/batch/cpu.stat", "nr_throttled 4\nthrottled_time 52\n");
        assertThat(watch.end(0).throttledNanos()).isEqualTo(12);
    }

    @Test
    void throttlingOfAServerInAGroupOfItsOwnCounts() throws IOException {
        put("proc/self/cgroup", "0::/terminal\n");
        put("proc/4711/cgroup", "0::/container\n");
        put("sys/fs/cgroup/terminal/cpu.stat", "throttled_usec 0\n");
        put("sys/fs/cgroup/container/cpu.stat", "throttled_usec 5\n");
        MachineWatch generatorAlone = new MachineWatch(root, OptionalInt.empty(), List.of());
        MachineWatch both = new MachineWatch(root, OptionalInt.empty(), List.of(4711L));
        MachineWatch gone = new MachineWatch(root, OptionalInt.empty(), List.of(4712L));
        put("sys/fs/cgroup/container/cpu.stat", "throttled_usec 80005\n");
        assertThat(both.end(0).throttledNanos()).isEqualTo(80_000_000);
        assertThat(generatorAlone.end(0).throttledNanos()).isZero();
        assertThat(gone.end(0).throttledNanos()).as("one whose group cannot be read").isZero();
    }

    @Test
    void aGroupThatIsNotSeenHereIsNotTakenForOneOfTheSameNameThatIs() throws IOException {
        put("proc/self/cgroup", "0::/\n");
        put("proc/4711/cgroup", "0::/../container\n");
        put("proc/4712/cgroup", "0::/..\n");
        put("sys/fs/cgroup/container/cpu.stat", "throttled_usec 5\n");
        CgroupFacts facts = new CgroupFacts(root);
        assertThat(facts.groups("4711", "cpu")).isEmpty();
        assertThat(facts.groups("4712", "cpu")).isEmpty();
        MachineWatch watch = new MachineWatch(root, OptionalInt.empty(), List.of(4711L));
        put("sys/fs/cgroup/container/cpu.stat", "throttled_usec 80005\n");
        assertThat(watch.end(0).throttledNanos()).isNull();
    }

    @Test
    void inVersion1TheServersGroupIsThatOfTheCpuControllerToo() throws IOException {
        put("proc/self/cgroup", "4:cpu,cpuacct:/\n0::/\n");
        put("proc/4711/cgroup", "9:name=systemd:/else\n4:cpu,cpuacct:/batch\n0::/\n");
        put("sys/fs/cgroup/cpu/batch/cpu.stat", "nr_throttled 3\nthrottled_time 40\n");
        MachineWatch watch = new MachineWatch(root, OptionalInt.empty(), List.of(4711L));
        put("sys/fs/cgroup/cpu/batch/cpu.stat", "nr_throttled 4\nthrottled_time 52\n");
        assertThat(watch.end(0).throttledNanos()).isEqualTo(12);
    }

    @Test
    void whereNoGroupTellsThrottlingIsNotKnown() throws IOException {
        put("proc/self/cgroup", "0::/\n");
        put("sys/fs/cgroup/cpu.stat", "usage_usec 1\n");
        assertThat(new MachineWatch(root, OptionalInt.empty(), List.of()).end(0).throttledNanos()).isNull();
    }

    private void write(String stat) throws IOException {
        put("proc/stat", stat);
        put("proc/loadavg", "1.25 0.70 0.50 1/100 4711\n");
    }

    private void put(String file, String text) throws IOException {
        Path path = root.resolve(file);
        Files.createDirectories(path.getParent());
        Files.writeString(path, text);
    }
}

package org.echoscale.bench.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.data.Offset.offset;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.echoscale.results.model.Machine;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MachineWatchTest {
    @TempDir
    Path proc;

    @Test
    void sharesAreOfAllCpuTimeAndItsOwnIsNotOthers() throws IOException {
        write("cpu  1000 0 500 8000 20 5 10 40 0 0\ncpu0 1 2 3 4 5 6 7 8 9 10\n");
        MachineWatch watch = new MachineWatch(proc);
        write("cpu  1060 0 520 8090 20 8 17 60 0 0\ncpu0 1 2 3 4 5 6 7 8 9 10\ncpu1 1 2 3 4 5 6 7 8 9 10\n");
        // 200 ticks: 80 of processes, 10 of interrupts, 90 idle, 20 stolen

        Machine machine = watch.end(500_000_000); // 50 ticks are generator and server

        assertThat(machine.stealShare()).isCloseTo(0.10, offset(1e-9));
        assertThat(machine.otherCpuShare()).isCloseTo(0.15, offset(1e-9));
        assertThat(machine.loadAverage()).isEqualTo(1.25);
        assertThat(watch.cpus()).isEqualTo(2);
    }

    @Test
    void whatAServerOfUnknownCpuTimeTookIsNotTakenForThatOfOthers() throws IOException {
        write("cpu  1 0 0 1 0 0 0 0 0 0\n");
        MachineWatch watch = new MachineWatch(proc);
        write("cpu  9 0 0 9 0 0 0 0 0 0\n");
        assertThat(watch.end(-1).otherCpuShare()).isNull();
    }

    @Test
    void aSystemThatTellsNothingLeavesBlanks() {
        Machine machine = new MachineWatch(proc).end(0);
        assertThat(machine.stealShare()).isNull();
        assertThat(machine.loadAverage()).isNull();
    }

    @Test
    void throttlingIsReadFromBothVersionsOfControlGroups() {
        assertThat(MachineWatch.throttled("nr_periods 3\nnr_throttled 2\nthrottled_usec 17\n")).contains(17_000L);
        assertThat(MachineWatch.throttled("nr_periods 3\nthrottled_time 17\n")).contains(17L);
        assertThat(MachineWatch.throttled("usage_usec 17\n")).isEmpty();
    }

    private void write(String stat) throws IOException {
        Files.writeString(proc.resolve("stat"), stat);
        Files.writeString(proc.resolve("loadavg"), "1.25 0.70 0.50 1/100 4711\n");
    }
}

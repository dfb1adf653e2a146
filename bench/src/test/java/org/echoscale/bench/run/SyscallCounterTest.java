package org.echoscale.bench.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.SortedMap;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SyscallCounterTest {
    private static final int LINES = 100;

    @TempDir
    Path folder;

    @Test
    void theTableOfStraceIsReadWithAndWithoutErrors() {
        assertThat(SyscallCounter.STRACE.parse("""
            % time     seconds  usecs/call     calls    errors syscall
            ------ ----------- ----------- --------- --------- ----------------
             61.02    0.000100           1       120           recvfrom
             38.98    0.000064           0        80         3 epoll_pwait
              0.00    0.000000           0         2           pread64
            ------ ----------- ----------- --------- --------- ----------------
            100.00    0.000164           0       202         3 total
            """)).isEqualTo(Map.of("recvfrom", 120L, "epoll_pwait", 80L, "pread64", 2L));
    }

    @Test
    void theTableOfPerfIsReadWithoutWhatNeverHappened() {
        assertThat(SyscallCounter.PERF.parse("""
            # started on Mon Nov 23 17:41:36 2026

            120,,syscalls:sys_enter_read,1000,100.00,,
            0,,syscalls:sys_enter_poll,1000,100.00,,
            <not counted>,,syscalls:sys_enter_write,0,0.00,,
            """)).isEqualTo(Map.of("read", 120L));
    }

    @Test
    void straceIsTakenBeforePerfAndNothingWhereNeitherIs() throws Exception {
        assertThat(SyscallCounter.onPath(folder.toString())).isEmpty();
        assertThat(SyscallCounter.onPath("")).isEmpty();
        program("perf");
        assertThat(SyscallCounter.onPath("/nowhere:" + folder)).contains(SyscallCounter.PERF);
        program("strace");
        assertThat(SyscallCounter.onPath("/nowhere:" + folder)).contains(SyscallCounter.STRACE);
    }

    @Test
    void eachCallOfAProcessIsCountedWhileSomethingIsDone() throws Exception {
        if (SyscallCounter.onPath().orElse(null) != SyscallCounter.STRACE) {
            assertThat(System.getenv("CI")).as("no strace on the PATH").isNull();
            Assumptions.abort("no strace on the PATH");
        }
        Process cat = new ProcessBuilder("cat").start();
        try {
            SortedMap<String, Long> calls = SyscallCounter.STRACE.count(cat.pid(), () -> echoLines(cat));

            // One read is under way when strace comes and one when it leaves; each may be counted or not.
            assertThat(calls.get("write")).isEqualTo(LINES);
            assertThat(calls.get("read")).isBetween(LINES - 1L, LINES + 1L);
            echoLines(cat); // it goes on as if nothing had been
        } finally {
            cat.destroyForcibly().waitFor();
        }
    }

    @Test
    void perfCountsTheSameWhereItMay() throws Exception {
        Process cat = new ProcessBuilder("cat").start();
        try {
            SortedMap<String, Long> calls = SyscallCounter.PERF.count(cat.pid(), () -> echoLines(cat));

            assertThat(calls).containsEntry("write", (long) LINES).containsEntry("read", (long) LINES);
        } catch (SyscallCounter.NotCounted e) {
            Assumptions.abort("perf may not count here: " + e.getMessage());
        } finally {
            cat.destroyForcibly().waitFor();
        }
    }

    @Test
    void aProcessThatIsNotThereIsSaidInOneLine() throws Exception {
        if (SyscallCounter.onPath().orElse(null) != SyscallCounter.STRACE) {
            assertThat(System.getenv("CI")).as("no strace on the PATH").isNull();
            Assumptions.abort("no strace on the PATH");
        }
        Process gone = new ProcessBuilder("true").start();
        gone.waitFor();
        assertThatThrownBy(() -> SyscallCounter.STRACE.count(gone.pid(), () -> {
            throw new AssertionError("must not begin");
        })).isInstanceOf(SyscallCounter.NotCounted.class).hasMessageStartingWith("strace could not begin: ");
    }

    private static void echoLines(Process cat) throws java.io.IOException {
        OutputStream to = cat.getOutputStream();
        InputStream from = cat.getInputStream();
        byte[] line = "a line\n".getBytes(StandardCharsets.UTF_8);
        for (int i = 0; i < LINES; i++) {
            to.write(line);
            to.flush();
            assertThat(from.readNBytes(line.length)).isEqualTo(line);
        }
    }

    private void program(String name) throws Exception {
        Path file = Files.writeString(folder.resolve(name), "#!/bin/sh\n");
        assertThat(file.toFile().setExecutable(true)).isTrue();
    }
}

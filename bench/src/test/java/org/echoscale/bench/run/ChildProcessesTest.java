package org.echoscale.bench.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.echoscale.bench.limits.KernelFile;
import org.echoscale.syscalls.Syscalls;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ChildProcessesTest {
    private final List<ProcessHandle> started = new ArrayList<>();

    @AfterEach
    void endAll() {
        started.forEach(ProcessHandle::destroyForcibly);
    }

    @Test
    void aProcessWithoutChildrenIsAllOfItsServer() throws IOException {
        Shell shell = start("read x; i=0; while [ $i -lt 1000 ]; do i=$((i+1)); done; echo done; read x");
        ChildProcesses children = new ChildProcesses(shell.pid());
        shell.goOnUntil("done");
        assertThat(children.uncounted()).isEmpty();
    }

    @Test
    void aChildThatWorksTooIsNotInItsFigures() throws IOException {
        Shell shell = start("(while :; do :; done) & echo ready; read x");
        shell.awaitLine("ready");
        ChildProcesses children = new ChildProcesses(shell.pid());
        untilUsed(shell.child(), 10_000_000);
        assertThat(children.uncounted()).get()
                .asString()
                .startsWith("process " + shell.pid() + " has 1 child that used ");
    }

    @Test
    void aChildThatOnlyWaitsDoesNotMatter() throws IOException {
        Shell shell = start("sleep 600 & echo ready; read x; echo done; read x");
        shell.awaitLine("ready");
        untilAsleep(shell.child());
        ChildProcesses children = new ChildProcesses(shell.pid());
        shell.goOnUntil("done");
        assertThat(children.uncounted()).isEmpty();
    }

    @Test
    void aChildThatBeganMeanwhileMayHaveDoneAnything() throws IOException {
        Shell shell = start("read x; sleep 600 & echo begun; read x");
        ChildProcesses children = new ChildProcesses(shell.pid());
        shell.goOnUntil("begun");
        started.add(shell.child());
        assertThat(children.uncounted()).get().asString().contains("began or ended meanwhile");
    }

    @Test
    void whatThisProgramStartedItselfIsNoWorkerOfAServerInIt() throws IOException {
        ChildProcesses children = new ChildProcesses(ProcessHandle.current().pid());
        start("echo begun; read x").awaitLine("begun");
        assertThat(children.uncounted()).isEmpty();
    }

    @Test
    void aChildThatCameAndWentIsFoundByTheTimeItUsed() throws IOException {
        Shell shell = start(
                "read x; (i=0; while [ $i -lt 300000 ]; do i=$((i+1)); done); echo gone; read x");
        ChildProcesses children = new ChildProcesses(shell.pid());
        shell.goOnUntil("gone");
        assertThat(children.uncounted()).get().asString().contains("began or ended meanwhile");
    }

    private Shell start(String script) throws IOException {
        Process process = new ProcessBuilder("sh", "-c", script).start();
        started.add(process.toHandle());
        return new Shell(process, process.inputReader(), process.outputWriter());
    }

    private static void untilUsed(ProcessHandle child, long nanos) {
        try (Syscalls calls = Syscalls.open()) {
            int clock = Syscalls.processCpuClock(child.pid());
            long end = calls.clockNanos(clock) + nanos;
            while (calls.clockNanos(clock) < end) {
                Thread.onSpinWait();
            }
        }
    }

    /** It has become sleep(1), which goes to sleep as the last thing that it does. */
    private static void untilAsleep(ProcessHandle child) {
        while (!child.info().command().orElse("").contains("sleep")
                || !stat(child.pid()).contains(") S ")) {
            Thread.onSpinWait();
        }
    }

    private static String stat(long pid) {
        return KernelFile.text(Path.of("/proc", Long.toString(pid), "stat"))
                .orElse("");
    }

    private final class Shell {
        private final Process process;
        private final BufferedReader out;
        private final BufferedWriter in;

        Shell(Process process, BufferedReader out, BufferedWriter in) {
            this.process = process;
            this.out = out;
            this.in = in;
        }

        long pid() {
            return process.pid();
        }

        ProcessHandle child() {
            ProcessHandle child = process.children().findFirst().orElseThrow();
            started.add(child);
            return child;
        }

        void awaitLine(String line) throws IOException {
            assertThat(out.readLine()).isEqualTo(line);
        }

        void goOnUntil(String line) throws IOException {
            in.write("\n");
            in.flush();
            awaitLine(line);
        }
    }
}

package org.echoscale.bench.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.options.OptionsBuilder;

/** The calls of the suite SyscallOverhead from C: what a downcall and JNI are held against. */
class SystemCallsInCTest {
    @TempDir
    private Path folder;

    @Test
    void theProgramInCMakesTheSameCalls() throws Exception {
        assertThat(nanosInC(1000)).containsOnlyKeys("getppid", "lseek", "clock")
                .allSatisfy((call, nanos) -> assertThat(nanos).isPositive());
    }

    /** Prints what it finds; run it while nothing else runs. Not part of the usual build, see {@link ManyConnectionsTest}. */
    @Tag("acceptance")
    @Test
    void aCallFromJavaBesideTheSameFromC() throws Exception {
        Map<String, Double> inC = nanosInC(1_000_000);
        for (RunResult result : new Runner(
                new OptionsBuilder().include("SyscallOverhead\\.(getppid|lseek|clock)").forks(2).build()).run()) {
            String method = result.getPrimaryResult().getLabel();
            String call = method.replaceFirst("[A-Z].*", "");
            double nanos = result.getPrimaryResult().getScore();
            System.out.printf("%s: %.1f ns, %s in C: %.1f ns, %.1f ns more%n", method, nanos, call, inC.get(call),
                    nanos - inC.get(call));
            assertThat(nanos).isPositive();
        }
    }

    private Map<String, Double> nanosInC(long calls) throws Exception {
        Process process = new ProcessBuilder(CPrograms.compile("system_calls", folder).toString(), Long.toString(calls))
                .redirectErrorStream(true)
                .start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(said).isZero();
        return said.lines()
                .map(line -> line.split(" ", -1))
                .collect(Collectors.toMap(words -> words[0], words -> Double.valueOf(words[1])));
    }
}

package org.echoscale.bench.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The program in C that wait calls are held against answers as docs/waits.md has it. */
class WaitsAgainstCTest {
    @TempDir
    private Path folder;

    @ParameterizedTest
    @CsvSource({"tcp", "pipe", "eventfd"})
    void theProgramInCMeasuresEveryMechanismAndMode(String kind) throws Exception {
        Process program = new ProcessBuilder(CPrograms.compile("wait_cost", folder).toString(), kind, "100", "-1")
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        try (BufferedReader answers = program.inputReader(StandardCharsets.UTF_8);
                Writer requests = program.outputWriter(StandardCharsets.UTF_8)) {
            assertThat(answers.readLine()).isEqualTo("ready 100");
            for (String mechanism : new String[]{"select-bitmap", "poll", "epoll-lt", "epoll-et"}) {
                for (String mode : new String[]{"call", "blocking", "blocking-last", "iteration"}) {
                    requests.write("slice " + mechanism + " " + mode + " 70 7 1000 0.3\n");
                    requests.flush();
                    assertThat(answers.readLine()).matches(mechanism.equals("epoll-et") && !mode.equals("iteration")
                            ? "failed no epoll-et in mode .*"
                            : "measured [1-9]\\d* [1-9]\\d* [1-9]\\d*");
                }
            }
            requests.write("slice poll call 101 1 1000 0\n");
            requests.flush();
            assertThat(answers.readLine()).isEqualTo("failed no 1 ready of 101 descriptors here");
        }
        assertThat(program.waitFor(10, TimeUnit.SECONDS)).isTrue();
        assertThat(program.exitValue()).isZero();
    }
}

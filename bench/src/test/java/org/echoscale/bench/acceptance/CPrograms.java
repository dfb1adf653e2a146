package org.echoscale.bench.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;

/** The C programs under src/test/c, which ours are held against, compiled anew. */
final class CPrograms {
    private CPrograms() {}

    /** Compiles one; skips the test where there is no gcc, except in continuous integration, where that is a failure. */
    static Path compile(String name, Path folder) throws Exception {
        assumeOnPath("gcc");
        Path program = folder.resolve(name);
        Path source = Path.of("src", "test", "c", name + ".c");
        Process gcc = new ProcessBuilder(List.of("gcc", "-O2", "-Wall", "-Wextra", "-Werror", "-pthread", "-o",
                program.toString(), source.toString())).redirectErrorStream(true).start();
        String said = new String(gcc.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
        assertThat(gcc.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(gcc.exitValue()).as(said).isZero();
        return program;
    }

    /** Skips the test where there is no such program, except in continuous integration, where that is a failure. */
    static void assumeOnPath(String program) throws IOException {
        if (!onPath(program)) {
            assertThat(System.getenv("CI")).as("no %s on the PATH", program).isNull();
            Assumptions.abort("no " + program + " on the PATH");
        }
    }

    private static boolean onPath(String name) throws IOException {
        for (String folder : System.getenv("PATH").split(":", -1)) {
            if (Files.isExecutable(Path.of(folder, name))) {
                return true;
            }
        }
        return false;
    }
}

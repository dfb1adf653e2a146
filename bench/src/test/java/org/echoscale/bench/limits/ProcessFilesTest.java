package org.echoscale.bench.limits;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProcessFilesTest {
    @TempDir
    Path folder;

    @Test
    void readsTheFilesOfAProcessWhateverItsNameContains() throws IOException {
        Files.writeString(folder.resolve("stat"),
                "42 (a ) b (c) S 1 42 42 0 -1 4194304 1 2 3 4 700 35 0 0 20 0 9 0 1 1\n");
        Files.writeString(folder.resolve("status"), "Name:\tx\nVmRSS:\t   2048 kB\nThreads:\t9\n");
        task("42", 5, 1);
        task("43", 10, 2);

        assertThat(new ProcessFiles(folder).usage())
                .contains(new ProcessFiles.Usage(7_000_000_000L, 350_000_000L, 15, 3, 9, 2048 * 1024));
    }

    /** The kernel keeps 15 bytes of a name: here the first of the two of the last letter. */
    @Test
    void aNameThatIsCutInTheMiddleOfALetterHidesNothing() throws IOException {
        byte[] cut = Arrays.copyOf("aaaaaaaaaaaaaaü".getBytes(StandardCharsets.UTF_8), 15);
        write("comm", "", cut, "\n");
        write("stat", "42 (", cut, ") S 1 42 42 0 -1 4194304 1 2 3 4 700 35 0 0 20 0 9 0 4321 1\n");
        write("status", "Name:\t", cut, "\nVmRSS:\t   2048 kB\nThreads:\t9\n");
        ProcessFiles process = new ProcessFiles(folder);

        assertThat(process.name()).contains("aaaaaaaaaaaaaa\ufffd");
        assertThat(process.beganAt()).contains(4321L);
        assertThat(process.usage())
                .contains(new ProcessFiles.Usage(7_000_000_000L, 350_000_000L, 0, 0, 9, 2048 * 1024));
    }

    private void write(String file, String before, byte[] name, String after) throws IOException {
        ByteArrayOutputStream content = new ByteArrayOutputStream();
        content.writeBytes(before.getBytes(StandardCharsets.UTF_8));
        content.writeBytes(name);
        content.writeBytes(after.getBytes(StandardCharsets.UTF_8));
        Files.write(folder.resolve(file), content.toByteArray());
    }

    @Test
    void knowsItsOwnProcess() {
        ProcessFiles.Usage usage = new ProcessFiles(Path.of("/proc/self")).usage().orElseThrow();

        assertThat(usage.userNanos()).isPositive();
        assertThat(usage.threads()).isGreaterThan(1);
        assertThat(usage.residentBytes()).isGreaterThan(1 << 20);
        assertThat(usage.voluntarySwitches()).isPositive();
    }

    @Test
    void nothingIsKnownOfAProcessThatHasEnded() {
        assertThat(new ProcessFiles(folder.resolve("none")).usage()).isEmpty();
    }

    @Test
    void aProcessHasEndedAlsoWhileNobodyHasAskedForItsExitCodeUnlessOneOfItsThreadsLives() throws IOException {
        assertThat(beganAt("S", 1)).contains(4321L);
        assertThat(beganAt("Z", 1)).isEmpty();
        assertThat(beganAt("Z", 2)).contains(4321L);
        assertThat(beganAt("X", 0)).isEmpty();
        assertThat(new ProcessFiles(folder.resolve("none")).beganAt()).isEmpty();
    }

    private Optional<Long> beganAt(String state, int threads) throws IOException {
        Files.writeString(folder.resolve("stat"), "42 (a ) Z (c) " + state
                + " 1 42 42 0 -1 4194304 1 2 3 4 700 35 0 0 20 0 " + threads + " 0 4321 1\n");
        return new ProcessFiles(folder).beganAt();
    }

    @Test
    void theNameOfItsProgramCannotDriveATerminal() throws IOException {
        Files.writeString(folder.resolve("comm"), "a\u001b[31m\u009b\u202eb\n");
        assertThat(new ProcessFiles(folder).name()).contains("a [31m  b");
        assertThat(new ProcessFiles(folder.resolve("none")).name()).isEmpty();
    }

    @Test
    void tellsTheCpuTimeOfEachThreadButNotOfTheCompilers() throws IOException {
        thread("42", "a ) b (c", 700, 35);
        thread("43", "C2 CompilerThre", 900, 1);
        thread("44", "C1 CompilerThre", 900, 1);
        thread("45", "C2", 2, 3);

        assertThat(new ProcessFiles(folder).threadNanos()).containsOnly(Map.entry("42", 7_350_000_000L),
                Map.entry("45", 50_000_000L));
    }

    private void thread(String id, String name, long user, long system) throws IOException {
        Files.writeString(Files.createDirectories(folder.resolve("task").resolve(id)).resolve("stat"), id + " (" + name
                + ") S 1 42 42 0 -1 4194304 1 2 3 4 " + user + " " + system + " 0 0 20 0 9 0 1 1\n");
    }

    private void task(String id, long voluntary, long involuntary) throws IOException {
        Path task = Files.createDirectories(folder.resolve("task").resolve(id));
        Files.writeString(task.resolve("status"),
                "voluntary_ctxt_switches:\t" + voluntary + "\nnonvoluntary_ctxt_switches:\t" + involuntary + "\n");
    }
}

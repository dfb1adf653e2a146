package org.echoscale.bench.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.echoscale.bench.limits.ProcessFiles;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BusiestThreadTest {
    @TempDir
    Path folder;

    @Test
    void isTheThreadThatUsedMostInTheWindowAndNotTheOneThatEverUsedMost() throws IOException {
        BusiestThread busiest = process("0-7", 9);
        thread("1", 9_000);
        thread("2", 100);
        busiest.begin();
        thread("1", 9_010);
        thread("2", 190);
        thread("3", 50);
        busiest.end();
        assertThat(busiest.nanos()).isEqualTo(900_000_000L);
    }

    @Test
    void ofAProcessWithOneCpuItSaysNothingThatTheProcessDoesNot() throws IOException {
        assertThat(used(process("3", 9))).isZero();
        assertThat(used(process("0-7", 9))).isEqualTo(900_000_000L);
    }

    @Test
    void ofVeryManyThreadsNoneIsLookedAt() throws IOException {
        assertThat(used(process("0-7", BusiestThread.MOST_THREADS + 1))).isZero();
        assertThat(used(process("0-7", BusiestThread.MOST_THREADS))).isEqualTo(900_000_000L);
    }

    private long used(BusiestThread busiest) throws IOException {
        thread("1", 10);
        busiest.begin();
        thread("1", 100);
        busiest.end();
        return busiest.nanos();
    }

    private BusiestThread process(String cpus, int threads) throws IOException {
        Files.writeString(folder.resolve("status"), "Threads:\t" + threads + "\nCpus_allowed_list:\t" + cpus + "\n");
        return new BusiestThread(new ProcessFiles(folder));
    }

    private void thread(String id, long ticks) throws IOException {
        Files.writeString(Files.createDirectories(folder.resolve("task").resolve(id)).resolve("stat"),
                id + " (x) S 1 42 42 0 -1 4194304 1 2 3 4 " + ticks + " 0 0 0 20 0 9 0 1 1\n");
    }
}

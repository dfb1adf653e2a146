package org.echoscale.bench.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.echoscale.bench.limits.ProcessFiles;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LifetimeTest {
    @TempDir
    Path folder;

    @Test
    void aProcessThatLivesHasNotEnded() throws IOException {
        began("S", 100);
        assertThat(lifetime().endsWithin(Duration.ZERO)).isFalse();
    }

    @Test
    void anEndIsAwaited() throws Exception {
        Process sleep = new ProcessBuilder("sleep", "1000").start();
        try {
            Lifetime lifetime = new Lifetime(new ProcessFiles(Path.of("/proc", Long.toString(sleep.pid()))));
            assertThat(lifetime.endsWithin(Duration.ZERO)).isFalse();
            sleep.destroyForcibly();
            assertThat(lifetime.endsWithin(Duration.ofSeconds(60))).isTrue();
        } finally {
            sleep.destroyForcibly().waitFor();
        }
    }

    @Test
    void anotherProcessOfTheSameNumberIsNotTheSame() throws IOException {
        began("S", 100);
        Lifetime first = lifetime();
        began("S", 101);
        assertThat(first.endsWithin(Duration.ZERO)).isTrue();
    }

    @Test
    void whatWasNeverThereDoesNotEnd() {
        assertThat(lifetime().endsWithin(Duration.ZERO)).isFalse();
    }

    private Lifetime lifetime() {
        return new Lifetime(new ProcessFiles(folder));
    }

    private void began(String state, int ticks) throws IOException {
        Files.writeString(folder.resolve("stat"),
                "42 (x) " + state + " 1 42 42 0 -1 4194304 1 2 3 4 700 35 0 0 20 0 1 0 " + ticks + " 1\n");
    }
}

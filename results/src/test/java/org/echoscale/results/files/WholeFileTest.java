package org.echoscale.results.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WholeFileTest {
    private static final byte[] CONTENT = "measured".getBytes(StandardCharsets.UTF_8);

    @TempDir
    Path folder;

    /** As Ctrl-C does while results are written. */
    @Test
    void aThreadThatIsInterruptedWritesAllTheSame() throws IOException {
        Thread.currentThread().interrupt();
        try {
            WholeFile.write(folder.resolve("results"), CONTENT);
        } finally {
            assertThat(Thread.interrupted()).as("still interrupted").isTrue();
        }
        assertThat(folder.resolve("results")).hasBinaryContent(CONTENT);
    }

    @Test
    void anEarlierOneIsReplacedAndALinkIsNotFollowed() throws IOException {
        Path elsewhere = Files.writeString(folder.resolve("elsewhere"), "mine");
        Path results = Files.createSymbolicLink(folder.resolve("results"), elsewhere);
        Files.createSymbolicLink(folder.resolve(".results.new"), elsewhere);
        WholeFile.write(results, CONTENT);
        WholeFile.write(results, CONTENT);
        assertThat(results).isRegularFile().hasBinaryContent(CONTENT);
        assertThat(Files.isSymbolicLink(results)).isFalse();
        assertThat(elsewhere).hasContent("mine");
    }

    @Test
    void whatCannotBeWrittenLeavesTheEarlierOne() throws IOException {
        Path results = Files.writeString(folder.resolve("results"), "earlier");
        Files.createDirectories(folder.resolve(".results.new/in-the-way"));
        assertThatThrownBy(() -> WholeFile.write(results, CONTENT)).isInstanceOf(IOException.class);
        assertThat(results).hasContent("earlier");
    }
}

package org.echoscale.bench.server;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProgramFilesTest {
    @TempDir
    Path folder;

    private Path jar = Path.of(".");
    private String classPath = "";

    @BeforeEach
    void makeJar() throws IOException {
        jar = Files.writeString(folder.resolve("program.jar"), "one");
        classPath = jar + File.pathSeparator + folder + File.pathSeparator + folder.resolve("absent.jar");
    }

    @Test
    void filesThatStayAsTheyWereAreFine() throws IOException {
        ProgramFiles files = ProgramFiles.of(classPath);
        Files.writeString(folder.resolve("another.txt"), "in a folder of the class path");

        assertThatCode(files::requireUnchanged).doesNotThrowAnyException();
    }

    @Test
    void aJarThatWasBuiltAgainIsNamedAlsoWhenItIsAsLargeAsBefore() throws IOException {
        ProgramFiles files = ProgramFiles.of(classPath);
        Files.writeString(jar, "two");
        Files.setLastModifiedTime(jar, FileTime.from(Instant.now().plusSeconds(5)));

        assertThatThrownBy(files::requireUnchanged)
                .hasMessageStartingWith("the program was rebuilt meanwhile: " + jar);
    }

    @Test
    void aJarThatIsGoneIsNamed() throws IOException {
        ProgramFiles files = ProgramFiles.of(classPath);
        Files.delete(jar);

        assertThatThrownBy(files::requireUnchanged).hasMessageContaining(jar.toString());
    }
}

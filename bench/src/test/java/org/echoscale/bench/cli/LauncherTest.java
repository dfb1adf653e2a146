package org.echoscale.bench.cli;

import static java.nio.file.attribute.PosixFilePermissions.fromString;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The launcher in a repository made for it, with JDKs and a Maven that only tell how they were called. */
@Timeout(60)
class LauncherTest {
    private static final Instant OLD = Instant.parse("2020-01-01T00:00:00Z");

    @TempDir
    Path folder;

    private Path repository = Path.of(".");
    private Path jar = Path.of(".");

    @BeforeEach
    void makeRepository() throws IOException {
        repository = Files.createDirectory(folder.resolve("a repository"));
        jar = repository.resolve("bench/target/echoscale.jar");
        Files.copy(Path.of("../echoscale"), repository.resolve("echoscale"));
        Files.setPosixFilePermissions(repository.resolve("echoscale"), fromString("rwxr-xr-x"));
        for (String source : List.of("pom.xml", "bench/pom.xml", "plans/quick.plan", "core/src/main/java/A.java")) {
            Path file = repository.resolve(source);
            Files.createDirectories(file.getParent());
            Files.writeString(file, "text");
        }
        age(repository);
        jdk("jdk-25", "25.0.3");
        jdk("jdk-17", "17.0.15");
    }

    @Test
    void runsAFreshJarOnTheJdkThatWasNamed() throws Exception {
        makeJar();
        Started started = launch(Map.of("ECHOSCALE_JAVA_HOME", path("jdk-25")), repository.resolve("echoscale"), "run",
                "two words");
        assertThat(started.out()).startsWith("jdk-25:")
                .contains(" --enable-native-access=ALL-UNNAMED ",
                        " --sun-misc-unsafe-memory-access=allow ",
                        "-cp " + jar + " org.echoscale.bench.cli.Main run <two words>");
        assertThat(started.err()).isEmpty();
        assertThat(started.exitCode()).isEqualTo(3); // that of the program
    }

    @Test
    void passesOverAJavaHomeThatIsTooOld() throws Exception {
        makeJar();
        assertThat(launch(Map.of("JAVA_HOME", path("jdk-17")), repository.resolve("echoscale")).out())
                .doesNotStartWith("jdk-17:");
        assertThat(launch(Map.of("JAVA_HOME", path("jdk-25")), repository.resolve("echoscale")).out())
                .startsWith("jdk-25:");
    }

    @Test
    void findsAJdkBehindALinkOnThePath() throws Exception {
        makeJar();
        Path bin = Files.createDirectories(folder.resolve("bin"));
        Files.createSymbolicLink(bin.resolve("java"), Path.of("../jdk-25/bin/java"));
        assertThat(launch(Map.of("PATH", bin + ":/usr/bin:/bin"), repository.resolve("echoscale")).out())
                .startsWith("jdk-25:");
    }

    @Test
    void aNamedJdkThatIsTooOldIsAnErrorOfOneLine() throws Exception {
        makeJar();
        Started started = launch(Map.of("ECHOSCALE_JAVA_HOME", path("jdk-17")), repository.resolve("echoscale"));
        assertThat(started.err()).isEqualTo("echoscale: ECHOSCALE_JAVA_HOME is " + path("jdk-17")
                + ", which is not a JDK 25 or newer (set it to one, or unset it)\n");
        assertThat(started.exitCode()).isEqualTo(ExitCode.INTERNAL);
    }

    @Test
    void worksThroughALinkFromAnotherFolder() throws Exception {
        makeJar();
        Path elsewhere = Files.createDirectory(folder.resolve("elsewhere"));
        Files.createSymbolicLink(elsewhere.resolve("first"), Path.of("../a repository/echoscale"));
        Path link = Files.createSymbolicLink(elsewhere.resolve("second"), Path.of("first"));
        assertThat(launch(Map.of("ECHOSCALE_JAVA_HOME", path("jdk-25")), link).out()).contains("-cp " + jar + " ");
    }

    @Test
    void buildsWhatIsMissingAndThenRunsIt() throws Exception {
        maven("mkdir -p bench/target && echo jar > bench/target/echoscale.jar");
        Started first = launch(withMaven(), repository.resolve("echoscale"));
        assertThat(first.err()).isEqualTo(
                "echoscale: building, which takes a minute or two, longer when Maven has to load libraries (log: "
                        + repository.resolve("bench/target/build.log") + ")\n");
        assertThat(first.out()).startsWith("jdk-25:");
        Started second = launch(withMaven(), repository.resolve("echoscale"));
        assertThat(second.err()).isEmpty();
    }

    @Test
    void buildsAgainWhenASourceOrPlanIsNewer() throws Exception {
        maven("echo jar > bench/target/echoscale.jar");
        for (String changed : List.of("pom.xml", "bench/pom.xml", "plans/quick.plan", "core/src/main/java/A.java")) {
            makeJar();
            Files.setLastModifiedTime(repository.resolve(changed), FileTime.from(Instant.now().plusSeconds(60)));
            assertThat(launch(withMaven(), repository.resolve("echoscale")).err()).as(changed).contains("building");
            Files.setLastModifiedTime(repository.resolve(changed), FileTime.from(OLD));
        }
    }

    @Test
    void buildsAgainWhenASourceWasDeleted() throws Exception {
        maven("echo jar > bench/target/echoscale.jar");
        makeJar();
        Files.setLastModifiedTime(jar, FileTime.from(OLD.plusSeconds(60)));
        Files.delete(repository.resolve("core/src/main/java/A.java"));
        assertThat(launch(withMaven(), repository.resolve("echoscale")).err()).contains("building");
    }

    @Test
    void aBuildThatFailsIsOneLineWithTheCauseAndLeavesNoJar() throws Exception {
        maven("echo half > bench/target/echoscale.jar; echo '[ERROR] /src/A.java:[1,2] no such type'; exit 1");
        Started started = launch(withMaven(), repository.resolve("echoscale"));
        assertThat(started.err().lines().toList()).hasSize(2)
                .last()
                .isEqualTo("echoscale: the build failed:"
                        + " /src/A.java:[1,2] no such type (all of it: " + repository.resolve("bench/target/build.log")
                        + ")");
        assertThat(started.exitCode()).isEqualTo(ExitCode.INTERNAL);
        assertThat(jar).doesNotExist();
    }

    @Test
    void aRuntimeWithoutACompilerRunsAFreshJarAndBuildsNone() throws Exception {
        Files.delete(folder.resolve("jdk-25/bin/javac"));
        Started building = launch(withMaven(), repository.resolve("echoscale"));
        assertThat(building.err()).startsWith("echoscale: ECHOSCALE_JAVA_HOME is " + path("jdk-25")
                + ", which is not a JDK 25 or newer with a compiler (bin/javac) to build with");
        assertThat(building.exitCode()).isEqualTo(ExitCode.INTERNAL);

        makeJar();
        assertThat(launch(withMaven(), repository.resolve("echoscale")).out()).startsWith("jdk-25:");
    }

    @Test
    void ofTwoFirstStartsOneBuildsAndTheOtherTakesNoHalfAJar() throws Exception {
        maven("echo half > bench/target/echoscale.jar; echo built >> ../builds; until [ -e ../go ]; do sleep 0.01; done; echo jar > bench/target/echoscale.jar");
        Path first = folder.resolve("first.err");
        Path second = folder.resolve("second.err");
        Process one = start(withMaven(), first);
        awaitText(folder.resolve("builds"), "built");
        Process other = start(withMaven(), second);
        awaitText(second, "another start of it is building");
        Files.createFile(folder.resolve("go"));

        assertThat(one.waitFor()).isEqualTo(3);
        assertThat(other.waitFor()).isEqualTo(3);
        assertThat(folder.resolve("builds")).hasContent("built");
    }

    private Process start(Map<String, String> environment, Path err) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(repository.resolve("echoscale").toString());
        builder.environment().putAll(environment);
        return builder.redirectError(err.toFile()).redirectOutput(ProcessBuilder.Redirect.DISCARD).start();
    }

    private static void awaitText(Path file, String text) throws IOException {
        long deadline = System.nanoTime() + 20_000_000_000L;
        while (!Files.exists(file) || !Files.readString(file).contains(text)) {
            assertThat(System.nanoTime()).as("'%s' in %s", text, file).isLessThan(deadline);
            Thread.onSpinWait();
        }
    }

    private Map<String, String> withMaven() {
        return Map.of("PATH", folder.resolve("maven") + ":/usr/bin:/bin", "ECHOSCALE_JAVA_HOME", path("jdk-25"));
    }

    private void makeJar() throws IOException {
        Files.createDirectories(jar.getParent());
        Files.writeString(jar, "jar");
    }

    private void jdk(String name, String version) throws IOException {
        executable(folder.resolve(name).resolve("bin/java"), "printf '" + name
                + ":'; for word in \"$@\"; do case $word in *\" two\"*|two*) printf ' <%s>' \"$word\";;"
                + " *) printf ' %s' \"$word\";; esac; done; exit 3");
        executable(folder.resolve(name).resolve("bin/javac"), "exit 1"); // that of the builds here is a script
        Files.writeString(folder.resolve(name).resolve("release"),
                "IMPLEMENTOR=\"x\"\nJAVA_VERSION=\"" + version + "\"\n");
    }

    private void maven(String script) throws IOException {
        executable(folder.resolve("maven/mvn"), script);
    }

    private static void executable(Path file, String script) throws IOException {
        Files.createDirectories(file.getParent());
        Files.writeString(file, "#!/bin/sh\n" + script + "\n");
        Files.setPosixFilePermissions(file, fromString("rwxr-xr-x"));
    }

    private static void age(Path tree) throws IOException {
        try (var files = Files.walk(tree)) {
            for (Path file : files.toList()) {
                Files.setLastModifiedTime(file, FileTime.from(OLD));
            }
        }
    }

    private String path(String jdk) {
        return folder.resolve(jdk).toString();
    }

    private static Started launch(Map<String, String> environment, Path launcher, String... words) throws Exception {
        List<String> command = new ArrayList<>(List.of(launcher.toString()));
        command.addAll(List.of(words));
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.environment().keySet().removeAll(List.of("JAVA_HOME", "ECHOSCALE_JAVA_HOME", "HOME"));
        builder.environment().putAll(environment);
        Path err = Files.createTempFile("launcher", ".err");
        Process process = builder.redirectError(err.toFile()).start();
        String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        int exitCode = process.waitFor();
        String errors = Files.readString(err);
        Files.delete(err);
        return new Started(exitCode, out, errors);
    }

    /** What the launcher printed, and its exit code. */
    private record Started(int exitCode, String out, String err) {}
}

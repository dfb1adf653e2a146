package org.echoscale.bench.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.jar.JarOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CatalogTest {
    @TempDir
    Path folder;

    @Test
    void knowsTheTransportsOfTheProject() {
        assertThat(Catalog.load(List.of()).transports().names()).contains("epoll-et", "epoll-lt", "poll", "select");
    }

    @Test
    void aPluginsTransportStandsBesideThem() {
        Catalog catalog = Catalog.load(List.of(PluginJar.withTransport(folder, "own.jar", "\"own\"")));
        assertThat(catalog.transports().names()).contains("own", "epoll-et");
        assertThat(catalog.fromPlugins()).containsExactly("own");
    }

    @Test
    void aPluginsTransportRunsInAServerProcess() throws IOException {
        Catalog catalog = Catalog.load(List.of(PluginJar.withTransport(folder, "own.jar", "\"own\"")));
        try (ServerProcess server = ServerProcess.start(ServerLaunch.of(catalog, "own"), Duration.ofSeconds(60))) {
            assertThat(server.address().getPort()).isPositive();
            server.stop();
        }
    }

    @Test
    void aFileThatDoesNotExistIsNamed() {
        Path absent = folder.resolve("absent.jar");
        assertError(absent, absent + ": no such file");
    }

    @Test
    void aFolderIsNoPlugin() {
        assertError(folder, folder + ": is no file");
    }

    @Test
    void aFileThatIsNoJarIsNamed() throws IOException {
        Path text = Files.writeString(folder.resolve("text.jar"), "not a jar");
        assertError(text, text + ": is no readable jar");
    }

    @Test
    void aJarWithoutATransportIsNamed() throws IOException {
        Path jar = folder.resolve("empty.jar");
        try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(jar))) {
            out.setComment("no transport in here");
        }
        assertError(jar,
                jar + ": declares no transport (it has no META-INF/services/org.echoscale.core.EchoTransport)");
    }

    @Test
    void aServiceFileThatNamesNoClassIsAnError() {
        Path jar = PluginJar.of(folder, "absent-class.jar", "plugged.Absent", "package plugged; final class Own {}");
        assertError(jar, jar + ": its transport cannot be made: ");
    }

    @Test
    void aServiceFileWithoutATransportIsAnError() {
        Path jar = PluginJar.of(folder, "none.jar", "# nothing", "package plugged; final class Own {}");
        assertError(jar, jar + ": has a service file without a transport of its own");
    }

    @Test
    void aTransportThatFailsWhenMadeIsAnErrorWithItsCause() {
        Path jar = PluginJar.of(folder, "broken.jar", "plugged.Own", """
            package plugged;
            public final class Own implements org.echoscale.core.EchoTransport {
                public Own() { throw new IllegalStateException("no licence"); }
                public String name() { return "own"; }
                public org.echoscale.core.Support support() { return null; }
                public org.echoscale.core.EchoServer start(org.echoscale.core.ServerOptions o) { return null; }
            }
            """);
        assertError(jar, jar + ": its transport cannot be made: java.lang.IllegalStateException: no licence");
    }

    @Test
    void aTransportThatFailsWhenAskedIsAnErrorWithItsCause() {
        Path jar = PluginJar.withTransport(folder, "mute.jar", "String.valueOf(1 / Integer.parseInt(\"0\"))");
        assertError(jar, jar + ": plugged.Own does not answer: java.lang.ArithmeticException: / by zero");
    }

    @Test
    void aTransportWithoutANameIsAnError() {
        Path jar = PluginJar.withTransport(folder, "nameless.jar", "null");
        assertError(jar, jar + ": plugged.Own has no name()");
    }

    @Test
    void aNameThatIsTakenIsAnErrorThatNamesBothClasses() {
        Path jar = PluginJar.withTransport(folder, "twin.jar", "\"poll\"");
        assertError(jar, jar + ": two transports are named 'poll': org.echoscale.ffm.");
    }

    @Test
    void aNameThatIsNoNameIsAnError() {
        Path jar = PluginJar.withTransport(folder, "shouting.jar", "\"POLL\"");
        assertError(jar, jar + ": transport name 'POLL' of plugged.Own does not match");
    }

    private static void assertError(Path plugin, String message) {
        assertThatThrownBy(() -> Catalog.load(List.of(plugin))).isInstanceOf(PluginException.class)
                .hasMessageStartingWith("plugin " + message)
                .message()
                .hasLineCount(1);
    }
}

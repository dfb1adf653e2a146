package org.echoscale.bench.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(120)
class ServeCommandTest {

    /** {@code nio-poll} needs an argument of its own for its JVM: the command then starts one that has it. */
    @ParameterizedTest
    @ValueSource(strings = {"poll", "nio-poll"})
    void saysWhereItListensEchoesAndEndsOnSigterm(String transport) throws Exception {
        Process serve = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED", "-cp", System.getProperty("java.class.path"),
                Main.class.getName(), "serve", "--transport", transport)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        try (BufferedReader out = serve.inputReader(StandardCharsets.UTF_8)) {
            String line = out.readLine();
            assertThat(line).matches("listening 127\\.0\\.0\\.1:\\d+ " + transport);
            int port = Integer.parseInt(line.replaceAll(".*:(\\d+) .*", "$1"));
            try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
                socket.getOutputStream().write('x');
                assertThat(socket.getInputStream().read()).isEqualTo('x');
                serve.destroy();
                assertThat(serve.waitFor(60, TimeUnit.SECONDS)).isTrue();
                assertThat(socket.getInputStream().read()).isEqualTo(-1);
            }
            assertThat(serve.exitValue()).isEqualTo(ExitCode.TERMINATED);
        } finally {
            serve.destroyForcibly();
        }
    }
}

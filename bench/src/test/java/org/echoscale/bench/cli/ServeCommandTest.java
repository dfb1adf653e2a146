package org.echoscale.bench.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.echoscale.bench.server.Catalog;
import org.echoscale.bench.server.ServerLaunch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
class ServeCommandTest {

    @Test
    void saysWhereItListensEchoesAndEndsOnSigterm() throws Exception {
        Process serve = new ProcessBuilder(ServerLaunch.of(Catalog.load(List.of()), "poll").command(List.of()))
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        try (BufferedReader out = serve.inputReader(StandardCharsets.UTF_8)) {
            String line = out.readLine();
            assertThat(line).matches("listening 127\\.0\\.0\\.1:\\d+ poll");
            int port = Integer.parseInt(line.replaceAll(".*:(\\d+) poll", "$1"));
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

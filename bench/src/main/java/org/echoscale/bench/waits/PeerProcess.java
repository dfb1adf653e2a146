package org.echoscale.bench.waits;

import java.io.BufferedReader;
import java.io.Closeable;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.echoscale.bench.server.DeafCommand;
import org.echoscale.bench.server.Listening;

/**
 * A process of its own that opens connections and holds them: the other ends of sockets for which the process that waits
 * has no descriptors left. It ends when this one closes its input, or ends itself.
 */
final class PeerProcess implements Closeable {
    private static final String MAIN_CLASS = "org.echoscale.bench.cli.Main";
    private static final int END_SECONDS = 5;

    private final Process process;
    private final BufferedReader output;

    private PeerProcess(Process process) {
        this.process = process;
        this.output = process.inputReader(StandardCharsets.UTF_8);
    }

    /** Starts it; connections come in as it opens them. */
    static PeerProcess start(InetSocketAddress listener, int connections) throws IOException {
        List<String> command = List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED", "-XX:+UseSerialGC", "-Xmx64m", "-XX:TieredStopAtLevel=1", "-cp",
                System.getProperty("java.class.path"), MAIN_CLASS, "wait-peers", Listening.text(listener),
                Integer.toString(connections));
        return new PeerProcess(new ProcessBuilder(DeafCommand.of(command)).redirectErrorStream(true).start());
    }

    /** Its first line, if there is one: how many it has opened, or what went wrong. */
    String said() {
        try {
            return output.ready() ? Objects.requireNonNullElse(output.readLine(), "nothing") : "nothing";
        } catch (IOException e) {
            return String.valueOf(e.getMessage());
        }
    }

    @Override
    public void close() {
        try {
            process.getOutputStream().close();
        } catch (IOException e) {
            // It has ended already.
        }
        process.onExit().completeOnTimeout(process, END_SECONDS, TimeUnit.SECONDS).join();
        process.destroyForcibly();
        process.onExit().join();
    }
}

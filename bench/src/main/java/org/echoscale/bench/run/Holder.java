package org.echoscale.bench.run;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.Writer;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.echoscale.bench.server.Listening;

/**
 * A process of its own that holds idle connections to a server: with several servers of 10,000 connections each, one
 * process has too few descriptors for all. It ends when this one closes its standard input, or ends itself.
 */
final class Holder implements AutoCloseable {
    private static final String MAIN_CLASS = "org.echoscale.bench.cli.Main";

    private final Process process;
    private final BufferedReader answers;
    private final Writer requests;

    private Holder(Process process) {
        this.process = process;
        this.answers = process.inputReader(StandardCharsets.UTF_8);
        this.requests = process.outputWriter(StandardCharsets.UTF_8);
    }

    /** Opens so many connections and keeps them. */
    static Holder open(InetSocketAddress server, int connections) throws IOException {
        List<String> command = List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED", "-XX:+UseSerialGC", "-Xmx64m", "-XX:TieredStopAtLevel=1", "-cp",
                System.getProperty("java.class.path"), MAIN_CLASS, "hold", Listening.text(server),
                Integer.toString(connections));
        Holder holder = new Holder(new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start());
        try {
            holder.expect(connections);
            return holder;
        } catch (IOException e) {
            holder.close();
            throw e;
        }
    }

    /** Checks that all of them still echo. */
    void verify(int connections) throws IOException {
        requests.write("verify\n");
        requests.flush();
        expect(connections);
    }

    private void expect(int connections) throws IOException {
        String answer = answers.readLine();
        if (!Integer.toString(connections).equals(answer)) {
            throw new IOException(
                    "the process that holds " + connections + " idle connections answered '" + answer + "'");
        }
    }

    @Override
    public void close() {
        process.destroy();
        process.onExit().join();
    }
}

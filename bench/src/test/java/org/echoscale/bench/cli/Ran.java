package org.echoscale.bench.cli;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/** What the program printed and its exit code, when run in this JVM. */
record Ran(int exitCode, String out, String err) {

    static Ran program(String... words) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        return program(out, out, words);
    }

    /** With a standard output on which nothing can be written. */
    static Ran intoAFullDisk(String... words) {
        return program(new OutputStream() {
            @Override
            public void write(int b) throws IOException {
                throw new IOException("No space left on device");
            }
        }, new ByteArrayOutputStream(), words);
    }

    private static Ran program(OutputStream target, ByteArrayOutputStream out, String... words) {
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        Terminal terminal = new Terminal(new PrintStream(target, true, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8), false);
        int exitCode = new Main(terminal, Map.of()).run(words);
        return new Ran(exitCode, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
    }
}

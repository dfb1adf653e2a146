package org.echoscale.bench.cli;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Where a command writes.
 *
 * @param out for results
 * @param err for everything else
 * @param hasReader whether what is written to out goes to another process, and to no file or screen: then it cannot be written
 *            only because that process has gone
 */
record Terminal(PrintStream out, PrintStream err, boolean hasReader) {

    /** The program's own. */
    static Terminal system() {
        return new Terminal(System.out, System.err, isPipe(Path.of("/proc/self/fd/1")));
    }

    /** Or a socket. Either has a type and a number in the place of a file's name; see proc_pid_fd(5). */
    private static boolean isPipe(Path descriptor) {
        try {
            String name = Files.readSymbolicLink(descriptor).toString();
            return name.startsWith("pipe:") || name.startsWith("socket:");
        } catch (IOException e) {
            return false; // closed, or not told by this system
        }
    }
}

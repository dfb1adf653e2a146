package org.echoscale.bench.server;

import java.util.ArrayList;
import java.util.List;

/**
 * A command whose process ignores Ctrl-C and SIGTERM from its first moment. Both may be sent to the whole group of processes;
 * the one that started it decides when it ends, and when that one has gone, its input ends.
 */
public final class DeafCommand {
    private static final List<String> DEAF = List.of("/bin/sh", "-c", "trap '' INT TERM; exec \"$@\"", "sh");

    private DeafCommand() {}

    /** The command that runs this one deaf; the process is that of the program, not of a shell around it. */
    public static List<String> of(List<String> command) {
        List<String> deaf = new ArrayList<>(DEAF);
        deaf.addAll(command);
        return deaf;
    }
}

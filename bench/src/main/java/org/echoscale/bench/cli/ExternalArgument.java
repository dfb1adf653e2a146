package org.echoscale.bench.cli;

import java.net.InetSocketAddress;
import java.util.OptionalLong;
import org.echoscale.bench.load.Target;
import org.echoscale.bench.run.ExternalServer;

/** {@code NAME=HOST:PORT,pid=PID,floor} on the command line: a server that is already running. */
final class ExternalArgument {
    static final String LABEL = "NAME=HOST:PORT[,pid=PID][,floor]";

    private ExternalArgument() {}

    static ExternalServer parse(String text) {
        int equals = text.indexOf('=');
        String[] parts = text.substring(equals + 1).split(",", -1);
        if (equals < 0 || text.substring(0, equals).isBlank()) {
            throw wrong(text);
        }
        OptionalLong pid = OptionalLong.empty();
        boolean floor = false;
        for (int i = 1; i < parts.length; i++) {
            if (parts[i].equals("floor")) {
                floor = true;
            } else if (parts[i].startsWith("pid=")) {
                pid = OptionalLong.of(process(parts[i].substring("pid=".length())));
            } else {
                throw wrong(text);
            }
        }
        return new ExternalServer(text.substring(0, equals), new Target(address(parts[0]), pid), floor);
    }

    private static InetSocketAddress address(String text) {
        try {
            return HostAndPort.parse(text);
        } catch (UsageException e) {
            throw new UsageException("--external: " + e.getMessage(), e);
        }
    }

    private static long process(String text) {
        try {
            long pid = Long.parseLong(text);
            if (pid < 1 || ProcessHandle.of(pid).isEmpty()) {
                throw new UsageException("--external: there is no process " + pid + " on this machine");
            }
            return pid;
        } catch (NumberFormatException e) {
            throw new UsageException("--external: '" + text + "' is not a process number");
        }
    }

    private static UsageException wrong(String text) {
        return new UsageException("--external: '" + text + "' is not " + LABEL);
    }
}

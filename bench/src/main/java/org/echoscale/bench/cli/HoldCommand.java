package org.echoscale.bench.cli;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.concurrent.Callable;
import org.echoscale.bench.load.Crowd;
import org.echoscale.bench.load.LoadGenerator;
import org.echoscale.bench.load.OpenConnections;
import org.echoscale.bench.load.Target;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/**
 * {@code hold}: idle connections in a process of their own, for {@code compare}. Prints how many echo once they are open,
 * and again for each line it reads; ends with its standard input.
 */
@Command(name = "hold", hidden = true)
final class HoldCommand implements Callable<Integer> {
    private final Terminal terminal;

    @Parameters(index = "0", paramLabel = "HOST:PORT")
    private String server = "";

    @Parameters(index = "1", paramLabel = "COUNT")
    private int connections;

    HoldCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws IOException {
        Target target = new Target(HostAndPort.parse(server), OptionalLong.empty());
        try (LoadGenerator generator = LoadGenerator.start(OptionalInt.empty());
                OpenConnections open = generator.open(target, new Crowd(connections, 1, 1, 1));
                BufferedReader requests = new BufferedReader(
                        new InputStreamReader(System.in, StandardCharsets.UTF_8))) {
            terminal.out().println(open.counts().opened());
            while (requests.readLine() != null) {
                terminal.out().println(open.verifyAlive().alive());
            }
        }
        return ExitCode.FINE;
    }
}

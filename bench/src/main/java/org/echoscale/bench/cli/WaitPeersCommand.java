package org.echoscale.bench.cli;

import java.io.IOException;
import java.util.concurrent.Callable;
import org.echoscale.bench.waits.Peers;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code wait-peers}: holds the other ends of sockets that another process waits for; ends with its standard input. */
@Command(name = "wait-peers", hidden = true)
final class WaitPeersCommand implements Callable<Integer> {
    private final Terminal terminal;

    @Parameters(index = "0", paramLabel = "HOST:PORT")
    private String listener = "";

    @Parameters(index = "1", paramLabel = "COUNT")
    private int connections;

    WaitPeersCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws IOException {
        try (Peers peers = Peers.open(HostAndPort.parse(listener), connections)) {
            terminal.out().println(peers.opened());
            while (System.in.read() >= 0) {
                // Nothing is asked of it.
            }
        }
        return ExitCode.FINE;
    }
}

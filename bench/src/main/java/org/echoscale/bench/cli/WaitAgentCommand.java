package org.echoscale.bench.cli;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.OptionalInt;
import java.util.concurrent.Callable;
import org.echoscale.bench.limits.Limits;
import org.echoscale.bench.waits.Kind;
import org.echoscale.bench.waits.WaitAgent;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code wait-agent}: the process that waits, for {@code waits}. */
@Command(name = "wait-agent", hidden = true)
final class WaitAgentCommand implements Callable<Integer> {
    private final Terminal terminal;

    @Parameters(index = "0", paramLabel = "KIND")
    private String kind = "";

    @Parameters(index = "1", paramLabel = "COUNT")
    private int count;

    @Parameters(index = "2", paramLabel = "CPU")
    private int cpu;

    @Parameters(index = "3", paramLabel = "plain|channels")
    private String descriptors = "";

    WaitAgentCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws IOException {
        new WaitAgent(new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8)), terminal.out())
                .run(Kind.of(kind), descriptors.equals("channels"), count,
                        cpu < 0 ? OptionalInt.empty() : OptionalInt.of(cpu), Limits.read().openFiles().orElse(1024L));
        return ExitCode.FINE;
    }
}

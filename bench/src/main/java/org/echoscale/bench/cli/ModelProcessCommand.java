package org.echoscale.bench.cli;

import java.io.IOException;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.echoscale.bench.models.Execution;
import org.echoscale.results.models.Model;
import org.echoscale.results.models.ModelsPlan;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.json.JsonMapper;

/** {@code model-process}: one model in a process of its own, for {@code models}. Prints what came of it in one line of JSON. */
@Command(name = "model-process", hidden = true)
final class ModelProcessCommand implements Callable<Integer> {
    private final Terminal terminal;

    @Parameters(index = "0", paramLabel = "HOST:PORT")
    private String server = "";

    @Parameters(index = "1", paramLabel = "MODEL")
    private String model = "";

    @Parameters(index = "2", paramLabel = "TASKS")
    private int tasks;

    @Parameters(index = "3", paramLabel = "STEPS")
    private int steps;

    @Parameters(index = "4", paramLabel = "NANOS")
    private long waitNanos;

    @Parameters(index = "5", paramLabel = "NANOS")
    private long computeNanos;

    ModelProcessCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws IOException {
        ModelsPlan plan = new ModelsPlan(tasks, steps, waitNanos, computeNanos);
        Model which = Model.valueOf(model.toUpperCase(Locale.ROOT));
        terminal.out()
                .println(JsonMapper.shared()
                        .writeValueAsString(Execution.of(which, plan, HostAndPort.parse(server))));
        return ExitCode.FINE;
    }
}

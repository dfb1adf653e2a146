package org.echoscale.bench.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.Callable;
import org.echoscale.bench.limits.Limits;
import org.echoscale.bench.models.DelayServer;
import org.echoscale.bench.models.ModelProcess;
import org.echoscale.bench.plan.Nearest;
import org.echoscale.bench.plan.Units;
import org.echoscale.bench.run.EnvironmentReader;
import org.echoscale.bench.run.Placement;
import org.echoscale.results.files.ModelsFile;
import org.echoscale.results.model.RunManifest;
import org.echoscale.results.model.RunManifest.Environment;
import org.echoscale.results.models.Model;
import org.echoscale.results.models.ModelRun;
import org.echoscale.results.models.ModelsPlan;
import org.echoscale.results.models.ModelsResult;
import org.echoscale.results.report.ModelsReport;
import org.echoscale.results.stats.ModelSentences;
import org.echoscale.syscalls.Syscalls;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code models}: tasks that wait, under each programming model, as a time line. */
@Command(name = "models", mixinStandardHelpOptions = true, versionProvider = Version.class, description = {
    "Runs tasks that compute and wait for a server, under each programming model: one at a time, a thread per task, a virtual thread per task, and events on one thread. Shows what each task was at, moment by moment.",
    "Each model has a process of its own; the server is a real one, which replies late."}, footerHeading = "%nExamples:%n", footer = {
        "  echoscale models", "  echoscale models --tasks 5 --wait 200ms --compute 50ms",
        "  echoscale models --cpus 1                  threads without a second CPU",
        "  echoscale models --model threads,virtual,events --tasks 1k --steps 1 --compute 100us",
        "  echoscale models --out lecture             the picture for a lecture: SVG and HTML",
        "  echoscale models --out my-run              into a run directory, whose report then shows it",
        "  echoscale models --json"})
final class ModelsCommand implements Callable<Integer> {
    /** With more tasks, the terminal has no time line. */
    private static final int MOST_LINES = 30;

    private final Terminal terminal;
    private final Colours colours;

    @Spec
    private @Nullable CommandSpec spec;

    @Option(names = "--tasks", paramLabel = "COUNT", description = "Tasks, 1 to 1000. Default: ${DEFAULT-VALUE}.")
    private String tasks = "3";

    @Option(names = "--steps", paramLabel = "COUNT", description = "Times that each task waits, 1 to 100. It computes before, between and after them. Default: ${DEFAULT-VALUE}.")
    private String steps = "3";

    @Option(names = "--wait", paramLabel = "TIME", description = "How long the server takes for a reply, 1ms to 10s. Default: ${DEFAULT-VALUE}.")
    private String wait = "100ms";

    @Option(names = "--compute", paramLabel = "TIME", description = "CPU time that a task uses before, between and after its waits, up to 1s. Default: ${DEFAULT-VALUE}.")
    private String compute = "20ms";

    @Option(names = "--model", split = ",", paramLabel = "NAME", description = "Which models, by comma: one-at-a-time, threads, virtual, events. Default: all.")
    private @Nullable List<String> models;

    @Option(names = "--cpus", paramLabel = "COUNT", description = "CPUs that the tasks may use. Default: all that there are.")
    private @Nullable String cpus;

    @Option(names = "--out", paramLabel = "DIR", description = "Write the time line there: models.svg, models.html and models.json. In a run directory, its report is made anew, with a section of it.")
    private @Nullable Path out;

    @Option(names = "--json", description = "Print models.json: all intervals, and where they were measured.")
    private boolean json;

    ModelsCommand(Terminal terminal, Map<String, String> environment) {
        this.terminal = terminal;
        this.colours = Colours.of(environment);
    }

    @Override
    public Integer call() throws IOException {
        Syscalls.unavailable().ifPresent(reason -> {
            throw new UsageException("models: the CPU time of a task cannot be told here: " + reason);
        });
        ModelsPlan plan = plan();
        Set<Model> chosen = chosen();
        BitSet confined = confined();
        if (out != null) {
            OutFolder.prepare(out).close(); // what cannot be written is known before anything is measured
        }
        ModelsResult result = run(plan, chosen, confined);
        if (json) {
            terminal.out().println(Json.text(result));
        } else {
            print(result);
        }
        if (out != null) {
            write(result, out);
            if (!json) {
                terminal.out().println();
                terminal.out()
                        .println("The time line: " + out.resolve(ModelsReport.HTML) + " and "
                                + out.resolve(ModelsReport.SVG));
            }
            RunReport.renew(out);
        }
        return ExitCode.FINE;
    }

    private ModelsResult run(ModelsPlan plan, Set<Model> chosen, BitSet confined) throws IOException {
        Environment environment = EnvironmentReader.read(new Placement(new BitSet(), OptionalInt.empty()),
                Limits.read());
        Instant startedAt = Instant.now();
        List<ModelRun> runs = new ArrayList<>();
        try (DelayServer server = DelayServer.start()) {
            for (Model model : chosen) {
                if (Colours.isTerminal()) {
                    terminal.err().println("running " + model.label() + "…");
                }
                runs.add(ModelProcess.run(model, plan, server.address(), confined));
            }
        }
        return new ModelsResult(RunManifest.SCHEMA, Version.program(), startedAt, CommandWords.of(spec, "models"),
                plan, environment, runs);
    }

    private ModelsPlan plan() {
        try {
            return new ModelsPlan(OptionText.parse("--tasks", tasks, word -> Units.count(word, ModelsPlan.MOST_TASKS)),
                    OptionText.parse("--steps", steps, word -> Units.count(word, ModelsPlan.MOST_STEPS)),
                    OptionText.parse("--wait", wait, Units::duration).toNanos(),
                    OptionText.parse("--compute", compute, Units::duration).toNanos());
        } catch (IllegalArgumentException e) {
            throw new UsageException("--" + e.getMessage(), e);
        }
    }

    /** In the order that they are explained in, whatever order they were named in. */
    private Set<Model> chosen() {
        if (models == null) {
            return EnumSet.allOf(Model.class);
        }
        Set<Model> chosen = EnumSet.noneOf(Model.class);
        for (String name : models) {
            chosen.add(Arrays.stream(Model.values())
                    .filter(model -> model.word().equals(name))
                    .findFirst()
                    .orElseThrow(() -> new UsageException("--model: no model is named '" + name + "'; "
                            + Nearest.hint(name, Arrays.stream(Model.values()).map(Model::word).toList()))));
        }
        return chosen;
    }

    /** The first of the CPUs that this process may use. */
    private BitSet confined() throws IOException {
        BitSet chosen = new BitSet();
        if (cpus == null) {
            return chosen;
        }
        int wanted = OptionText.parse("--cpus", cpus, Units::count);
        try (Syscalls calls = Syscalls.open()) {
            BitSet own = calls.affinity();
            if (wanted > own.cardinality()) {
                throw new UsageException(
                        "--cpus: " + wanted + " are more than the " + own.cardinality()
                                + " there are (leave it out for all)");
            }
            own.stream().limit(wanted).forEach(chosen::set);
        }
        return chosen;
    }

    private void print(ModelsResult result) {
        ModelSentences.of(result)
                .forEach(sentence -> TextTable.broken(sentence, TextTable.WIDTH).forEach(terminal.out()::println));
        if (result.plan().tasks() <= MOST_LINES) {
            new TimelineText(result, signs(), colours).lines().forEach(terminal.out()::println);
        }
        terminal.out().println();
        ModelsText.table(result).forEach(terminal.out()::println);
    }

    private TimelineText.Signs signs() {
        return Colours.isTerminal() && terminal.out().charset().newEncoder().canEncode("█░╌")
                ? TimelineText.Signs.BLOCKS
                : TimelineText.Signs.ASCII;
    }

    private static void write(ModelsResult result, Path folder) throws NotWrittenException {
        try {
            ModelsFile.write(folder, result);
            ModelsReport.write(folder);
        } catch (IOException e) {
            throw new NotWrittenException("the time line", e);
        }
    }
}

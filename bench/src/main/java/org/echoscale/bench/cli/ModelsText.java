package org.echoscale.bench.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.echoscale.bench.models.Model;
import org.echoscale.bench.models.ModelRun;
import org.echoscale.bench.models.ModelsPlan;
import org.echoscale.bench.models.ModelsResult;
import org.echoscale.bench.models.State;
import org.echoscale.results.stats.Units;

/** What the models made of the work, in sentences and as a table. Pure. */
final class ModelsText {
    private ModelsText() {}

    /** {@code 1.16 s}, {@code 380 ms}. */
    static String seconds(long nanos) {
        return Units.micros(nanos / 1e3);
    }

    /** Of the lines of one model. */
    static String heading(ModelRun run) {
        return run.model().label() + ": " + seconds(run.totalNanos()) + ", " + Words.count(run.threads(), "thread");
    }

    /** What was to be done. */
    static String work(ModelsResult result) {
        ModelsPlan plan = result.plan();
        return Words.count(plan.tasks(), "task") + ": each computes " + (plan.steps() + 1) + " × "
                + seconds(plan.computeNanos()) + " and waits " + plan.steps() + " × " + seconds(plan.waitNanos())
                + " in between";
    }

    /** The most striking first. */
    static List<String> verdict(ModelsResult result) {
        List<String> sentences = new ArrayList<>();
        Optional<ModelRun> slowest = run(result, Model.ONE_AT_A_TIME);
        List<String> times = new ArrayList<>();
        for (ModelRun run : result.runs()) {
            times.add(run.model().label() + " " + seconds(run.totalNanos())
                    + slowest.filter(one -> one.model() != run.model())
                            .map(one -> " (" + Units.times(one.totalNanos() / (double) run.totalNanos()) + " as fast)")
                            .orElse(""));
        }
        sentences.add(work(result) + ". " + capital(String.join(", ", times)) + ".");
        slowest.ifPresent(one -> sentences.add(String.format(Locale.ROOT,
                "One at a time, the only thread waited for %.0f %% of the time, and all tasks with it.",
                100.0 * one.nanos(State.WAITING) / one.totalNanos())));
        int cpus = result.runs().getFirst().cpus();
        sentences.add(cpus == 1
                ? "The processes had 1 CPU: no two tasks could compute at the same moment in any model."
                : "The processes had " + cpus
                        + " CPUs: threads can compute on all of them at the same moment, events on one thread cannot.");
        return sentences;
    }

    static List<String> table(ModelsResult result) {
        TextTable table = new TextTable("MODEL", "TIME", "THREADS", "CPU TIME", "SWITCHES", "MEMORY", "HEAP",
                "TASKS READY");
        for (ModelRun run : result.runs()) {
            Long growth = run.residentGrowthBytes();
            table.row(run.model().label(), seconds(run.totalNanos()), Units.count(run.threads()),
                    seconds(run.cpuNanos()),
                    Units.count((double) (run.voluntarySwitches() + run.involuntarySwitches())),
                    growth == null ? "unknown" : Units.bytes(growth.doubleValue()),
                    Units.bytes((double) run.heapBytes()),
                    seconds(run.nanos(State.READY)));
        }
        List<String> lines = new ArrayList<>(table.lines());
        lines.add("");
        lines.addAll(TextTable
                .broken("TIME is until the last task has ended, THREADS those of the operating system that tasks "
                        + "ran on. Of the whole process: CPU TIME; SWITCHES, how often the kernel took a thread off its CPU; MEMORY, by "
                        + "how much it grew at most; HEAP, what was allocated there. TASKS READY is the time that tasks could have gone "
                        + "on and did not, added up.", TextTable.WIDTH));
        return lines;
    }

    private static Optional<ModelRun> run(ModelsResult result, Model model) {
        return result.runs().stream().filter(run -> run.model() == model).findFirst();
    }

    private static String capital(String text) {
        return text.substring(0, 1).toUpperCase(Locale.ROOT) + text.substring(1);
    }
}

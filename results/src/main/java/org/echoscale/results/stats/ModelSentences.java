package org.echoscale.results.stats;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.echoscale.results.models.Model;
import org.echoscale.results.models.ModelRun;
import org.echoscale.results.models.ModelsPlan;
import org.echoscale.results.models.ModelsResult;
import org.echoscale.results.models.State;

/** What programming models made of the same work, in sentences. Pure. */
public final class ModelSentences {
    private ModelSentences() {}

    /** {@code 1.16 s}, {@code 380 ms}. */
    public static String seconds(long nanos) {
        return Units.micros(nanos / 1e3);
    }

    /** Of the lines of one model. */
    public static String heading(ModelRun run) {
        return run.model().label() + ": " + seconds(run.totalNanos()) + ", " + Units.of(run.threads(), "thread");
    }

    /** What was to be done. */
    public static String work(ModelsResult result) {
        ModelsPlan plan = result.plan();
        return Units.of(plan.tasks(), "task") + ": each computes " + (plan.steps() + 1) + " × "
                + seconds(plan.computeNanos()) + " and waits " + plan.steps() + " × " + seconds(plan.waitNanos())
                + " in between";
    }

    /** The most striking first. */
    public static List<String> of(ModelsResult result) {
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

    private static Optional<ModelRun> run(ModelsResult result, Model model) {
        return result.runs().stream().filter(run -> run.model() == model).findFirst();
    }

    private static String capital(String text) {
        return text.substring(0, 1).toUpperCase(Locale.ROOT) + text.substring(1);
    }
}
